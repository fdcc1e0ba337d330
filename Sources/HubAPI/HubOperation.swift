/// What a call is about, so that its errors can say so.
struct HubOperation: Sendable {
  /// "cannot commit to acme/tiny".
  var problem: String
  var repository: RepositoryID?
  var revision: Revision?
  var path: RepositoryPath?

  /// An operation named by a verb and its object: "commit to acme/tiny".
  init(
    _ action: String,
    repository: RepositoryID? = nil,
    revision: Revision? = nil,
    path: RepositoryPath? = nil
  ) {
    problem = "cannot \(action)"
    self.repository = repository
    self.revision = revision
    self.path = path
  }
}
