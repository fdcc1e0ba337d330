import Documents
import Files
import Findings
import HTTP
import HubAPI
import Publication

/// Looks at a published model as a stranger would: compares what is listed, fetches it, loads it and runs it.
public struct RepositoryVerification: Sendable {
  /// So many differing files are named; the rest is counted.
  private static let named = 20

  let hub: HubClient
  let repository: RepositoryID
  let revision: Revision
  let receipt: PublishReceipt?
  /// Where fetched files go; nil for a comparison of hashes alone.
  let cache: HubCache?
  let report: @Sendable (DownloadEvent) -> Void

  /// A verification of `repository` at `revision`.
  ///
  /// - Parameters:
  ///   - repository: The repository.
  ///   - revision: The branch, tag or commit.
  ///   - hub: The Hub; a public repository needs no token.
  ///   - receipt: What an upload said; without it only what holds of any model can be checked.
  ///   - cache: Where fetched files go; nil to fetch nothing.
  ///   - report: Is told of the download.
  public init(
    _ repository: RepositoryID,
    revision: Revision,
    on hub: HubClient,
    against receipt: PublishReceipt?,
    fetchingInto cache: HubCache?,
    report: @escaping @Sendable (DownloadEvent) -> Void = { _ in }
  ) {
    self.hub = hub
    self.repository = repository
    self.revision = revision
    self.receipt = receipt
    self.cache = cache
    self.report = report
  }

  /// Looks.
  ///
  /// - Returns: What was seen; also when it is bad.
  /// - Throws: `HubError`, `PublishingError`, `FileError`, `CancellationError`: what kept it from being looked at.
  public func run() async throws -> VerificationReport {
    if let receipt, receipt.repository.lowercased() != repository.description.lowercased() {
      throw PublishingError.foreignReceipt(receipt, repository)
    }
    let info = try await lookUp()
    guard let commit = info.sha.flatMap({ CommitID($0) }) else {
      throw PublishingError.badListing(repository, "\(revision) comes without a commit")
    }
    var report = VerificationReport(
      endpoint: hub.endpoint.description,
      repository: repository.description,
      revision: revision.name,
      commit: commit.hex,
      receiptCommit: receipt?.commit.after
    )
    // The one listing that hashes are compared with; of that commit, as the branch may move.
    let listing = try CommitListing(await hub.tree(repository, revision: Revision(commit)), of: repository).files
    judge(info, commit, &report)
    compare(listing, &report)
    try await run(listing, at: commit, &report)
    return report
  }

  // MARK: The listing

  /// The Hub tells strangers of a private repository what it tells them of none.
  private func lookUp() async throws -> RepositoryInfo {
    do {
      return try await hub.repositoryInfo(repository, revision: revision)
    } catch {
      guard error.status == 401, !hub.hasToken else { throw error }
      throw PublishingError.notVisible(repository, error)
    }
  }

  private func judge(_ info: RepositoryInfo, _ commit: CommitID, _ report: inout VerificationReport) {
    if info.id.lowercased() != repository.description.lowercased(), let id = RepositoryID(info.id) {
      report.add("name", .note, "the repository is called \(id) now")
    }
    guard let receipt else {
      return report.add("receipt", .notChecked, "there is none, so that only what holds of any model is checked")
    }
    switch receipt.verification.result {
    case .passed: break
    case .failed: report.add("receipt", .note, "the upload found its own verification failed")
    case .unfinished: report.add("receipt", .note, "the upload did not get as far as verifying")
    }
    if let old = receipt.repositoryID, let now = info.internalID, old != now {
      report.add("identity", .failed, "another repository has this name now: the Hub calls it \(now), it was \(old)")
    }
    if receipt.commit.after == commit.hex {
      report.add("commit", .passed, "\(commit.short) is the commit of the receipt")
    } else {
      report.add(
        "commit",
        .note,
        "\(revision) is at \(commit.short), the receipt's commit is \(receipt.commit.after.prefix(7)); its files are "
          + "compared all the same"
      )
    }
  }

