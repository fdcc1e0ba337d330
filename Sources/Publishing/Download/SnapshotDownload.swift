import Files
import Findings
import Glibc
import HubAPI

/// The files of a repository at a commit, on their way into the shared cache.
///
/// Content is checked by length and hash before it gets its name, an interrupted download goes on where it ended, and
/// two processes that want the same content download it once.
public struct SnapshotDownload: Sendable {
  /// Where the files come from.
  public enum Source: Sendable {
    /// A hub.
    case hub(HubClient)
    /// The cache alone, as this variable of the environment forbids requests.
    case cache(variable: String)
  }

  /// What is meant, looked up and not yet downloaded.
  public struct Plan: Sendable {
    /// The commit.
    public let commit: CommitID
    /// The files that are meant, by path.
    public let files: [HubFile]
    let listing: CommitListing?
  }

  /// Each file is a request; more at once only wait for the line.
  private static let parallel = 4

  /// Tells the room in a folder; tests put their own.
  var freeSpace: @Sendable (String) -> Int? = FreeSpace.bytes
  let cached: CachedRepository
  let source: Source
  let revision: Revision
  let filter: PathFilter
  let report: @Sendable (DownloadEvent) -> Void

  /// A download of the files of `repository` at `revision` that `filter` takes.
  public init(
    _ repository: RepositoryID,
    revision: Revision = .main,
    filter: PathFilter = PathFilter(),
    from source: Source,
    into cache: HubCache,
    report: @escaping @Sendable (DownloadEvent) -> Void = { _ in }
  ) {
    cached = cache.repository(repository)
    self.source = source
    self.revision = revision
    self.filter = filter
    self.report = report
  }

  private var id: RepositoryID { cached.id }

  /// Looks up the commit and its files.
  ///
  /// - Throws: `HubError`; `PublishingError` when nothing is meant, or the cache does not know; `FileError`.
  public func plan() async throws -> Plan {
    switch source {
    case .hub(let hub): try await plan(asking: hub)
    case .cache(let variable): try plan(without: variable)
    }
  }

  /// Downloads what is missing.
  ///
  /// - Returns: The absolute path of the snapshot's folder.
  /// - Throws: `HubError`, `PublishingError`, `FileError`, or `CancellationError`.
  public func run(_ plan: Plan) async throws -> String {
    let folder = cached.snapshot(plan.commit)
    guard case .hub(let hub) = source else { return folder }
    let missing = plan.files.filter { !cached.holds($0, at: plan.commit) }
    report(
      .planned(
        id,
        plan.commit,
        files: plan.files.count,
        size: plan.files.reduce(0) { $0 + $1.size },
        missing: missing.reduce(0) { $0 + (cached.hasBlob($1) ? 0 : $1.size) }
      )
    )
    if !missing.isEmpty {
      try FreeSpace.require(cached.missingBytes(missing), in: cached.cache.root, to: "download \(id)", free: freeSpace)
      try cached.prepare()
      try await fetch(missing, at: plan.commit, from: hub)
    }
    // Last, so that a name never leads to a snapshot that was not finished while there is an older one.
    note("the commit of \(revision)") { () throws(FileError) in try cached.remember(plan.commit, as: revision) }
    return folder
  }

  // MARK: Looking up

  private func plan(asking hub: HubClient) async throws -> Plan {
    let commit: CommitID
    if let named = revision.commit {
      commit = named
    } else {
      let info = try await hub.repositoryInfo(id, revision: revision)
      guard let sha = info.sha.flatMap({ CommitID($0) }) else {
        throw PublishingError.badListing(id, "\(revision) comes without a commit")
      }
      commit = sha
    }
    if let listing = CommitListing(file: cached.listing(commit), of: id) {
      return try plan(commit, listing)
    }
    let listing = try CommitListing(await hub.tree(id, revision: Revision(commit)), of: id)
    let plan = try plan(commit, listing)
    note("the files of \(commit.short)") { () throws(FileError) in try listing.write(to: cached.listing(commit)) }
    return plan
  }

