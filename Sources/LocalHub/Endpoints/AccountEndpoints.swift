import HubAPI

extension Hub {
  /// `GET /api/whoami-v2`.
  func whoAmI(_ account: LocalHubAccount?) throws -> Response {
    guard let account else { throw Refusal.anonymous }
    let organizations = account.namespaces.filter { $0 != "*" && $0 != account.userName }
    return .json(
      WhoAmI(
        type: "user",
        name: account.userName,
        orgs: organizations.map { .init(name: $0, roleInOrg: account.role.rawValue) },
        auth: .init(
          type: "access_token",
          accessToken: .init(displayName: "embedded hub", role: account.role.rawValue)
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
