import HubAPI

/// Finds a commit by a full or a short id in the history of a branch.
struct PastCommits: Sendable {
  /// A short id has at least so many digits, as git's own do.
  static let shortest = 4

  let hub: HubClient
  let repository: RepositoryID
  let revision: Revision

  /// The branch's newest commit, the one that is meant, and how many are newer than that.
  ///
  /// - Throws: `PublishingError` when none or several are meant; `HubError`.
  func find(_ id: String) async throws -> (head: PastCommit, found: PastCommit, newer: Int) {
    let id = id.lowercased()
    guard (Self.shortest...40).contains(id.utf8.count), id.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      throw PublishingError.noCommitID(id)
    }
    let whole = CommitID(id)
    // A full id ends the search where it is; only the whole history tells that a short one is the only one.
    let history = try await hub.history(repository, revision: revision) { $0.id == whole }
    let matches = history.indices.filter { history[$0].id.hex.hasPrefix(id) }
    guard let head = history.first, let first = matches.first else {
      throw PublishingError.notInHistory(id, of: repository, revision, commits: history.count)
    }
    guard matches.count == 1 else {
      throw PublishingError.ambiguousCommit(id, of: repository, matches.map { history[$0] })
    }
    return (head, history[first], first)
  }
}
