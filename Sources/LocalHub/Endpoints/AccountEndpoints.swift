import HubAPI

extension Hub {
  /// `GET /api/whoami-v2`.
  func whoAmI(_ account: LocalHubAccount?) throws -> Response {
    guard let account else { throw Refusal.anonymous }
    let organizations = account.namespaces.filter { $0 != "*" && $0 != account.userName }
    let scopes = account.writable.map { id in
      FineGrained.Scope(
        entity: .init(type: "model", name: id.description),
        permissions: ["repo.content.read", "repo.write"]
      )
    }
    return .json(
      WhoAmI(
        type: "user",
        name: account.userName,
        orgs: organizations.map { .init(name: $0, roleInOrg: account.role == .read ? "read" : "write") },
        auth: .init(
          type: "access_token",
          accessToken: .init(
            displayName: account.isPublisher ? "trusted publisher" : "embedded hub",
            role: account.role.rawValue,
            fineGrained: account.role == .fineGrained ? FineGrained(global: [], scoped: scopes) : nil
          )
        )
      )
    )
  }

  /// `GET …/auth-check[/write]`.
  func authCheck(_ owner: String, _ name: String, write: Bool, _ account: LocalHubAccount?) async throws -> Response {
    let index = write ? try await writable(owner, name, account).0 : try await readable(owner, name, account)
    try checkGate(index, account)
    return .text("OK")
  }
}
