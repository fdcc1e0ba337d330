/// What the account behind a token says about writing.
///
/// It is what `whoami-v2` tells; only the server's own check of a repository is sure.
public struct TokenRights: Sendable {
  /// Whether something is allowed, and why.
  public enum Answer: Sendable, Hashable {
    /// It is.
    case yes(String)
    /// It is not.
    case no(String)
    /// The account does not say.
    case unknown(String)
  }

  /// Whose token it is.
  public let account: WhoAmI

  /// The rights of an account's token.
  public init(account: WhoAmI) { self.account = account }

  /// The token's role: `read`, `write`, `fineGrained`; nil where the server does not say.
  public var role: String? { account.auth?.accessToken?.role }

  /// What a fine-grained token may do; nil for other roles.
  public var scopes: [FineGrained.Scope]? { account.auth?.accessToken?.fineGrained?.scoped }

  /// The permission to write to a repository, as the Hub calls it.
  public static let writePermission = "repo.write"

  /// Whether it may write to a repository, as far as the account says.
  public func write(to id: RepositoryID) -> Answer {
    if role == "fineGrained" {
      return scoped { $0.type == "model" && Self.same($0.name, id.description) || names($0, owner: id.owner) }
    }
    return inNamespace(of: id)
  }

  /// Whether it may make a repository, as far as the account says.
  public func create(_ id: RepositoryID) -> Answer {
    role == "fineGrained" ? scoped { names($0, owner: id.owner) } : inNamespace(of: id)
  }

  /// Whether nothing in the namespace can be hidden from the token.
  public func seesEverything(of owner: String) -> Bool { role == "write" && Self.same(account.name, owner) }

  private func inNamespace(of id: RepositoryID) -> Answer {
    guard role == "write" else {
      return role == "read"
        ? .no("the token's role is read") : .unknown("the server does not say what the token may do")
    }
    if Self.same(account.name, id.owner) { return .yes("\(id.owner) is the token's own account, its role write") }
    guard let organizations = account.orgs else {
      return .unknown("the server does not list the account's organizations")
    }
    guard let organization = organizations.first(where: { Self.same($0.name, id.owner) }) else {
      return .no("\(account.name) does not belong to \(id.owner)")
    }
    switch organization.roleInOrg {
    case "admin", "write": return .yes("\(account.name) has the role \(organization.roleInOrg ?? "") in \(id.owner)")
    case "contributor": return .unknown("a contributor of \(id.owner) writes only to repositories of their own")
    case "read": return .no("\(account.name) may only read in \(id.owner)")
    default: return .unknown("the server does not say which role \(account.name) has in \(id.owner)")
    }
  }

  private func scoped(_ fits: (FineGrained.Scope.Entity) -> Bool) -> Answer {
    guard let scopes else { return .unknown("the server does not say what the fine-grained token may do") }
    let writing = scopes.filter { $0.permissions.contains(Self.writePermission) }
    if let scope = writing.first(where: { fits($0.entity) }) {
      return .yes("the token has \(Self.writePermission) on \(scope.entity.words)")
    }
    if writing.contains(where: { $0.entity.name == nil }) {
      return .unknown("the server does not name everything that the token may write to")
    }
    return .no("the token has no \(Self.writePermission) there")
  }

  private func names(_ entity: FineGrained.Scope.Entity, owner: String) -> Bool {
    (entity.type == "user" || entity.type == "org") && Self.same(entity.name, owner)
  }

  private static func same(_ name: String?, _ other: String) -> Bool { name?.lowercased() == other.lowercased() }
}

extension FineGrained.Scope.Entity {
  /// What permissions are about, for people.
  public var words: String { "the \(type) \(name ?? "(not named)")" }
}
