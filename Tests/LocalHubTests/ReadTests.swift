import Files
import Foundation
import HubAPI
import LocalHub
import Testing

@Suite("reading from the embedded hub")
struct ReadTests {
  private func filledHub() async throws -> (TestHub, LFSBatchRequest.Object) {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let object = try await hub.upload("me/tiny", Array("0123456789".utf8))
    let answer = try await hub.commit(
      "me/tiny",
      [
        TestHub.file("README.md", "---\ntags:\n- model2vec\n- embeddings\n---\nText"),
        TestHub.file("sub/x y.txt", "text"),
        .lfsFile(path: "sub/w.bin", oid: object.oid, size: 10),
      ]
    )
    try #require(answer.status == 200)
    return (hub, object)
  }

  @Test("every answer has a request id and a length")
  func requestID() async throws {
    let hub = try await TestHub()
    for path in ["/", "/api/models", "/api/none", "/none/none", "/none/none/resolve/main/a"] {
      let answer = try await hub.call("GET", path, token: nil)
      #expect(answer.header("X-Request-Id")?.utf8.count == 32, "\(path)")
      #expect(answer.header("Content-Length") == "\(answer.body.count)")
    }
    await hub.server.stop()
  }

  @Test("a model names its head, its files and its tags")
  func model() async throws {
    let (hub, object) = try await filledHub()
    let info = try await hub.call("GET", "/api/models/me/tiny").json(RepositoryInfo.self)
    #expect(info.tags == ["model2vec", "embeddings"])
    #expect(info.siblings?.map(\.rfilename) == [".gitattributes", "README.md", "sub/w.bin", "sub/x y.txt"])
    let head = try #require(info.sha)
    #expect(try await hub.call("GET", "/api/models/me/tiny/revision/\(head)").json(RepositoryInfo.self) == info)
    let blobs = try await hub.call("GET", "/api/models/me/tiny?blobs=true").text
    #expect(blobs.contains(#""lfs":{"pointerSize":127,"sha256":"\#(object.oid)","size":10}"#))
    let list = try await hub.call("GET", "/api/models?search=TIN&author=me&limit=1").json([RepositoryInfo].self)
    #expect(list.map(\.id) == ["me/tiny"])
    #expect(try await hub.call("GET", "/api/models?search=none").json([RepositoryInfo].self).isEmpty)
    await hub.server.stop()
  }

  @Test("the tree lists files and folders with git's ids")
  func tree() async throws {
    let (hub, object) = try await filledHub()
    let top = try await hub.call("GET", "/api/models/me/tiny/tree/main").json([TreeEntry].self)
    #expect(top.map(\.path) == [".gitattributes", "README.md", "sub"])
    #expect(top.map(\.type) == ["file", "file", "directory"])
    let all = try await hub.call("GET", "/api/models/me/tiny/tree/main?recursive=true").json([TreeEntry].self)
    #expect(all.map(\.path) == [".gitattributes", "README.md", "sub", "sub/w.bin", "sub/x y.txt"])
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:\(object.oid)\nsize 10\n"
    #expect(all[3].oid == GitBlobID.of(Array(pointer.utf8)).hex)
    #expect(all[3].size == 10)
    #expect(all[3].lfs == .init(oid: object.oid, size: 10, pointerSize: pointer.utf8.count))
    #expect(all[4].oid == GitBlobID.of(Array("text".utf8)).hex && all[4].lfs == nil)
    let sub = try await hub.call("GET", "/api/models/me/tiny/tree/main/sub").json([TreeEntry].self)
    #expect(sub.map(\.path) == ["sub/w.bin", "sub/x y.txt"])
    for path in ["none", "sub/w.bin", "README.md"] {
      let missing = try await hub.call("GET", "/api/models/me/tiny/tree/main/\(path)")
      #expect(missing.status == 404 && missing.header("X-Error-Code") == "EntryNotFound", "\(path)")
    }
    let revision = try await hub.call("GET", "/api/models/me/tiny/tree/none")
    #expect(revision.status == 404 && revision.header("X-Error-Code") == "RevisionNotFound")
    await hub.server.stop()
  }

