import HubAPI

/// What the account behind a token says about writing.
struct TokenRights {
  /// Whether something is allowed, and why.
  enum Answer {
    case yes(String)
    case no(String)
    case unknown(String)
  }

  let account: WhoAmI

  private var role: String? { account.auth?.accessToken?.role }
  private var scopes: [FineGrained.Scope]? { account.auth?.accessToken?.fineGrained?.scoped }
  private static let write = "repo.write"

  /// The role and the scopes, as a fact; `tokenPage` is where tokens are made.
  func fact(tokenPage: String) -> DoctorFact {
    let name = "rights"
    let remedy = "To upload, make a token with write access at \(tokenPage)."
    switch role {
    case "write": return .ok(name, "role write")
    case "read": return .warn(name, "role read: it cannot upload", remedy: remedy)
    case "fineGrained":
      guard let scopes else { return .notChecked(name, "the server does not say what the fine-grained token may do") }
      let text = "fine-grained: \(Self.text(scopes))"
      let canWrite = scopes.contains { $0.permissions.contains(Self.write) }
      return canWrite ? .ok(name, text) : .warn(name, "\(text); it cannot upload", remedy: remedy)
    case let other?: return .ok(name, "role \(other.prefix(60))")
    case nil: return .notChecked(name, "the server does not say what the token may do")
    }
  }

  /// Whether it may write to a repository, as far as the account says.
  func write(to id: RepositoryID) -> Answer {
    if role == "fineGrained" {
      return scoped { $0.type == "model" && Self.same($0.name, id.description) || names($0, owner: id.owner) }
    }
    return inNamespace(of: id)
  }

  /// Whether it may make a repository, as far as the account says.
  func create(_ id: RepositoryID) -> Answer {
    role == "fineGrained" ? scoped { names($0, owner: id.owner) } : inNamespace(of: id)
  }

  /// Whether nothing in the namespace can be hidden from the token.
  func seesEverything(of owner: String) -> Bool { role == "write" && Self.same(account.name, owner) }

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
    let writing = scopes.filter { $0.permissions.contains(Self.write) }
    if let scope = writing.first(where: { fits($0.entity) }) {
      return .yes("the token has \(Self.write) on \(Self.text(scope.entity))")
    }
    if writing.contains(where: { $0.entity.name == nil }) {
      return .unknown("the server does not name everything that the token may write to")
    }
    return .no("the token has no \(Self.write) there")
  }

  private func names(_ entity: FineGrained.Scope.Entity, owner: String) -> Bool {
    (entity.type == "user" || entity.type == "org") && Self.same(entity.name, owner)
  }

  private static func same(_ name: String?, _ other: String) -> Bool { name?.lowercased() == other.lowercased() }

  private static func text(_ scopes: [FineGrained.Scope]) -> String {
    guard !scopes.isEmpty else { return "nothing in particular" }
    let shown = scopes.prefix(6).map { scope in
      let more = scope.permissions.count > 6 ? " and \(scope.permissions.count - 6) more" : ""
      return "\(scope.permissions.prefix(6).joined(separator: ", "))\(more) on \(text(scope.entity))"
    }
    return shown.joined(separator: "; ") + (scopes.count > 6 ? "; and \(scopes.count - 6) more" : "")
  }

  private static func text(_ entity: FineGrained.Scope.Entity) -> String {
    "the \(entity.type) \(entity.name ?? "(not named)")"
  }
}