  private func plan(_ commit: CommitID, _ listing: CommitListing) throws(PublishingError) -> Plan {
    let files = listing.files.filter { filter.takes($0.path) }
    guard !files.isEmpty || filter.isEmpty else {
      throw .nothingMatches(id, filter, among: listing.files.count)
    }
    return Plan(commit: commit, files: files, listing: listing)
  }

  private func plan(without variable: String) throws -> Plan {
    func missing(_ reason: String) -> PublishingError {
      .notCached(id, revision, reason: "\(variable) is set, and \(reason)", offline: variable)
    }
    guard LocalFiles.isFolder(cached.folder) else { throw missing("the cache \(cached.cache.root) has nothing of it") }
    guard let commit = cached.commit(of: revision) else {
      let known = cached.knownRevisions
      throw missing(
        "the cache does not know which commit that is"
          + (known.isEmpty ? "" : "; it knows \(known.prefix(5).joined(separator: ", "))")
      )
    }
    let folder = cached.snapshot(commit)
    guard LocalFiles.isFolder(folder) else { throw missing("the cache does not hold the commit \(commit.short)") }
    let plan: Plan
    if let listing = CommitListing(file: cached.listing(commit), of: id) {
      plan = try self.plan(commit, listing)
      let lost = plan.files.filter { !cached.holds($0, at: commit) }
      if !lost.isEmpty {
        let names = lost.prefix(3).map(\.path.text).joined(separator: ", ")
        let more = lost.count > 3 ? " and \(lost.count - 3) more" : ""
        throw missing("the cache lacks \(names)\(more) of the commit \(commit.short)")
      }
    } else {
      plan = try self.plan(commit, foundIn: folder)
      guard !plan.files.isEmpty else { throw missing("the cache holds no such file of the commit \(commit.short)") }
      report(.unlisted(files: plan.files.count))
    }
    report(.offline(commit, variable: variable))
    return plan
  }

  /// What is in a snapshot whose listing nobody kept, as when single files were asked for.
  private func plan(_ commit: CommitID, foundIn folder: String) throws -> Plan {
    let files = try LocalFiles.walk(folder).compactMap { entry -> HubFile? in
      guard let path = RepositoryPath(entry.path), filter.takes(path), LocalFiles.isFile("\(folder)/\(entry.path)")
      else { return nil }
      let digests = try FileDigests(ofFile: "\(folder)/\(entry.path)")
      return HubFile(path: path, size: digests.size, hash: .sha256(digests.sha256))
    }
    return Plan(commit: commit, files: files, listing: nil)
  }

  // MARK: Fetching

  private func fetch(_ files: [HubFile], at commit: CommitID, from hub: HubClient) async throws {
    let tally = TransferTally(total: files.reduce(0) { $0 + (cached.hasBlob($1) ? 0 : $1.size) })
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, file) in files.enumerated() {
        if index >= Self.parallel { try await group.next() }
        group.addTask { try await fetch(file, at: commit, from: hub, tally) }
      }
      try await group.waitForAll()
    }
  }

  private func fetch(_ file: HubFile, at commit: CommitID, from hub: HubClient, _ tally: TransferTally) async throws {
    if !cached.hasBlob(file) {
      let lock = try await CacheLock.take(cached.lock(file.tag)) { report(.waiting(path: file.path.text)) }
      defer { withExtendedLifetime(lock) {} }
      // Another process, or a file of the same content, may have brought it meanwhile.
      if !cached.hasBlob(file) {
        // Without a lock nobody may share a part.
        let part = lock == nil ? cached.scratch(file.tag) : "\(cached.blob(file.tag)).incomplete"
        defer { if lock == nil { unlink(part) } }
        try await hub.fetch(file, of: id, at: commit, into: part) { received in
          report(.progress(received: tally.note(file.path.text, received), of: tally.total))
        }
        try cached.keep(part, of: file)
        report(.fetched(path: file.path.text, size: file.size))
      }
      report(.progress(received: tally.note(file.path.text, file.size), of: tally.total))
    }
    try cached.place(file, at: commit)
  }

  /// Writes what only later runs need; a cache that cannot be written to is no reason to fail.
  private func note(_ what: String, _ body: () throws(FileError) -> Void) {
    do {
      try body()
    } catch {
      report(.notNoted("\(what): \(error.reason)"))
    }
  }
}
