import Files
import Foundation
import HubAPI
import LocalHub
import Testing

@Suite("renamed, squashed and gated repositories of the embedded hub")
struct MovingTests {
  private func move(_ hub: TestHub, _ from: String, _ to: String, token: String? = "hf_me") async throws -> Answer {
    try await hub.call(
      "POST",
      "/api/repos/move",
      token: token,
      json: ["fromRepo": from, "toRepo": to, "type": "model"]
    )
  }

  private func hub() async throws -> TestHub {
    let hub = try await TestHub()
    try await hub.create("tiny")
    _ = try await hub.commit("me/tiny", [TestHub.file("a b.txt", "A")])
    return hub
  }

  private func restart(_ hub: TestHub) async throws -> LocalHubServer {
    try await LocalHubServer.start(
      configuration: LocalHubConfiguration(folder: hub.store, port: hub.server.port, accounts: TestHub.accounts)
    )
  }

  @Test("the old name leads to the new one by 307, with path and query")
  func redirect() async throws {
    let hub = try await hub()
    #expect(try await move(hub, "me/tiny", "acme/big").status == 200)
    for (path, target) in [
      ("/api/models/me/tiny", "/api/models/acme/big"),
      ("/api/models/Me/Tiny/tree/main?recursive=true", "/api/models/acme/big/tree/main?recursive=true"),
      ("/me/tiny/resolve/main/a%20b.txt", "/acme/big/resolve/main/a%20b.txt"), ("/me/tiny", "/acme/big"),
    ] {
      let answer = try await hub.call("GET", path)
      #expect(answer.status == 307)
      #expect(answer.header("Location") == target)
    }
    let post = try await hub.call("POST", "/me/tiny.git/info/lfs/objects/batch", Array("{}".utf8))
    #expect(post.status == 307)
    #expect(post.header("Location") == "/acme/big.git/info/lfs/objects/batch")
    #expect(try await hub.call("GET", "/acme/big/resolve/main/a%20b.txt").text == "A")
    let again = try await move(hub, "acme/big", "me/tiny")
    #expect(again.status == 200)
    #expect(try await hub.call("GET", "/api/models/acme/big").header("Location") == "/api/models/me/tiny")
    #expect(try await hub.call("GET", "/api/models/me/tiny").status == 200)
    await hub.server.stop()
  }

  @Test("where a private repository went is not told to strangers")
  func privateRedirect() async throws {
    let hub = try await TestHub()
    try await hub.create("secret", visibility: "private")
    #expect(try await move(hub, "me/secret", "me/hidden").status == 200)
    #expect(try await hub.call("GET", "/api/models/me/secret", token: "hf_other").status == 404)
    #expect(try await hub.call("GET", "/api/models/me/secret", token: nil).status == 401)
    await hub.server.stop()
  }

  @Test("moves that cannot be are refused, and change nothing")
  func refused() async throws {
    let hub = try await hub()
    try await hub.create("second")
    for (from, to, token, status) in [
      ("me/tiny", "me/second", "hf_me", 409), ("me/tiny", "other/tiny", "hf_me", 403),
      ("me/tiny", "me/a/b", "hf_me", 400), ("me/tiny", "me/..", "hf_me", 400), ("me/tiny", "api/x", "hf_root", 400),
      ("tiny", "me/x", "hf_me", 400), ("me/none", "me/x", "hf_me", 404), ("me/tiny", "me/x", "hf_reader", 403),
      ("me/tiny", "other/x", "hf_other", 403),
    ] {
      #expect(try await move(hub, from, to, token: token).status == status, "\(from) \(to)")
    }
    #expect(try await move(hub, "me/tiny", "me/x", token: nil).status == 401)
    #expect(try await move(hub, "me/tiny", "me/tiny").status == 200, "moving to the same name is no change")
    #expect(try await hub.call("GET", "/api/models/me/tiny").status == 200)
    await hub.server.stop()
  }

  @Test("another spelling of the name is a move too")
  func spelling() async throws {
    let hub = try await hub()
    #expect(try await move(hub, "me/tiny", "me/Tiny").status == 200)
    #expect(try await hub.call("GET", "/api/models/me/tiny").json(RepositoryInfo.self).id == "me/Tiny")
    await hub.server.stop()
    let again = try await restart(hub)
    #expect(try await hub.call("GET", "/me/tiny/resolve/main/a%20b.txt").text == "A")
    await again.stop()
  }

  @Test("a hub that was killed before the folder was renamed has not moved the repository")
  func killedBefore() async throws {
    let hub = try await hub()
    await hub.server.stop()
    try mark(hub, "me/tiny", movingTo: "acme/big")
    let again = try await restart(hub)
    #expect(try await hub.call("GET", "/me/tiny/resolve/main/a%20b.txt").text == "A")
    #expect(try await hub.call("GET", "/api/models/acme/big").status == 404)
    #expect(try await move(hub, "me/tiny", "acme/other").status == 200, "and can be moved again")
    await again.stop()
  }

