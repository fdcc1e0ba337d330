import EmbeddingCore
import Files
import Findings
import HTTP
import HubAPI
import Publication
import Validation

/// Fetches what was published, compares hashes, loads the fetched model and runs it again.
///
/// Each fetched file is a request, of which the Hub grants some thousands in five minutes. Of a repository with more
/// files than ``mostFetched`` all are compared by the hashes that the Hub lists, and the first of them fetched: the
/// model, what was rendered, then the rest.
public struct Verifier: Sendable {
  /// The files that are fetched at most.
  public static let mostFetched = 200
  /// More at once only wait for the line.
  private static let parallel = 4

  let hub: HubClient
  var mostFetched = Verifier.mostFetched
  let report: @Sendable (UploadEvent) -> Void

  func verify(_ plan: UploadPlan, at commit: CommitID, against publication: PreparedPublication) async throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let place = folder.path
    let files = plan.entries.map(\.file)
    let fetched = Array(files.sorted { Self.rank($0) < Self.rank($1) }.prefix(mostFetched))
    if fetched.count < files.count { try await list(files, of: plan.repository, at: commit) }
    let tally = TransferTally(total: fetched.reduce(0) { $0 + $1.digests.size })
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, file) in fetched.enumerated() {
        if index >= Self.parallel { try await group.next() }
        group.addTask { try await fetch(file, of: plan.repository, at: commit, into: place, tally) }
      }
      try await group.waitForAll()
    }
    report(.fetched(files: fetched.count, size: tally.total))
    try compare(place, with: publication)
  }

  private static func rank(_ file: ShippedFile) -> Int {
    if RepositoryLayout.modelFiles.contains(file.path.text) { return 0 }
    if case .bytes = file.source { return 1 }
    return 2
  }

  private func list(_ files: [ShippedFile], of repository: RepositoryID, at commit: CommitID) async throws {
    let listed = try CommitListing(await hub.tree(repository, revision: Revision(commit)), of: repository).files
    let there = Dictionary(listed.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    for file in files where there[file.path]?.matches(file.digests) != true {
      throw PublishingError.verification(
        there[file.path].map { "\(file.path) is listed with the hash \($0.tag), sent were other bytes" }
          ?? "\(file.path) is not listed at \(commit.short)"
      )
    }
    report(.listed(files: files.count))
  }

  private func fetch(
    _ file: ShippedFile,
    of repository: RepositoryID,
    at commit: CommitID,
    into folder: String,
    _ tally: TransferTally
  ) async throws {
    let content: HubDownload
    do {
      content = try await download(file, of: repository, at: commit, into: folder) { received in
        report(.fetching(received: tally.note(file.path.text, received), of: tally.total))
      }
    } catch let error as HubError {
      guard error.isAboutContent else { throw error }
      throw PublishingError.verification("\(error.problem): \(error.reason)", cause: error)
    }
    // Hashed as it came in: what the line delivered, before any disk.
    guard content.size == file.digests.size, content.sha256 == file.digests.sha256 else {
      throw PublishingError.verification(
        "\(file.path) came back with SHA-256 \(content.sha256), sent was \(file.digests.sha256)"
      )
    }
  }

  /// Only the model is run again; of everything else the hash is enough.
  private func download(
    _ file: ShippedFile,
    of repository: RepositoryID,
    at commit: CommitID,
    into folder: String,
    progress: @escaping @Sendable (Int) -> Void
  ) async throws -> HubDownload {
    let (revision, size) = (Revision(commit), file.digests.size)
    guard Self.rank(file) == 0 else {
      return try await hub.downloadHash(
        repository,
        revision: revision,
        path: file.path,
        maximumBytes: size,
        progress: progress
      )
    }
    let path = "\(folder)/\(file.path)"
    try LocalFiles.makeFolder(above: path)
    return try await hub.download(
      repository,
      revision: revision,
      path: file.path,
      to: path,
      maximumBytes: size,
      progress: progress
    )
  }

  private func compare(_ folder: String, with publication: PreparedPublication) throws {
    let fetched: StaticModel
    do {
      fetched = try StaticModel(folder: folder)
    } catch {
      throw PublishingError.verification("the fetched model cannot be loaded: \(error)", cause: error)
    }
    let texts = publication.manifest.smokeTexts
    for text in texts {
      let here = try publication.model.encode(text).map(\.bitPattern)
      let there = try fetched.encode(text).map(\.bitPattern)
      guard here == there else {
        throw PublishingError.verification("the fetched model gives another vector for \"\(text)\"")
      }
    }
    report(.compared(texts: texts.count))
  }
}

extension HubError {
  /// Whether the Hub was reached and gave other bytes than were sent, or none; everything else is the line's fault.
  var isAboutContent: Bool {
    code == .contentMismatch || status == 404 || (cause as? HTTPError)?.code == .responseTooLarge
  }
}
