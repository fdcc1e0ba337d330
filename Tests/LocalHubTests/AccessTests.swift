import Foundation
import HubAPI
import LocalHub
import Testing

@Suite("who may do what on the embedded hub")
struct AccessTests {
  @Test("whoami names the account, its role and its organizations")
  func whoAmI() async throws {
    let hub = try await TestHub()
    let me = try await hub.call("GET", "/api/whoami-v2").json(WhoAmI.self)
    #expect(me.name == "me" && me.type == "user")
    #expect(me.orgs == [.init(name: "acme", roleInOrg: "write")])
    #expect(me.auth?.accessToken?.role == "write")
    let reader = try await hub.call("GET", "/api/whoami-v2", token: "hf_reader").json(WhoAmI.self)
    #expect(reader.auth?.accessToken?.role == "read")
    #expect(try await hub.call("GET", "/api/whoami-v2", token: nil).status == 401)
    await hub.server.stop()
  }

  @Test("an unknown token is refused everywhere with the Hub's words")
  func unknownToken() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    for (method, path) in [
      ("GET", "/api/whoami-v2"), ("POST", "/api/repos/create"), ("GET", "/api/models/me/tiny"),
      ("GET", "/me/tiny/resolve/main/.gitattributes"), ("POST", "/api/models/me/tiny/commit/main"), ("GET", "/"),
    ] {
      let answer = try await hub.call(method, path, token: "hf_wrong")
      #expect(answer.status == 401, "\(method) \(path)")
      if path != "/" {
        #expect(answer.header("X-Error-Message") == "Invalid credentials in Authorization header")
        #expect(answer.error == "Invalid credentials in Authorization header")
      }
    }
    let malformed = try await hub.call("GET", "/api/whoami-v2", token: nil, headers: [("Authorization", "hf_me")])
    #expect(malformed.error == "Invalid credentials in Authorization header")
    await hub.server.stop()
  }

  @Test("writes need a token of the namespace with the write role")
  func writes() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let line = [TestHub.file("a.txt", "a")]
    #expect(try await hub.commit("me/tiny", line, token: nil).status == 401)
    let reader = try await hub.commit("me/tiny", line, token: "hf_reader")
    #expect(reader.status == 403)
    #expect(reader.error == "Forbidden: you must use a write token to upload to a repository.")
    let other = try await hub.commit("me/tiny", line, token: "hf_other")
    #expect(other.status == 403)
    #expect(other.error == "Forbidden: pass `create_pr=1` as a query parameter to create a Pull Request")
    #expect(try await hub.commit("me/tiny", line, token: "hf_root").status == 200)
    for token in ["hf_reader", "hf_other"] {
      #expect(try await hub.batch("me/tiny", [], token: token).status == 403)
      #expect(
        try await hub.call("DELETE", "/api/repos/delete", token: token, json: ["name": "tiny", "organization": "me"])
          .status == 403
      )
    }
    await hub.server.stop()
  }

  @Test("a repository is only made in a namespace of the token")
  func foreignNamespace() async throws {
    let hub = try await TestHub()
    func create(_ owner: String?, _ token: String?) async throws -> Answer {
      try await hub.call(
        "POST",
        "/api/repos/create",
        token: token,
        json: CreateRepositoryRequest(name: "m", organization: owner)
      )
    }
    #expect(try await create(nil, nil).status == 401)
    let refused = try await create("acme", "hf_other")
    #expect(refused.status == 403)
    #expect(refused.error == "You don't have the rights to create a model under the namespace \"acme\"")
    #expect(refused.header("X-Error-Message") == refused.error)
    #expect(try await create("me", "hf_reader").status == 403)
    #expect(try await create("acme", "hf_me").json(CreateRepositoryResponse.self).name == "acme/m")
    #expect(try await create("anyone", "hf_root").status == 200)
    await hub.server.stop()
  }

  @Test("a private repository does not exist for strangers")
  func privateRepository() async throws {
    let hub = try await TestHub()
    try await hub.create("secret", visibility: "private")
    let places = [
      "/api/models/me/secret", "/api/models/me/secret/tree/main", "/me/secret/resolve/main/.gitattributes",
      "/api/models/me/secret/auth-check", "/api/models/me/secret/refs", "/api/models/me/secret/commits/main",
    ]
    for path in places {
      let anonymous = try await hub.call("GET", path, token: nil)
      #expect(anonymous.status == 401, "\(path)")
      #expect(anonymous.header("X-Error-Code") == "RepoNotFound")
      let stranger = try await hub.call("GET", path, token: "hf_other")
      #expect(stranger.status == 404, "\(path)")
      #expect(stranger.header("X-Error-Code") == "RepoNotFound")
      #expect(stranger.error == "Repository not found")
      for token in ["hf_me", "hf_reader", "hf_root"] {
        #expect(try await hub.call("GET", path, token: token).status == 200, "\(path)")
      }
    }
    // The same answers as for what does not exist at all.
    let none = try await hub.call("GET", "/api/models/me/none", token: "hf_other")
    #expect(none.status == 404 && none.error == "Repository not found")
    #expect(try await hub.commit("me/secret", [], token: "hf_other").status == 404)
    #expect(try await hub.call("GET", "/api/models", token: nil).json([RepositoryInfo].self).isEmpty)
    #expect(try await hub.call("GET", "/api/models").json([RepositoryInfo].self).map(\.id) == ["me/secret"])
    await hub.server.stop()
  }

  @Test("auth-check tells readers and writers apart")
  func authCheck() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let path = "/api/models/me/tiny/auth-check"
    #expect(try await hub.call("GET", path, token: nil).status == 200)
    #expect(try await hub.call("GET", "\(path)/write", token: nil).status == 401)
    #expect(try await hub.call("GET", "\(path)/write", token: "hf_reader").status == 403)
    #expect(try await hub.call("GET", "\(path)/write").status == 200)
    await hub.server.stop()
  }

  @Test("a browser's name and password read, but never write")
  func basic() async throws {
    let hub = try await TestHub()
    try await hub.create("secret", visibility: "private")
    let basic = [("Authorization", "Basic " + Data("me:hf_me".utf8).base64EncodedString())]
    #expect(try await hub.call("GET", "/me/secret", token: nil, headers: basic).status == 200)
    let write = try await hub.call("POST", "/api/models/me/secret/commit/main", token: nil, headers: basic)
    #expect(write.status == 401)
    let wrong = [("Authorization", "Basic " + Data("me:none".utf8).base64EncodedString())]
    #expect(try await hub.call("GET", "/me/secret", token: nil, headers: wrong).status == 401)
    let asked = try await hub.call("GET", "/login", token: nil)
    #expect(asked.status == 401 && asked.header("WWW-Authenticate")?.hasPrefix("Basic ") == true)
    #expect(try await hub.call("GET", "/login", token: nil, headers: basic).header("Location") == "/")
    await hub.server.stop()
  }

  @Test("a foreign host name is refused, so that no page can reach the hub under its own name")
  func foreignHost() async throws {
    let hub = try await TestHub()
    let answer = try await hub.raw(
      Array("GET /api/models HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".utf8)
    )
    #expect(answer.status == 421)
    #expect(answer.error == "This hub answers to the names 127.0.0.1 and localhost only")
    await hub.server.stop()
  }
}
