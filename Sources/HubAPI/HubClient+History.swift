import HTTP

/// A commit of a repository's history.
public struct PastCommit: Sendable, Hashable {
  /// The commit's id.
  public var id: CommitID
  /// Its summary, cleaned.
  public var title: String

  /// A commit of the history.
  public init(id: CommitID, title: String) {
    self.id = id
    self.title = title
  }
}

extension HubClient {
  /// The newest commits of a revision, newest first: one page, as many as the Hub gives.
  ///
  /// - Throws: `HubError`.
  public func commits(_ id: RepositoryID, revision: Revision) async throws(HubError) -> [PastCommit] {
    let operation = HubOperation("list the commits of \(id) at \(revision)", repository: id, revision: revision)
    let request = request(.get, model(id, "commits", revision.name), isIdempotent: true)
    var commits: [PastCommit] = []
    for entry in try await call(request, operation, as: [Entry].self) {
      guard let id = CommitID(entry.id) else {
        throw .malformedAnswer(operation, reason: "\(ServerText.cleaned(entry.id, limit: 60)) is no commit id")
      }
      commits.append(PastCommit(id: id, title: ServerText.cleaned(entry.title ?? "")))
    }
    return commits
  }
}

/// An entry of `GET …/commits/{rev}`, as far as a publisher needs it.
private struct Entry: Decodable {
  var id: String
  var title: String?
}
