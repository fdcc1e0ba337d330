import HTTP
import HubAPI

/// Finds out what became of a commit whose answer was lost.
///
/// Its description says whose it is. A server that keeps no descriptions is asked for the files: the parent guards the
/// commit, so that if it was made, it is the one right after the parent, and no other can be.
struct LostCommit: Sendable {
  enum Finding: Sendable {
    /// It is in the history.
    case made(CommitID)
    /// The parent is still the newest commit.
    case notMade
    /// Somebody else's commit follows the parent, so that ours cannot any more.
    case overtaken(PastCommit)
    /// Looking failed as well.
    case unknown
  }

  let hub: HubClient
  let repository: RepositoryID
  let revision: Revision
  let parent: CommitID?
  /// What the description of our commit says, where it says so.
  var uploadID: String?
  /// Whether these are the files that our commit leads to.
  let isOurs: @Sendable ([TreeEntry]) -> Bool

  /// Looks, also in a task that is cancelled.
  func search() async -> Finding {
    let finding = await Patience.finding(hub.http.configuration.clock) { finding in
      if case .notMade = finding { false } else { true }
    } _: {
      try await look()
    }
    return finding ?? .unknown
  }

  private func look() async throws -> Finding {
    let history = try await hub.commits(repository, revision: revision)
    let place = history.firstIndex { $0.id == parent }
    if let uploadID, let ours = history[..<(place ?? history.count)].last(where: { UploadMark.id(in: $0) == uploadID })
    {
      return .made(ours.id)
    }
    guard let place else { return .unknown }
    guard place > 0 else { return .notMade }
    let next = history[place - 1]
    if uploadID != nil, UploadMark.id(in: next) != nil { return .overtaken(next) }
    return isOurs(try await hub.tree(repository, revision: Revision(next.id))) ? .made(next.id) : .overtaken(next)
  }
}

extension LostCommit {
  /// The search for the commit of an upload.
  init(hub: HubClient, plan: UploadPlan) {
    self.init(
      hub: hub,
      repository: plan.repository,
      revision: plan.revision,
      parent: plan.head,
      uploadID: UploadMark.id(of: plan),
      isOurs: plan.isHeld
    )
  }
}

extension UploadPlan {
  /// Whether a tree holds what the plan leads to.
  @Sendable func isHeld(by entries: [TreeEntry]) -> Bool {
    let files = RemoteFiles(entries)
    return self.entries.allSatisfy {
      files[$0.file.path.text].map { [file = $0.file] in file.isNamed($0.oid) } ?? false
    }
      && removals.allSatisfy { files[$0.path] == nil }
  }
}
