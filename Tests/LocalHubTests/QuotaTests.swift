import HubAPI
import LocalHub
import Testing

@Suite("quotas of the embedded hub")
struct QuotaTests {
  @Test("every answer of the hub says what is left of its window, errors too; storage has no quota")
  func headers() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    for (path, bucket, quota) in [
      ("/api/models/me/tiny", "api", 100_000), ("/me/tiny/resolve/main/.gitattributes", "resolvers", 500_000),
      ("/me/tiny", "pages", 10_000), ("/api/models/me/none", "api", 100_000), ("/me/none", "pages", 10_000),
    ] {
      let answer = try await hub.call("GET", path)
      let limit = try #require(answer.header("RateLimit"), "\(path)")
      let parts = try #require(limit.wholeMatch(of: #/"([a-z]+)";r=(\d+);t=(\d+)/#))
      #expect(parts.1 == bucket)
      #expect(Int(parts.2).map { $0 < quota && $0 > quota - 100 } == true, "\(limit)")
      #expect(Int(parts.3).map { (1...300).contains($0) } == true, "\(limit)")
      #expect(answer.header("RateLimit-Policy") == "\"fixed window\";\"\(bucket)\";q=\(quota);w=300")
    }
    let object = try await hub.uploadAction("me/tiny", Array("x".utf8))
    #expect(try await hub.call("PUT", object.href, token: nil, Array("x".utf8)).header("RateLimit") == nil)
    await hub.server.stop()
  }

  @Test("who has asked too often is refused with 429 until the next window, in this bucket, and nobody else is")
  func exceeded() async throws {
    let hub = try await TestHub { configuration in
      configuration.quotas.api = 3
      configuration.quotas.window = 86_400
    }
    try await hub.create("tiny")
    for left in [1, 0] {
      let answer = try await hub.call("GET", "/api/models/me/tiny")
      #expect(answer.status == 200)
      #expect(answer.header("RateLimit")?.contains("r=\(left);") == true)
    }
    for _ in 0..<2 {
      let refused = try await hub.call("GET", "/api/models/me/tiny")
      #expect(refused.status == 429)
      #expect(refused.header("RateLimit")?.hasPrefix("\"api\";r=0;t=") == true)
      #expect(refused.error == "Too many requests: 3 in 86400 seconds are allowed")
    }
    #expect(try await hub.commit("me/tiny", [TestHub.file("a.txt", "a")]).status == 429)
    #expect(try await hub.call("GET", "/api/models/me/tiny", token: "hf_other").status == 200)
    #expect(try await hub.call("GET", "/api/models/me/tiny", token: nil).status == 200)
    #expect(try await hub.call("GET", "/me/tiny").status == 200)
    #expect(try await hub.call("GET", "/me/tiny/resolve/main/.gitattributes").status == 200)
    await hub.server.stop()
  }
}
