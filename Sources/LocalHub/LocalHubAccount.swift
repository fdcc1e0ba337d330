import HubAPI

/// Somebody who may use an embedded hub.
public struct LocalHubAccount: Sendable, Hashable {
  /// What the token allows.
  public enum Role: String, Sendable, Hashable {
    /// Reading only.
    case read
    /// Reading and writing in the account's namespaces.
    case write
    /// Reading, and writing to the repositories that are named.
    case fineGrained
  }

  /// The secret that is sent as `Authorization: Bearer …`.
  public var token: String
  /// The user's name, which is a namespace too.
  public var userName: String
  /// What the token allows.
  public var role: Role
  /// Namespaces beside the user's own, such as organizations; `*` stands for all.
  public var namespaces: [String]
  /// What a fine-grained token may write to (`repo.write`); nothing can be created with it.
  public var writable: [RepositoryID]
  /// Whether it is a job with the token of one repository, which belongs to no namespace.
  let isPublisher: Bool

  /// An account with its token.
  public init(
    token: String,
    userName: String,
    role: Role = .write,
    namespaces: [String] = [],
    writable: [RepositoryID] = []
  ) {
    self.token = token
    self.userName = userName
    self.role = role
    self.namespaces = namespaces
    self.writable = writable
    isPublisher = false
  }

  /// A trusted publisher of a repository.
  init(publisherOf repository: RepositoryID, token: String) {
    self.token = token
    userName = repository.owner
    role = .fineGrained
    namespaces = []
    writable = [repository]
    isPublisher = true
  }

  /// Whether the token names a repository as one to write to.
  func names(_ id: String) -> Bool {
    role == .fineGrained && writable.contains { $0.description.lowercased() == id.lowercased() }
  }
}

/// A job that an embedded hub takes for a trusted publisher.
///
/// On the real Hub an ID token is signed by whoever runs the job, and its claims are compared with what the repository
/// trusts. Here it is any text that both sides know.
public struct LocalHubTrust: Sendable, Hashable {
  /// What the job may write to.
  public var repository: RepositoryID
  /// The text that stands for its ID token.
  public var idToken: String

  /// A trusted job.
  public init(repository: RepositoryID, idToken: String) {
    self.repository = repository
    self.idToken = idToken
  }
}