  @Test("a long tree comes in pages of a thousand that stay on one commit")
  func paging() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    _ = try await hub.commit("me/tiny", (0..<2100).map { TestHub.file("d \($0 % 3)/f\($0).txt", "") })
    var paths: [String] = []
    var next: String? = "/api/models/me/tiny/tree/main?recursive=true"
    var pages = 0
    while let path = next {
      let page = try await hub.call("GET", path)
      paths += try page.json([TreeEntry].self).map(\.path)
      if pages == 0 { _ = try await hub.commit("me/tiny", [.deletedFolder(path: "d 2")]) }
      pages += 1
      next = page.header("Link").flatMap { link in
        #expect(link.hasSuffix(">; rel=\"next\""))
        return link.dropFirst().split(separator: ">").first.map(String.init)
      }
    }
    #expect(pages == 3)
    #expect(paths.count == 2104 && Set(paths).count == 2104)
    await hub.server.stop()
  }

  @Test("paths-info answers for what exists, from a form or from JSON")
  func pathsInfo() async throws {
    let (hub, _) = try await filledHub()
    let path = "/api/models/me/tiny/paths-info/main"
    let form = try await hub.call("POST", path, Array("paths=README.md&paths=none&paths=sub%2Fx+y.txt&paths=sub".utf8))
    #expect(try form.json([TreeEntry].self).map(\.path) == ["README.md", "sub/x y.txt", "sub"])
    let json = try await hub.call("POST", path, token: nil, json: ["paths": ["sub/w.bin", "../x"]])
    #expect(try json.json([TreeEntry].self).map(\.path) == ["sub/w.bin"])
    let many = try await hub.call("POST", path, json: ["paths": (0...1000).map { "\($0)" }])
    #expect(many.status == 413 && many.error == "too many parameters")
    await hub.server.stop()
  }

  @Test("commits are listed from the newest, in pages")
  func commits() async throws {
    let (hub, _) = try await filledHub()
    let first = try await hub.call("GET", "/api/models/me/tiny/commits/main?limit=1")
    #expect(first.header("X-Total-Count") == "2")
    #expect(first.text.contains(#""title":"Change""#) && first.text.contains(#""authors":[{"user":"me"}]"#))
    let link = try #require(first.header("Link")?.dropFirst().split(separator: ">").first.map(String.init))
    let second = try await hub.call("GET", link)
    #expect(second.text.contains(#""title":"initial commit""#))
    #expect(second.header("Link") == nil)
    #expect(try await hub.call("GET", "/api/models/me/tiny/commits/main?p=99999999999&limit=1000").status == 200)
    #expect(try await hub.call("GET", "/api/models/me/tiny/commits/main?p=9223372036854775807").status == 400)
    await hub.server.stop()
  }

  // MARK: Files

  @Test("a regular file is answered at once, with its git id")
  func regular() async throws {
    let (hub, _) = try await filledHub()
    let path = "/me/tiny/resolve/main/sub/x%20y.txt"
    let get = try await hub.call("GET", path, token: nil)
    #expect(get.text == "text")
    #expect(get.header("ETag") == "\"\(GitBlobID.of(Array("text".utf8)).hex)\"")
    #expect(get.header("X-Repo-Commit") == (try await hub.head("me/tiny")))
    let head = try await hub.call("HEAD", path, token: nil)
    #expect(head.body.isEmpty && head.header("Content-Length") == "4" && head.header("ETag") == get.header("ETag"))
    let fresh = try await hub.call("GET", path, headers: [("If-None-Match", try #require(get.header("ETag")))])
    #expect(fresh.status == 304 && fresh.body.isEmpty)
    await hub.server.stop()
  }

  @Test("an LFS file leads to a signed address that works without a token")
  func lfs() async throws {
    let (hub, object) = try await filledHub()
    let head = try await hub.call("HEAD", "/me/tiny/resolve/main/sub/w.bin")
    #expect(head.status == 302)
    #expect(head.header("X-Linked-Etag") == "\"\(object.oid)\"")
    #expect(head.header("X-Linked-Size") == "10")
    #expect(head.header("X-Repo-Commit") == (try await hub.head("me/tiny")))
    let location = try #require(head.header("Location"))
    let content = try await hub.call("GET", location, token: nil)
    #expect(content.text == "0123456789")
    let facts = try await hub.call("HEAD", location, token: nil)
    #expect(facts.header("X-Repo-Commit") == nil, "storage knows objects, not repositories")
    #expect(facts.header("ETag") == "\"\(object.oid)\"" && facts.header("Content-Length") == "10")
    await hub.server.stop()
  }

  @Test(
    "ranges are answered as asked",
    arguments: [
      ("bytes=2-4", 206, "234", "bytes 2-4/10"), ("bytes=7-", 206, "789", "bytes 7-9/10"),
      ("bytes=-2", 206, "89", "bytes 8-9/10"), ("bytes=0-99", 206, "0123456789", "bytes 0-9/10"),
      ("bytes=-99", 206, "0123456789", "bytes 0-9/10"), ("bytes=4-2", 200, "0123456789", nil),
      ("bytes=1-2,4-5", 200, "0123456789", nil), ("lines=1-2", 200, "0123456789", nil),
      ("bytes=10-", 416, nil, "bytes */10"), ("bytes=-0", 416, nil, "bytes */10"),
      ("bytes=99999999999999999999-", 200, "0123456789", nil),
    ] as [(String, Int, String?, String?)]
  )
  func ranges(range: String, status: Int, text: String?, contentRange: String?) async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    _ = try await hub.commit("me/tiny", [TestHub.file("a.txt", "0123456789")])
    let answer = try await hub.call("GET", "/me/tiny/resolve/main/a.txt", headers: [("Range", range)])
    #expect(answer.status == status)
    #expect(answer.header("Content-Range") == contentRange)
    if let text { #expect(answer.text == text) }
    let changed = try await hub.call(
      "GET",
      "/me/tiny/resolve/main/a.txt",
      headers: [("Range", range), ("If-Range", "\"other\"")]
    )
    #expect(changed.status == 200 && changed.text == "0123456789")
    await hub.server.stop()
  }

  @Test("what does not exist is named by code")
  func missing() async throws {
    let (hub, _) = try await filledHub()
    for (path, code) in [
      ("/me/none/resolve/main/a", "RepoNotFound"), ("/me/tiny/resolve/none/a", "RevisionNotFound"),
      ("/me/tiny/resolve/main/none", "EntryNotFound"), ("/me/tiny/resolve/main/sub", "EntryNotFound"),
      ("/api/models/gpt2", "RepoNotFound"),
    ] {
      let answer = try await hub.call("GET", path)
      #expect(answer.status == 404 && answer.header("X-Error-Code") == code, "\(path)")
      #expect(answer.header("Content-Type") == "application/json; charset=utf-8")
    }
    #expect(try await hub.call("GET", "/me/tiny/resolve/main/none").header("X-Repo-Commit") != nil)
    let unknown = try await hub.call("GET", "/api/none")
    #expect(
      unknown.status == 404 && unknown.error == "Sorry, we can't find the page you are looking for: GET /api/none"
    )
    await hub.server.stop()
  }

  @Test("what people upload cannot run as a page of the hub")
  func hostileContent() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    _ = try await hub.commit(
      "me/tiny",
      [TestHub.file("x.html", "<script>alert(1)</script>"), TestHub.file("x.svg", "<svg/>")]
    )
    for path in ["x.html", "x.svg"] {
      let answer = try await hub.call("GET", "/me/tiny/resolve/main/\(path)")
      #expect(answer.header("Content-Security-Policy")?.contains("sandbox") == true)
      #expect(answer.header("X-Content-Type-Options") == "nosniff")
      #expect(answer.header("Content-Type")?.contains("html") == false)
    }
    await hub.server.stop()
  }

  // MARK: Hostile requests

  @Test(
    "paths that try to leave their place are refused",
    arguments: [
      "/me/tiny/resolve/main/%2e%2e/index.json", "/me/tiny/resolve/main/../../index.json",
      "/me/tiny/resolve/main/..%2f..%2findex.json", "/me/tiny/resolve/main/a%00b", "/me/tiny/resolve/main/a%0ab",
      "/me/tiny/resolve/..%2f..%2fkey/a", "/me/..%2ftiny/resolve/main/a", "/..%2f/tiny/resolve/main/a",
      "/api/models/..%2f..%2f/key", "/api/models/me/%2e%2e", "/api/models/me/tiny/tree/main/..%2f..",
      "/api/models/me/tiny/revision/..%2fkey", "/%2e%2e/%2e%2e/etc/passwd", "/me/tiny/blob/main/%2e%2e%2fkey",
      "/me/tiny/resolve/main/%", "/me/tiny/resolve/main/%zz", "/me/tiny/resolve/main/%ff", "/me//tiny", "//me/tiny",
      "/me/tiny/resolve/main/a?x=%00",
    ]
  )
  func traversal(path: String) async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let answer = try await hub.call("GET", path)
    #expect(answer.status == 400)
    #expect(answer.error == "Invalid path")
    await hub.server.stop()
  }

  @Test("names that are not names are not found")
  func oddNames() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    for path in ["/api/models/me/..%5c..", "/me/tiny/resolve/main/%5c..%5ckey", "/me/tiny/resolve/main/.git/config"] {
      #expect(try await hub.call("GET", path).status == 404, "\(path)")
    }
    #expect(
      try await hub.raw(Array("GET http://x/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)).status
        == 400
    )
    await hub.server.stop()
  }

  @Test("oversized and malformed heads are refused")
  func badHeads() async throws {
    let hub = try await TestHub()
    let long = String(repeating: "a", count: 20_000)
    #expect(try await hub.call("GET", "/\(long)").status == 400)
    #expect(try await hub.call("GET", "/", headers: [("X-Long", String(repeating: "a", count: 60_000))]).status >= 400)
    #expect(try await hub.raw(Array("nonsense\r\n\r\n".utf8)).status == 400)
    #expect(try await hub.call("GET", "/", token: nil).status == 200)
    await hub.server.stop()
  }

  @Test("slow clients do not hold up others")
  func slowClients() async throws {
    let (hub, _) = try await filledHub()
    let port = hub.server.port
    let slow = try await blocking {
      try (0..<20).map { _ in
        let connection = try RawConnection(port: port)
        connection.send(
          Array(
            "POST /api/models/me/tiny/commit/main HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer hf_me\r\nContent-Length: 100\r\n\r\n{"
              .utf8
          )
        )
        return connection
      }
    }
    #expect(try await hub.commit("me/tiny", [TestHub.file("a.txt", "a")]).status == 200)
    #expect(slow.count == 20)
    await hub.server.stop()
  }

  @Test("one connection serves several requests, also after a refusal with a body")
  func keepAlive() async throws {
    let (hub, _) = try await filledHub()
    let port = hub.server.port
    let bytes = try await blocking {
      let connection = try RawConnection(port: port)
      let refused = "POST /api/repos/create HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello"
      let last = "GET /api/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
      connection.send(Array((refused + last).utf8))
      return connection.receiveAll()
    }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasPrefix("HTTP/1.1 401 Unauthorized\r\n"))
    #expect(text.contains("HTTP/1.1 200 OK\r\n") && text.contains("me/tiny"))
    await hub.server.stop()
  }
}
