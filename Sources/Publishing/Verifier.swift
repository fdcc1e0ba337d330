import EmbeddingCore
import Files
import Findings
import HTTP
import HubAPI
import Publication
import Validation

/// Fetches what was published, compares hashes, loads the fetched model and runs it again.
struct Verifier: Sendable {
  /// Each file is a request; more at once only wait for the line.
  private static let parallel = 4

  let hub: HubClient
  let report: @Sendable (UploadEvent) -> Void

  func verify(_ plan: UploadPlan, at commit: CommitID, against publication: PreparedPublication) async throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let place = folder.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, entry) in plan.entries.enumerated() {
        if index >= Self.parallel { try await group.next() }
        group.addTask { try await fetch(entry.file, of: plan.repository, at: commit, into: place) }
      }
      try await group.waitForAll()
    }
    report(.fetched(files: plan.entries.count, size: plan.entries.reduce(0) { $0 + $1.file.digests.size }))
    try compare(place, with: publication)
  }

  private func fetch(
    _ file: ShippedFile,
    of repository: RepositoryID,
    at commit: CommitID,
    into folder: String
  ) async throws {
    let path = "\(folder)/\(file.path)"
    if let parent = LocalFiles.parent(of: path) { try LocalFiles.makeFolder(parent) }
    do {
      _ = try await hub.download(
        repository,
        revision: Revision(commit),
        path: file.path,
        to: path,
        maximumBytes: file.digests.size
      )
    } catch {
      guard error.isAboutContent else { throw error }
      throw PublishingError.verification("\(error.problem): \(error.reason)", cause: error)
    }
    let digests = try FileDigests(ofFile: path)
    guard digests == file.digests else {
      throw PublishingError.verification(
        "\(file.path) came back with SHA-256 \(digests.sha256), sent was \(file.digests.sha256)"
      )
    }
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
  fileprivate var isAboutContent: Bool {
    code == .contentMismatch || status == 404 || (cause as? HTTPError)?.code == .responseTooLarge
  }
}
