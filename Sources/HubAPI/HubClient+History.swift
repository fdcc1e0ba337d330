import HTTP

/// A commit of a repository's history.
public struct PastCommit: Sendable, Hashable {
  /// The commit's id.
  public var id: CommitID
  /// Its summary, cleaned.
  public var title: String
  /// Its further lines as the server sent them, which are not fit to be shown.
  public var message: String

  /// A commit of the history.
  public init(id: CommitID, title: String, message: String = "") {
    self.id = id
    self.title = title
    self.message = message
  }
}

extension HubClient {
  /// The newest commits of a revision, newest first: one page, as many as the Hub gives.
  ///
  /// - Throws: `HubError`.
  public func commits(_ id: RepositoryID, revision: Revision) async throws(HubError) -> [PastCommit] {
    let operation = HubOperation("list the commits of \(id) at \(revision)", repository: id, revision: revision)
    let request = request(.get, model(id, "commits", revision.name), isIdempotent: true)
    return try commits(await call(request, operation, as: [Entry].self), operation)
  }

  /// The commits of a revision, newest first, page after page up to the first that `isLast` says, or all.
  ///
  /// - Throws: `HubError`.
  public func history(
    _ id: RepositoryID,
    revision: Revision,
    through isLast: (PastCommit) -> Bool = { _ in false }
  ) async throws(HubError) -> [PastCommit] {
    let operation = HubOperation("list the commits of \(id) at \(revision)", repository: id, revision: revision)
    var history: [PastCommit] = []
    try await pages(of: [Entry].self, from: model(id, "commits", revision.name), operation) {
      (page) throws(HubError) in
      for commit in try commits(page, operation) {
        history.append(commit)
        if isLast(commit) { return false }
      }
      return true
    }
    return history
  }

  private func commits(_ entries: [Entry], _ operation: HubOperation) throws(HubError) -> [PastCommit] {
    var commits: [PastCommit] = []
    for entry in entries {
      guard let id = CommitID(entry.id) else {
        throw .malformedAnswer(operation, reason: "\(ServerText.cleaned(entry.id, limit: 60)) is no commit id")
      }
      commits.append(PastCommit(id: id, title: ServerText.cleaned(entry.title ?? ""), message: entry.message ?? ""))
    }
    return commits
  }
}

/// An entry of `GET …/commits/{rev}`, as far as a publisher needs it.
private struct Entry: Decodable {
  var id: String
  var title: String?
  var message: String?
}
