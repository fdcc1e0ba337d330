import Files
import Findings
import HubAPI

/// Brings the files of an earlier commit back by a new commit: nothing of the history is lost.
public struct Rollback: Sendable {
  /// How a rollback ended.
  public enum Outcome: Sendable {
    /// The files were those of the target already; no commit was made.
    case alreadyThere(head: CommitID)
    /// A commit was made, and the files were compared.
    case done(CommitID, url: String)
  }

  /// A commit whose answer was lost and that was not made is sent again, at most as often in all.
  private static let attempts = 3
  /// Each file is a request; more at once only wait for the line.
  private static let parallel = 4

  let hub: HubClient
  let repository: RepositoryID
  let revision: Revision
  let message: String?
  let report: @Sendable (RollbackEvent) -> Void

  /// A rollback of a branch.
  ///
  /// - Parameters:
  ///   - repository: The repository.
  ///   - revision: The branch.
  ///   - hub: The Hub; to look at the plan alone, a public repository needs no token.
  ///   - message: The commit's first line; nil for the usual one.
  ///   - report: Is told of every step.
  public init(
    _ repository: RepositoryID,
    revision: Revision,
    on hub: HubClient,
    message: String? = nil,
    report: @escaping @Sendable (RollbackEvent) -> Void = { _ in }
  ) {
    self.hub = hub
    self.repository = repository
    self.revision = revision
    self.message = message
    self.report = report
  }

  /// What would happen.
  ///
  /// - Parameter commit: A commit of the branch's history, by its full id or by the beginning of it.
  /// - Returns: The plan.
  /// - Throws: `HubError`, `PublishingError`.
  public func plan(to commit: String) async throws -> RollbackPlan {
    let (head, target, newer) = try await PastCommits(hub: hub, repository: repository, revision: revision).find(commit)
    let plan = RollbackPlan(
      repository,
      revision,
      head: head,
      target: target,
      newer: newer,
      now: try await files(at: head.id),
      then: try await files(at: target.id)
    )
    report(.planned(plan))
    return plan
  }

  /// Carries a plan out, and looks whether the files are those of the target.
  ///
  /// - Throws: `UploadFailure` with what is known about the remote, also when the task is cancelled.
  public func run(_ plan: RollbackPlan) async throws -> Outcome {
    guard !plan.isUpToDate else { return .alreadyThere(head: plan.head.id) }
    var state = RemoteState.untouched
    do {
      let folder = try TemporaryFolder()
      // Not before the last byte is sent.
      defer { withExtendedLifetime(folder) {} }
      let operations = try await operations(plan, staging: folder.path)
      let commit = try await commit(plan, operations, &state)
      state = .committed(commit.id)
      report(.committed(commit.id))
      try await compare(commit.id, plan)
      return .done(commit.id, url: commit.url)
    } catch {
      guard let explained = Self.explained(error) else { throw error }
      throw UploadFailure(underlying: explained, remoteState: state)
    }
  }

  private func files(at commit: CommitID) async throws -> [HubFile] {
    try CommitListing(await hub.tree(repository, revision: Revision(commit)), of: repository).files
  }

  private static func explained(_ error: any Error) -> (any ExplainedError)? {
    if let error = error as? PublishingError, error.code == .verificationFailed { return error }
    return Task.isCancelled ? PublishingError.interrupted(error) : error as? any ExplainedError
  }

  // MARK: The commit

  private func operations(_ plan: RollbackPlan, staging folder: String) async throws -> [CommitOperation] {
    var operations: [CommitOperation] = []
    var regular: [(file: HubFile, path: String)] = []
    for (number, entry) in plan.changes.enumerated() {
      let file = entry.file
      switch (entry.action, file.hash) {
      case (.delete, _): operations.append(.delete(file.path))
      case (_, .sha256(let digest)): operations.append(.addObject(file.path, sha256: digest, size: file.size))
      case (_, .git(let id)):
        let path = "\(folder)/\(number)"
        regular.append((file, path))
        operations.append(.addFile(file.path, localPath: path, expected: id))
      }
    }
    let target = plan.target.id
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, item) in regular.enumerated() {
        if index >= Self.parallel { try await group.next() }
        group.addTask { try await hub.fetch(item.file, of: repository, at: target, into: item.path) }
      }
      try await group.waitForAll()
    }
    if !regular.isEmpty { report(.fetched(files: regular.count, size: regular.reduce(0) { $0 + $1.file.size })) }
    return operations
  }

  private func commit(
    _ plan: RollbackPlan,
    _ operations: [CommitOperation],
    _ state: inout RemoteState
  ) async throws -> HubCommit {
    let message = CommitMessage(
      summary: message ?? "Roll back to \(plan.target.id.short) with hfpub",
      description: UploadMark.description(ofRollbackTo: plan.target.id),
      parent: plan.head.id
    )
    var attempt = 1
    while true {
      do {
        return try await hub.commit(repository, revision: revision, message: message, operations: operations)
      } catch {
        // The one before may have been made after all, a moment after we looked.
        guard error.code == .outcomeUnknown || error.code == .parentMoved && attempt > 1 else {
          throw error.code == .parentMoved ? PublishingError.headMoved(plan, error) : error
        }
        if let commit = try await settle(plan, error, attempt, &state) { return commit }
      }
      attempt += 1
    }
  }

  /// The commit's answer was lost: what the remote shows now decides; nil when it is to be sent again.
  private func settle(
    _ plan: RollbackPlan,
    _ lost: HubError,
    _ attempt: Int,
    _ state: inout RemoteState
  ) async throws -> HubCommit? {
    let expected = plan.result
    let search = LostCommit(hub: hub, repository: repository, revision: revision, parent: plan.head.id) { entries in
      Set(entries.compactMap { HubFile($0) }) == expected
    }
    switch await search.search() {
    case .made(let id): return HubCommit(id: id, url: hub.endpoint.page(of: repository, commit: id))
    case .notMade:
      if Task.isCancelled { state = .commitPending }
      guard attempt < Self.attempts, !Task.isCancelled else { throw PublishingError.notRolledBack(plan, lost) }
      report(.sendingAgain(reason: lost.reason))
      return nil
    case .overtaken(let other): throw PublishingError.overtaken(plan, by: other, lost)
    case .unknown:
      state = .unknown
      throw lost
    }
  }

  private func compare(_ commit: CommitID, _ plan: RollbackPlan) async throws {
    let now = Set(try await files(at: commit))
    let differing = Set(now.symmetricDifference(plan.result).map(\.path)).sorted()
    guard differing.isEmpty else { throw PublishingError.notRestored(plan, differing) }
    report(.compared(files: now.count))
  }
}
