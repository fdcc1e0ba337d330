import Files
import Foundation
import HubAPI
import LocalHub
import Testing

@Suite("uploads to the embedded hub")
struct UploadTests {
  private func preupload(
    _ hub: TestHub,
    _ files: [PreuploadRequest.File],
    gitIgnore: String? = nil
  ) async throws
    -> Answer
  {
    try await hub.call(
      "POST",
      "/api/models/me/tiny/preupload/main",
      json: PreuploadRequest(files: files, gitIgnore: gitIgnore)
    )
  }

  private func file(_ path: String, size: Int = 10, sample: [UInt8] = Array("text".utf8)) -> PreuploadRequest.File {
    .init(path: path, sample: Data(sample.prefix(size)).base64EncodedString(), size: size)
  }

  @Test("size, rules and content decide how a file travels")
  func modes() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let limit = 10 << 20
    let files = [
      file("a.txt"), file("a.safetensors"), file("deep/b.onnx"), file("empty.bin", size: 0),
      file("zero.dat", sample: [1, 0, 2]),
      file("edge.txt", size: limit), file("large.txt", size: limit + 1), file(".gitattributes"),
    ]
    let answer = try await preupload(hub, files).json(PreuploadResponse.self)
    #expect(answer.files.map(\.path) == files.map(\.path))
    #expect(answer.files.map(\.uploadMode) == [.regular, .lfs, .lfs, .regular, .lfs, .regular, .lfs, .regular])
    #expect(answer.commitOid == (try await hub.head("me/tiny")))
    #expect(answer.files[0].oid == nil)
    #expect(answer.files[7].oid?.utf8.count == 40)
    await hub.server.stop()
  }

  @Test("existing files are named by git id or SHA-256")
  func existing() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let object = try await hub.upload("me/tiny", Array("weights".utf8))
    _ = try await hub.commit(
      "me/tiny",
      [TestHub.file("a.txt", "A"), .lfsFile(path: "w.bin", oid: object.oid, size: object.size)]
    )
    let answer = try await preupload(hub, [file("a.txt"), file("w.bin")]).json(PreuploadResponse.self)
    #expect(answer.files[0].oid == GitBlobID.of(Array("A".utf8)).hex)
    #expect(answer.files[1].oid == object.oid)
    await hub.server.stop()
  }

  @Test("the ignore rules of the request, else of the repository, are honoured")
  func ignore() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    func ignored(_ rules: String?) async throws -> [Bool] {
      try await preupload(hub, [file("a.log"), file("sub/b.log"), file("build/c"), file("d.txt")], gitIgnore: rules)
        .json(PreuploadResponse.self).files.map { $0.shouldIgnore ?? false }
    }
    #expect(try await ignored(nil) == [false, false, false, false])
    #expect(try await ignored("*.log\nbuild/\n") == [true, true, true, false])
    _ = try await hub.commit("me/tiny", [TestHub.file(".gitignore", "d.*\n")])
    #expect(try await ignored(nil) == [false, false, false, true])
    #expect(try await ignored("") == [false, false, false, false])
    await hub.server.stop()
  }

  @Test("a question that no honest client asks is refused")
  func badPreupload() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let many = try await preupload(hub, (0...256).map { file("f\($0)") })
    #expect(many.status == 400 && many.error == "\"files\" must contain at most 256 items")
    #expect(try await preupload(hub, [file("../x")]).error == "Invalid path: ../x")
    #expect(try await preupload(hub, [.init(path: "a", sample: "", size: -1)]).status == 400)
    #expect(try await preupload(hub, [.init(path: "a", sample: "%%%", size: 4)]).status == 400)
    let revision = try await hub.call(
      "POST",
      "/api/models/me/tiny/preupload/none",
      json: PreuploadRequest(files: [])
    )
    #expect(revision.status == 404 && revision.header("X-Error-Code") == "RevisionNotFound")
    #expect(revision.error == "Invalid rev id: none")
    await hub.server.stop()
  }

  // MARK: Objects

  @Test("an object is uploaded by its signed address without a token, and asked for only once")
  func object() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let content = Array("weights".utf8)
    let action = try await hub.uploadAction("me/tiny", content)
    #expect(action.header == nil)
    let put = try await hub.call("PUT", action.href, token: nil, content)
    #expect(put.status == 200 && put.header("ETag") != nil)
    let again = try await hub.batch("me/tiny", [TestHub.object(content)]).json(LFSBatchResponse.self)
    #expect(again.transfer == "basic")
    #expect(again.objects.first?.actions == nil && again.objects.first?.error == nil)
    let path = "\(hub.store)/objects/\(TestHub.object(content).oid.prefix(2))/\(TestHub.object(content).oid)"
    #expect(try LocalFiles.read(path) == content)
    func verify(_ size: Int, _ oid: String) async throws -> Int {
      try await hub.call("POST", "/me/tiny.git/info/lfs/verify", json: LFSVerifyRequest(oid: oid, size: size)).status
    }
    #expect(try await verify(7, TestHub.object(content).oid) == 200)
    #expect(try await verify(8, TestHub.object(content).oid) == 400)
    #expect(try await verify(7, TestHub.object([1]).oid) == 404)
    await hub.server.stop()
  }

  @Test("knowing the hash of another repository's object gives no access to it")
  func foreignObject() async throws {
    let hub = try await TestHub()
    try await hub.create("secret", visibility: "private")
    let object = try await hub.upload("me/secret", Array("weights".utf8))
    _ = try await hub.call(
      "POST",
      "/api/repos/create",
      token: "hf_other",
      json: CreateRepositoryRequest(name: "m", organization: nil)
    )
    let batch = try await hub.batch("other/m", [object], token: "hf_other").json(LFSBatchResponse.self)
    #expect(batch.objects.first?.actions?["upload"] != nil)
    let commit = try await hub.commit(
      "other/m",
      [.lfsFile(path: "w.bin", oid: object.oid, size: object.size)],
      token: "hf_other"
    )
    #expect(commit.status == 400)
    await hub.server.stop()
  }

  @Test("bad objects are refused one by one")
  func badObjects() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let good = try await hub.upload("me/tiny", Array("weights".utf8))
    let answer = try await hub.batch(
      "me/tiny",
      [.init(oid: "../../etc", size: 4), .init(oid: good.oid, size: 4), .init(oid: good.oid, size: 0), good]
    ).json(LFSBatchResponse.self)
    #expect(answer.objects.map { $0.error?.code } == [422, 422, 422, nil])
    #expect(answer.objects[1].error?.message == "The object is stored with 7 bytes, not 4")
    let many = try await hub.batch("me/tiny", (1...257).map { .init(oid: good.oid, size: $0) })
    #expect(many.status == 400)
    await hub.server.stop()
  }

  @Test("content with the wrong hash, length or framing is refused and nothing is kept")
  func wrongContent() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let content = Array("weights".utf8)
    let href = try await hub.uploadAction("me/tiny", content).href
    let wrong = try await hub.call("PUT", href, token: nil, Array("heights".utf8))
    #expect(wrong.status == 400)
    #expect(wrong.text.contains("<Code>XAmzContentSHA256Mismatch</Code>"))
    #expect(try await hub.call("PUT", href, token: nil, Array("weight".utf8)).text.contains("Content-Length is 6"))
    let chunked = try await hub.call(
      "PUT",
      href,
      token: nil,
      headers: [("Transfer-Encoding", "chunked")],
      Array("7\r\nweights\r\n0\r\n\r\n".utf8)
    )
    #expect(chunked.status == 501 && chunked.text.contains("Transfer-Encoding"))
    #expect(try hub.leftovers().isEmpty)
    #expect(!LocalFiles.isFolder("\(hub.store)/objects"))
    let commit = try await hub.commit("me/tiny", [.lfsFile(path: "w.bin", oid: TestHub.object(content).oid, size: 7)])
    #expect(commit.status == 400)
    #expect(try await hub.call("PUT", href, token: nil, content).status == 200)
    await hub.server.stop()
  }

  @Test("an interrupted upload leaves nothing")
  func interrupted() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let content = [UInt8](repeating: 9, count: 1 << 20)
    let href = try await hub.uploadAction("me/tiny", content).href
    let path = href.dropFirst(hub.server.storageURL.count)
    let head = "PUT \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(content.count)\r\n\r\n"
    let port = hub.server.storagePort
    let store = hub.store
    try await blocking {
      let connection = try RawConnection(port: port)
      connection.send(Array(head.utf8) + content.dropLast(10))
      // Wait until the hub has begun to write, so that there is something to leave.
      while try LocalFiles.list("\(store)/incoming").isEmpty { sched_yield() }
    }
    await hub.server.stop()
    #expect(try hub.leftovers().isEmpty)
    #expect(!LocalFiles.isFolder("\(hub.store)/objects"))
  }

  @Test("an address that was changed in any way is refused")
  func forged() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let content = Array("weights".utf8)
    let href = try await hub.uploadAction("me/tiny", content).href
    let oid = TestHub.object(content).oid
    let other = TestHub.object([1]).oid
    for changed in [
      href.replacingOccurrences(of: oid, with: other), href.replacingOccurrences(of: "size=7", with: "size=8"),
      href.replacingOccurrences(of: "expires=", with: "expires=9"), href + "0", String(href.dropLast()),
      href.replacingOccurrences(of: "?", with: "?size=9&"), href + "&size=9",
      String(href.prefix { $0 != "?" }), String(href.prefix { $0 != "?" }) + "?X-Amz-Signature=",
    ] {
      let answer = try await hub.call("PUT", changed, token: nil, content)
      #expect(answer.status == 403, "\(changed)")
      #expect(answer.text.contains("<Code>SignatureDoesNotMatch</Code>"))
    }
    #expect(try await hub.call("GET", href, token: nil).status == 403, "an address to write does not read")
    #expect(try hub.leftovers().isEmpty)
    await hub.server.stop()
  }

  @Test("an expired address is refused as the Hub's storage does")
  func expired() async throws {
    let hub = try await TestHub { $0.signedAddressLifetime = 0 }
    try await hub.create("tiny")
    let href = try await hub.uploadAction("me/tiny", [1, 2]).href
    let answer = try await hub.call("PUT", href, token: nil, [1, 2])
    #expect(answer.status == 403)
    #expect(answer.header("Content-Type") == "application/xml")
    #expect(answer.text.contains("<Code>AccessDenied</Code><Message>Request has expired</Message>"))
    await hub.server.stop()
  }

  @Test("storage is another origin, which refuses a token beside the signature and knows nothing else")
  func secondOrigin() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let content = Array("weights".utf8)
    let action = try await hub.uploadAction("me/tiny", content)
    #expect(hub.server.storagePort != hub.server.port)
    #expect(action.href.hasPrefix("\(hub.server.storageURL)/.storage/"))
    let refused = try await hub.call("PUT", action.href, token: "hf_me", content)
    #expect(refused.status == 400)
    #expect(refused.text.contains("<Code>InvalidArgument</Code>"))
    #expect(refused.text.contains("Only one auth mechanism allowed"))
    #expect(!refused.text.contains("hf_me"))
    let elsewhere = try await hub.call("GET", "\(hub.server.storageURL)/api/models", token: nil)
    #expect(elsewhere.status == 404 && elsewhere.text.contains("<Code>NoSuchBucket</Code>"))
    let path = String(action.href.dropFirst(hub.server.storageURL.count))
    #expect(try await hub.call("PUT", path, content).status == 404, "the hub itself stores nothing")
    #expect(try await hub.call("PUT", action.href, token: nil, content).status == 200)
    await hub.server.stop()
  }

  @Test("storage takes another port when its last one is taken, and keeps that one")
  func storagePortTaken() async throws {
    let first = try await TestHub()
    await first.server.stop()
    let second = try await TestHub()
    try LocalFiles.writeAtomically(Array("\(second.server.storagePort)".utf8), to: "\(first.store)/storage-port")
    let again = try await LocalHubServer.start(configuration: LocalHubConfiguration(folder: first.store))
    #expect(again.storagePort != second.server.storagePort)
    #expect(try LocalFiles.readText("\(first.store)/storage-port") == "\(again.storagePort)")
    await again.stop()
    await second.server.stop()
  }

  @Test("a client that asks before sending is told to continue, or refused without sending")
  func expectContinue() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let content = Array("weights".utf8)
    let href = try await hub.uploadAction("me/tiny", content).href
    let port = hub.server.storagePort
    let prefix = hub.server.storageURL.count
    @Sendable func head(_ href: String) -> [UInt8] {
      Array(
        ("PUT \(href.dropFirst(prefix)) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 7\r\n"
          + "Expect: 100-continue\r\nConnection: close\r\n\r\n").utf8
      )
    }
    let refused = try await hub.raw(head(href + "0"), port: port)
    #expect(refused.status == 403 && refused.header("Connection") == "close")
    let (first, second) = try await blocking {
      let connection = try RawConnection(port: port)
      connection.send(head(href))
      let first = connection.receiveSome()
      connection.send(content)
      return (first, connection.receiveAll())
    }
    #expect(String(decoding: first, as: UTF8.self) == "HTTP/1.1 100 Continue\r\n\r\n")
    #expect(try TestHub.parse(second).status == 200)
    await hub.server.stop()
  }

  // MARK: Parts

  private let content = (0..<2500).map { UInt8(truncatingIfNeeded: $0 &* 31) }

  private func multipartHub() async throws -> TestHub {
    let hub = try await TestHub {
      $0.multipartThreshold = 2000
      $0.multipartPartSize = 1000
    }
    try await hub.create("tiny")
    return hub
  }

  private func parts(_ action: LFSBatchResponse.Action) -> [String] {
    (action.header ?? [:]).filter { $0.key != "chunk_size" }.sorted { $0.key < $1.key }.map(\.value)
  }

  private func put(_ hub: TestHub, _ action: LFSBatchResponse.Action) async throws -> [MultipartCompletion.Part] {
    var done: [MultipartCompletion.Part] = []
    for (index, href) in parts(action).enumerated() {
      let answer = try await hub.call("PUT", href, token: nil, Array(content[(index * 1000)...].prefix(1000)))
      #expect(answer.status == 200)
      done.append(.init(partNumber: index + 1, etag: try #require(answer.header("ETag"))))
    }
    return done
  }

  @Test("a large object travels in parts, which survive a restart")
  func multipart() async throws {
    let hub = try await multipartHub()
    let action = try await hub.uploadAction("me/tiny", content)
    #expect(action.header?["chunk_size"] == "1000")
    #expect(action.header?.keys.sorted() == ["00001", "00002", "00003", "chunk_size"])
    let done = try await put(hub, action)
    #expect(done.allSatisfy { $0.etag.hasPrefix("\"") && $0.etag.hasSuffix("\"") })
    await hub.server.stop()
    let port = hub.server.port
    let again = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(folder: hub.store, port: port, accounts: TestHub.accounts)
    )
    let completion = MultipartCompletion(oid: TestHub.object(content).oid, parts: done)
    for _ in 0..<2 {
      #expect(try await hub.call("POST", action.href, token: nil, json: completion).status == 200)
    }
    let object = TestHub.object(content)
    #expect(
      try await hub.commit("me/tiny", [.lfsFile(path: "w.bin", oid: object.oid, size: object.size)]).status == 200
    )
    #expect(try LocalFiles.list("\(hub.store)/multipart").isEmpty)
    await again.stop()
  }

  @Test("a completion with a missing, changed or misplaced part is refused")
  func badCompletion() async throws {
    let hub = try await multipartHub()
    let action = try await hub.uploadAction("me/tiny", content)
    let oid = TestHub.object(content).oid
    func complete(_ parts: [MultipartCompletion.Part], oid: String) async throws -> Answer {
      try await hub.call("POST", action.href, token: nil, json: MultipartCompletion(oid: oid, parts: parts))
    }
    let none = try await complete((1...3).map { .init(partNumber: $0, etag: "\"x\"") }, oid: oid)
    #expect(none.status == 400)
    #expect(none.text.contains("Part 1 is missing, or its ETag is not the one that was given"))
    var done = try await put(hub, action)
    #expect(try await complete(Array(done.dropLast()), oid: oid).text.contains("1 to 3 in ascending order"))
    #expect(try await complete(done.reversed(), oid: oid).status == 400)
    #expect(try await complete(done, oid: TestHub.object([1]).oid).status == 400)
    let short = try await hub.call("PUT", parts(action)[2], token: nil, [1])
    #expect(short.status == 400 && short.text.contains("Content-Length is 1, the address was signed for 500"))
    // Another content of the right length passes as a part and fails as a whole.
    let wrong = try await hub.call("PUT", parts(action)[1], token: nil, [UInt8](repeating: 0, count: 1000))
    done[1].etag = try #require(wrong.header("ETag"))
    let mismatch = try await complete(done, oid: oid)
    #expect(mismatch.status == 400 && mismatch.text.contains("SHA-256"))
    #expect(try LocalFiles.list("\(hub.store)/multipart").isEmpty)
    #expect(try await hub.commit("me/tiny", [.lfsFile(path: "w.bin", oid: oid, size: 2500)]).status == 400)
    await hub.server.stop()
  }
}