  private func compare(_ listing: [HubFile], _ report: inout VerificationReport) {
    guard let receipt else { return }
    let there = Dictionary(listing.map { ($0.path.text, $0) }, uniquingKeysWith: { first, _ in first })
    let faults = receipt.files.compactMap { Self.fault($0, there[$0.path]) }
    for fault in faults.prefix(Self.named) { report.add("file", .failed, fault) }
    if faults.count > Self.named {
      report.add("file", .failed, "\(faults.count - Self.named) more files differ from the receipt")
    }
    let count = receipt.files.count
    if faults.isEmpty {
      report.add("files", .passed, "\(Self.files(count)) listed with the paths, sizes and hashes of the receipt")
    } else if faults.count < count {
      report.add("files", .note, "\(count - faults.count) of \(count) are listed as in the receipt")
    }
    let known = Set(receipt.files.map(\.path))
    let others = listing.map(\.path.text).filter { !known.contains($0) }
    if !others.isEmpty {
      let more = others.count > 3 ? " and \(others.count - 3) more" : ""
      report.add(
        "others",
        .note,
        "the receipt does not name \(others.prefix(3).joined(separator: ", "))\(more): not compared"
      )
    }
  }

  private static func fault(_ file: PublishReceipt.File, _ there: HubFile?) -> String? {
    guard let there else { return "\(file.path) is not there" }
    guard there.size == file.size else {
      return "\(file.path) has \(there.size) bytes, in the receipt \(file.size)"
    }
    let expected: String
    let kind: String
    switch there.hash {
    case .sha256: (expected, kind) = (file.sha256, "SHA-256")
    case .git: (expected, kind) = (file.gitSHA1, "git SHA-1")
    }
    guard there.tag == expected else {
      return "\(file.path) has the \(kind) \(there.tag.prefix(12))…, in the receipt \(expected.prefix(12))…"
    }
    return nil
  }

  // MARK: The content

  private func run(_ listing: [HubFile], at commit: CommitID, _ report: inout VerificationReport) async throws {
    guard let cache else {
      return report.add("content", .notChecked, "--quick: nothing was fetched, loaded or run")
    }
    let wanted = Set(receipt?.files.map(\.path) ?? []).union(RepositoryLayout.modelFiles)
    let files = listing.filter { wanted.contains($0.path.text) }
    guard !files.isEmpty else {
      return report.add("content", .failed, "there is none of the files that a static model has")
    }
    if receipt == nil, files.count < listing.count {
      report.add(
        "rest",
        .notChecked,
        "\(Self.files(listing.count - files.count)) that no static model needs: not fetched"
      )
    }
    guard let folder = try await fetch(files, at: commit, into: cache, &report) else { return }
    ModelTrial(folder: folder, receipt: receipt).run(&report)
  }

  private func fetch(
    _ files: [HubFile],
    at commit: CommitID,
    into cache: HubCache,
    _ report: inout VerificationReport
  ) async throws -> String? {
    let download = SnapshotDownload(
      repository,
      revision: Revision(commit),
      filter: PathFilter(include: files.map { PathFilter.exactly($0.path) }),
      from: .hub(hub),
      into: cache,
      report: self.report
    )
    let cached = cache.repository(repository)
    let kept = files.filter { cached.holds($0, at: commit) || cached.hasBlob($0) }
    let folder: String
    do {
      folder = try await download.run(await download.plan())
    } catch let error as HubError {
      guard error.isAboutContent else { throw error }
      report.add("content", .failed, "\(error.problem): \(error.reason)")
      report.add("model", .notChecked, "its files could not be fetched")
      return nil
    }
    let published = Dictionary(
      (receipt?.files ?? []).map { ($0.path, $0.sha256) },
      uniquingKeysWith: { first, _ in first }
    )
    var differing: [String] = []
    for file in files {
      try Task.checkCancellation()
      let digests = try FileDigests(ofFile: "\(folder)/\(file.path)")
      guard file.matches(digests) else { throw PublishingError.damagedCache(file.path.text, of: repository) }
      if let hash = published[file.path.text], hash != digests.sha256.hex { differing.append(file.path.text) }
    }
    let size = NumberFormat.bytes(files.reduce(0) { $0 + $1.size })
    let origin =
      switch kept.count {
      case 0: "fetched"
      case files.count: "from the cache, not from the Hub (--no-cache fetches)"
      default: "fetched, \(kept.count) of them from the cache (--no-cache fetches all)"
      }
    if differing.isEmpty {
      report.add("content", .passed, "\(Self.files(files.count)), \(size), \(origin): every hash as listed")
    }
    for path in differing { report.add("content", .failed, "\(path) has another SHA-256 than in the receipt") }
    return folder
  }

  static func files(_ count: Int) -> String { "\(count) file\(count == 1 ? "" : "s")" }
}
