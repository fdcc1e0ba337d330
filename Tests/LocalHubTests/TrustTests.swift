import HubAPI
import LocalHub
import Testing

@Suite("tokens of one repository on the embedded hub")
struct TrustTests {
  private static func hub(lifetime: Int = 3600) async throws -> TestHub {
    let id = try #require(RepositoryID("me/tiny"))
    return try await TestHub { configuration in
      configuration.accounts.append(
        LocalHubAccount(token: "hf_fine", userName: "me", role: .fineGrained, writable: [id])
      )
      configuration.trusted = [LocalHubTrust(repository: id, idToken: "job")]
      configuration.trustedTokenLifetime = lifetime
    }
  }

  private func exchange(_ hub: TestHub, _ change: [String: String?] = [:]) async throws -> Answer {
    var body: [String: String] = [
      "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
      "subject_token_type": "urn:ietf:params:oauth:token-type:id_token", "subject_token": "job", "resource": "me/tiny",
    ]
    for (name, value) in change { body[name] = value }
    return try await hub.call("POST", "/oauth/token", token: nil, json: body)
  }

  private struct Token: Decodable {
    var access_token: String
    var token_type: String
    var expires_in: Int
  }

  @Test("an ID token that is known is exchanged for a token of its repository, which writes there only")
  func exchanged() async throws {
    let hub = try await Self.hub()
    try await hub.create("tiny", visibility: "private")
    try await hub.create("other", visibility: "private")
    let answer = try await exchange(hub)
    #expect(answer.status == 200 && answer.header("Cache-Control") == "no-store")
    let token = try answer.json(Token.self)
    #expect(token.token_type == "bearer" && token.expires_in == 3600 && token.access_token.hasPrefix("hf_jwt_"))
    let line = [TestHub.file("a.txt", "a")]
    #expect(try await hub.commit("me/tiny", line, token: token.access_token).status == 200)
    #expect(try await hub.commit("me/other", line, token: token.access_token).status == 404)
    let write = "/api/models/me/tiny/auth-check/write"
    #expect(try await hub.call("GET", write, token: token.access_token).status == 200)
    let made = try await hub.call(
      "POST",
      "/api/repos/create",
      token: token.access_token,
      json: CreateRepositoryRequest(name: "new", organization: "me")
    )
    #expect(made.status == 403)
    let me = try await hub.call("GET", "/api/whoami-v2", token: token.access_token).json(WhoAmI.self)
    #expect(me.auth?.accessToken?.displayName == "trusted publisher")
    #expect(me.auth?.accessToken?.fineGrained?.scoped?.first?.entity.name == "me/tiny")
    await hub.server.stop()
  }

  @Test(
    "everything else is refused in the standard's words",
    arguments: [
      (["subject_token": "other"], "invalid_grant"), (["resource": "me/other"], "invalid_grant"),
      (["resource": nil], "invalid_request"), (["subject_token_type": "x"], "invalid_request"),
      (["grant_type": "refresh_token"], "unsupported_grant_type"),
    ] as [([String: String?], String)]
  )
  func refused(change: [String: String?], error: String) async throws {
    let hub = try await Self.hub()
    let answer = try await exchange(hub, change)
    #expect(answer.status == 400)
    #expect(answer.error == error)
    #expect(try await hub.call("POST", "/oauth/token", token: nil, Array("x".utf8)).status == 400)
    await hub.server.stop()
  }

  @Test("a fine-grained token writes to what it names, reads what its account reads, and creates nothing")
  func fineGrained() async throws {
    let hub = try await Self.hub()
    try await hub.create("tiny")
    try await hub.create("other", visibility: "private")
    let line = [TestHub.file("a.txt", "a")]
    #expect(try await hub.commit("me/tiny", line, token: "hf_fine").status == 200)
    #expect(try await hub.call("GET", "/api/models/me/other", token: "hf_fine").status == 200)
    let refused = try await hub.commit("me/other", line, token: "hf_fine")
    #expect(refused.status == 403)
    #expect(refused.error == "Forbidden: your token lacks the permission repo.write on me/other")
    #expect(
      try await hub.call("GET", "/api/models/me/other/auth-check/write", token: "hf_fine").status == 403
    )
    let move = ["fromRepo": "me/tiny", "toRepo": "me/moved", "type": "model"]
    #expect(try await hub.call("POST", "/api/repos/move", token: "hf_fine", json: move).status == 403)
    await hub.server.stop()
  }
}