  @Test("a hub that was killed after the folder was renamed has moved the repository")
  func killedAfter() async throws {
    let hub = try await hub()
    await hub.server.stop()
    try mark(hub, "me/tiny", movingTo: "acme/big")
    try LocalFiles.makeFolder("\(hub.store)/repositories/acme")
    try FileManager.default.moveItem(
      atPath: "\(hub.store)/repositories/me/tiny",
      toPath: "\(hub.store)/repositories/acme/big"
    )
    for _ in 1...2 {
      let again = try await restart(hub)
      #expect(try await hub.call("GET", "/acme/big/resolve/main/a%20b.txt").text == "A")
      #expect(try await hub.call("GET", "/api/models/me/tiny").header("Location") == "/api/models/acme/big")
      await again.stop()
    }
  }

  /// Writes into an index what a move writes first.
  private func mark(_ hub: TestHub, _ id: String, movingTo: String) throws {
    let path = "\(hub.store)/repositories/\(id)/index.json"
    var index = try #require(
      try JSONSerialization.jsonObject(with: Data(try LocalFiles.read(path))) as? [String: Any]
    )
    index["movingTo"] = movingTo
    try LocalFiles.writeAtomically([UInt8](try JSONSerialization.data(withJSONObject: index)), to: path)
  }

  @Test("a squashed branch has one commit with the same tree; other branches keep theirs")
  func squash() async throws {
    let hub = try await hub()
    _ = try await hub.call("POST", "/api/models/me/tiny/branch/dev")
    let before = try await hub.call("GET", "/api/models/me/tiny/tree/main").text
    let answer = try await hub.call("POST", "/api/models/me/tiny/super-squash/main", json: ["message": "One"])
    #expect(answer.status == 200)
    #expect(try await hub.call("GET", "/api/models/me/tiny/tree/main").text == before)
    #expect(try await hub.call("GET", "/api/models/me/tiny/commits/main").header("X-Total-Count") == "1")
    #expect(try await hub.call("GET", "/api/models/me/tiny/commits/dev").header("X-Total-Count") == "2")
    let other = try await hub.call(
      "POST",
      "/api/models/me/tiny/super-squash/main",
      token: "hf_other",
      json: ["message": ""]
    )
    #expect(other.status == 403)
    await hub.server.stop()
  }

  @Test("a gate closes files, pages of files and LFS objects to those outside, and nothing else")
  func gate() async throws {
    let hub = try await hub()
    let object = try await hub.upload("me/tiny", [1, 2, 3])
    _ = try await hub.commit("me/tiny", [.lfsFile(path: "w.bin", oid: object.oid, size: 3)])
    let settings = "/api/models/me/tiny/settings"
    #expect(try await hub.call("PUT", settings, token: "hf_other", json: ["gated": "auto"]).status == 403)
    #expect(try await hub.call("PUT", settings, json: ["gated": "sometimes"]).status == 400)
    #expect(try await hub.call("PUT", settings, json: ["visibility": "secret"]).status == 400)
    #expect(try await hub.call("PUT", settings, json: ["gated": "manual"]).status == 200)
    for path in ["/me/tiny/resolve/main/w.bin", "/me/tiny/resolve/main/a%20b.txt", "/api/models/me/tiny/auth-check"] {
      let outside = try await hub.call("GET", path, token: "hf_other")
      #expect(outside.status == 403 && outside.header("X-Error-Code") == "GatedRepo", "\(path)")
      let anonymous = try await hub.call("GET", path, token: nil)
      #expect(anonymous.status == 401 && anonymous.header("X-Error-Code") == "GatedRepo", "\(path)")
      #expect([200, 302].contains(try await hub.call("GET", path).status))
    }
    #expect(try await hub.call("GET", "/me/tiny/blob/main/a%20b.txt", token: "hf_other").status == 403)
    let wish = #"{"operation":"download","objects":[{"oid":"\#(object.oid)","size":3}]}"#
    let batch = try await hub.call(
      "POST",
      "/me/tiny.git/info/lfs/objects/batch",
      token: "hf_other",
      Array(wish.utf8)
    )
    #expect(batch.status == 403)
    #expect(try await hub.call("GET", "/api/models/me/tiny", token: "hf_other").text.contains("\"gated\":\"manual\""))
    #expect(try await hub.call("GET", "/api/models/me/tiny/tree/main", token: nil).status == 200)
    await hub.server.stop()
  }

  @Test("who sees a repository is changed by the word of today and by the flag of older clients")
  func visibility() async throws {
    let hub = try await hub()
    let (settings, repository) = ("/api/models/me/tiny/settings", "/api/models/me/tiny")
    #expect(try await hub.call("PUT", settings, json: ["private": true]).status == 200)
    #expect(try await hub.call("GET", repository, token: nil).status == 401)
    #expect(try await hub.call("PUT", settings, json: ["visibility": "public"]).status == 200)
    #expect(try await hub.call("GET", repository, token: nil).status == 200)
    await hub.server.stop()
  }
}
