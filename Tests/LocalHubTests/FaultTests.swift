import Files
import Foundation
import HubAPI
import LocalHub
import Synchronization
import Testing

/// What a hub said about its faults.
final class FaultLog: Sendable {
  private let records = Mutex<[LocalHubFaultRecord]>([])
  private let (stream, continuation) = AsyncStream<Void>.makeStream()

  func add(_ record: LocalHubFaultRecord) {
    records.withLock { $0.append(record) }
    continuation.yield()
  }

  var all: [LocalHubFaultRecord] { records.withLock { $0 } }

  /// Waits until a fault was played.
  func next() async { for await _ in stream { return } }
}

@Suite("a hub plays faults")
struct FaultTests {
  /// A hub with the repository me/tiny, made before the faults begin to count.
  private func hub(_ rules: [FaultRule], log: FaultLog = FaultLog()) async throws -> TestHub {
    let hub = try await TestHub {
      $0.faults = FaultScript(rules)
      $0.faultLog = { log.add($0) }
    }
    try await hub.create("tiny")
    return hub
  }

  private func commitRule(_ fault: Fault) -> FaultRule {
    FaultRule(method: "POST", path: "*/commit/*", times: 1, fault: fault)
  }

  /// The answer's bytes to a commit; empty when there was none.
  private func rawCommit(_ hub: TestHub, content: String = "A") async throws -> [UInt8] {
    let header = CommitLine.header(summary: "Change", description: "", parentCommit: nil)
    let body = try TestHub.lines([header, TestHub.file("a.txt", content)])
    return try await hub.exchange("POST", "/api/models/me/tiny/commit/main", Array(body.utf8))
  }

  private func files(_ hub: TestHub, revision: String = "main") async throws -> [String] {
    try await hub.call("GET", "/api/models/me/tiny/tree/\(revision)").json([TreeEntry].self).map(\.path)
  }

  @Test("a status is answered with its headers and its text, and nothing is applied")
  func status() async throws {
    let content = Fault.Content(type: "application/xml", bytes: Array("<Error/>".utf8))
    let log = FaultLog()
    let hub = try await hub(
      [commitRule(.status(503, headers: [.init(name: "X-Own", value: "1")], content: content))],
      log: log
    )
    let answer = try await hub.commit("me/tiny", [TestHub.file("a.txt", "A")])
    #expect(answer.status == 503)
    #expect(answer.header("X-Own") == "1")
    #expect(answer.header("Content-Type") == "application/xml")
    #expect(answer.text == "<Error/>")
    #expect(try await files(hub) == [".gitattributes"])
    #expect(
      log.all.map(\.description)
        == ["status (rule 1): POST /api/models/me/tiny/commit/main: answered 503, not applied"]
    )
    #expect(try await hub.commit("me/tiny", [TestHub.file("a.txt", "A")]).status == 200, "only once")
    await hub.server.stop()
  }

  @Test("a status without content is an error in the Hub's form, and XML from storage")
  func plainStatus() async throws {
    let hub = try await hub([
      commitRule(.status(500)), FaultRule(method: "PUT", path: "/.storage/*", times: 1, fault: .status(403)),
    ])
    #expect(try await hub.commit("me/tiny", []).error == "Internal Server Error (fault script)")
    let address = try await hub.uploadAction("me/tiny", [1, 2, 3]).href
    let answer = try await hub.call("PUT", address, token: nil, [1, 2, 3])
    #expect(answer.status == 403)
    #expect(answer.text.contains("<Code>FaultScript</Code>"))
    await hub.server.stop()
  }

  @Test("a page is answered where JSON is expected", arguments: [200, 502])
  func html(status: Int) async throws {
    let hub = try await hub([commitRule(.html(status: status, title: "Sign <in>"))])
    let answer = try await hub.commit("me/tiny", [TestHub.file("a.txt", "A")])
    #expect(answer.status == status)
    #expect(answer.header("Content-Type") == "text/html; charset=utf-8")
    #expect(answer.text.contains("<title>Sign &lt;in&gt;</title>"))
    #expect(try await files(hub) == [".gitattributes"])
    await hub.server.stop()
  }

  @Test("too many requests says when to come back in three forms", arguments: Fault.RateLimitForm.allCases)
  func rateLimit(form: Fault.RateLimitForm) async throws {
    let hub = try await hub([commitRule(.rateLimit(form, seconds: 7))])
    let answer = try await hub.commit("me/tiny", [TestHub.file("a.txt", "A")])
    #expect(answer.status == 429)
    #expect(answer.error == "You have exceeded the rate limit. Try again in 7 s.")
    switch form {
    case .seconds:
      #expect(answer.header("Retry-After") == "7")
      #expect(answer.header("RateLimit") == nil)
    case .date:
      let parser = DateFormatter()
      parser.locale = Locale(identifier: "en_US_POSIX")
      parser.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
      let back = try #require(answer.header("Retry-After").flatMap { parser.date(from: $0) })
      let date = try #require(answer.header("Date").flatMap { parser.date(from: $0) })
      #expect((6...8).contains(back.timeIntervalSince(date)))
    case .header:
      #expect(answer.header("RateLimit") == "\"api\";r=0;t=7")
      #expect(answer.header("RateLimit-Policy") == "\"fixed window\";\"api\";q=1000;w=300")
      #expect(answer.header("Retry-After") == nil)
    }
    await hub.server.stop()
  }

  @Test("a late answer is the right one")
  func delay() async throws {
    let hub = try await hub([commitRule(.delay(seconds: 0.05))])
    let start = ContinuousClock.now
    #expect(try await hub.commit("me/tiny", [TestHub.file("a.txt", "A")]).status == 200)
    #expect(start.duration(to: .now) >= .milliseconds(50))
    await hub.server.stop()
  }

  @Test(
    "a silent hub sends nothing while the connection stays open, applied or not",
    .timeLimit(.minutes(5)),
    arguments: [(Fault.stall, false), (.stallAfterApply, true), (.stallRequest(bytes: 10), false)]
  )
  func stall(fault: Fault, isApplied: Bool) async throws {
    let log = FaultLog()
    let hub = try await hub([commitRule(fault)], log: log)
    async let received = rawCommit(hub)
    await log.next()
    // The hub has other things to do meanwhile; it may take a moment until a commit is applied.
    var seen = try await files(hub)
    while isApplied, !seen.contains("a.txt") { seen = try await files(hub) }
    await hub.server.stop()
    #expect(try await received.isEmpty)
    #expect(seen.contains("a.txt") == isApplied)
  }

  @Test("a stalled request ends when the client leaves", .timeLimit(.minutes(5)))
  func stallEnds() async throws {
    let hub = try await hub([FaultRule(path: "/api/whoami-v2", fault: .stall)])
    let port = hub.server.port
    let received = try await blocking {
      let connection = try RawConnection(port: port)
      connection.send(Array("GET /api/whoami-v2 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8))
      connection.finishSending()
      return connection.receiveAll()
    }
    #expect(received.isEmpty)
    await hub.server.stop()
  }

  @Test("an answer that stops in the middle has begun", .timeLimit(.minutes(5)))
  func stallResponse() async throws {
    let hub = try await hub([FaultRule(path: "/api/models/me/tiny", times: 1, fault: .stallResponse(bytes: 5))])
    let port = hub.server.port
    let received = try await blocking {
      let connection = try RawConnection(port: port)
      connection.send(Array("GET /api/models/me/tiny HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8))
      var all: [UInt8] = []
      while all.firstRange(of: Array("\r\n\r\n".utf8)).map({ all.count < $0.upperBound + 5 }) ?? true {
        all += connection.receiveSome()
      }
      connection.finishSending()
      return all + connection.receiveAll()
    }
    let answer = try TestHub.parse(received)
    #expect(answer.body.count == 5)
    #expect((answer.header("Content-Length").flatMap { Int($0) } ?? 0) > 5)
    await hub.server.stop()
  }

  @Test("a connection that is cut inside the request applies nothing", arguments: [0, 10, 1_000_000])
  func cutRequest(bytes: Int) async throws {
    let hub = try await hub([commitRule(.cutRequest(bytes: bytes))])
    #expect(try await rawCommit(hub).isEmpty)
    #expect(try await files(hub) == [".gitattributes"])
    #expect(try hub.leftovers().isEmpty)
    await hub.server.stop()
  }

  @Test("a cut upload to storage keeps no object, and the next one works")
  func cutUpload() async throws {
    let hub = try await hub([FaultRule(method: "PUT", path: "/.storage/*", times: 1, fault: .cutRequest(bytes: 1000))])
    let content = [UInt8](repeating: 3, count: 5000)
    let address = try await hub.uploadAction("me/tiny", content).href
    #expect(try await hub.exchange("PUT", address, token: nil, content).isEmpty)
    #expect(try await hub.batch("me/tiny", [TestHub.object(content)]).text.contains("\"upload\""))
    _ = try await hub.upload("me/tiny", content)
    #expect(try hub.leftovers().isEmpty)
    await hub.server.stop()
  }

  @Test("a request without content is cut before it is applied")
  func cutDeletion() async throws {
    let hub = try await hub([FaultRule(method: "DELETE", path: "*", times: 1, fault: .cutRequest(bytes: 0))])
    #expect(try await hub.call("POST", "/api/models/me/tiny/branch/dev").status == 200)
    #expect(try await hub.exchange("DELETE", "/api/models/me/tiny/branch/dev").isEmpty)
    #expect(try await files(hub, revision: "dev") == [".gitattributes"])
    await hub.server.stop()
  }

  @Test("an answer is cut after so many bytes of its content", arguments: [0, 7])
  func cutResponse(bytes: Int) async throws {
    let hub = try await hub([commitRule(.cutResponse(bytes: bytes))])
    let answer = try TestHub.parse(try await rawCommit(hub))
    #expect(answer.status == 200)
    #expect(answer.body.count == bytes)
    #expect((answer.header("Content-Length").flatMap { Int($0) } ?? 0) > 7)
    #expect(try await files(hub).contains("a.txt"))
    await hub.server.stop()
  }

  @Test("of a large answer that is cut, every byte before the cut arrives")
  func cutLarge() async throws {
    let hub = try await hub([FaultRule(method: "GET", path: "/.storage/*", fault: .cutResponse(bytes: 5_000_000))])
    let object = try await hub.upload("me/tiny", [UInt8](repeating: 5, count: 8_000_000))
    _ = try await hub.commit("me/tiny", [.lfsFile(path: "w.bin", oid: object.oid, size: nil)])
    let location = try #require(try await hub.call("HEAD", "/me/tiny/resolve/main/w.bin").header("Location"))
    for _ in 1...5 {
      let answer = try await hub.call("GET", location, token: nil)
      #expect(answer.header("Content-Length") == "8000000")
      #expect(answer.body.count == 5_000_000)
    }
    await hub.server.stop()
  }

  @Test("a lost answer leaves an applied commit")
  func dropAfterApply() async throws {
    let hub = try await hub([commitRule(.dropAfterApply)])
    #expect(try await rawCommit(hub).isEmpty)
    #expect(try await files(hub).contains("a.txt"))
    await hub.server.stop()
  }

  @Test("a slow answer arrives whole")
  func slow() async throws {
    let hub = try await hub([FaultRule(path: "*/resolve/*", fault: .slow(bytesPerSecond: 3))])
    _ = try await hub.commit("me/tiny", [TestHub.file("a.txt", "12345")])
    let start = ContinuousClock.now
    #expect(try await hub.call("GET", "/me/tiny/resolve/main/a.txt").text == "12345")
    #expect(start.duration(to: .now) >= .seconds(1))
    await hub.server.stop()
  }

  @Test("cut JSON is well-formed HTTP", arguments: [nil, 9])
  func truncatedJSON(bytes: Int?) async throws {
    let hub = try await hub([commitRule(.truncatedJSON(bytes: bytes))])
    let answer = try await hub.commit("me/tiny", [TestHub.file("a.txt", "A")])
    #expect(answer.status == 200)
    #expect(answer.header("Content-Length") == "\(answer.body.count)")
    #expect(bytes.map { answer.body.count == $0 } ?? (answer.body.count > 20))
    #expect(throws: (any Error).self) { try answer.json(CommitResponse.self) }
    #expect(try await files(hub).contains("a.txt"))
    await hub.server.stop()
  }

  @Test("a changed byte changes nothing else, also in a file")
  func corrupt() async throws {
    let hub = try await hub([FaultRule(path: "*/resolve/*", times: 1, fault: .corrupt(offset: 2))])
    _ = try await hub.commit("me/tiny", [TestHub.file("a.txt", "00000")])
    #expect(try await hub.call("GET", "/me/tiny/resolve/main/a.txt").text == "00100")
    #expect(try await hub.call("GET", "/me/tiny/resolve/main/a.txt").text == "00000")
    await hub.server.stop()
  }

  @Test("expired links are refused by storage, and the next ones work")
  func expiredLinks() async throws {
    let hub = try await hub([FaultRule(path: "*/objects/batch", times: 1, fault: .expiredLinks)])
    let address = try await hub.uploadAction("me/tiny", [1, 2, 3]).href
    let answer = try await hub.call("PUT", address, token: nil, [1, 2, 3])
    #expect(answer.status == 403)
    #expect(answer.text.contains("Request has expired"))
    _ = try await hub.upload("me/tiny", [1, 2, 3])
    await hub.server.stop()
  }

  @Test("somebody else commits just before, so that the expected parent is stale")
  func race() async throws {
    let log = FaultLog()
    let lines = [CommitLine.file(path: "b.txt", content: "B", encoding: "utf-8")]
    let hub = try await hub([commitRule(.race(lines))], log: log)
    let head = try await hub.head("me/tiny")
    #expect(try await hub.commit("me/tiny", [TestHub.file("a.txt", "A")], parent: head).status == 412)
    #expect(try await files(hub) == [".gitattributes", "b.txt"])
    #expect(try await hub.call("GET", "/api/models/me/tiny/commits/main").text.contains("\"user\":\"somebody-else\""))
    #expect(log.all.map(\.effect) == ["somebody else committed to main just before"])
    await hub.server.stop()
  }

  @Test("without an expected parent the racing commit and ours are both there, on the branch at hand")
  func raceOnBranch() async throws {
    let lines = [CommitLine.file(path: "b.txt", content: "B", encoding: "utf-8")]
    let hub = try await hub([commitRule(.race(lines))])
    #expect(try await hub.call("POST", "/api/models/me/tiny/branch/dev").status == 200)
    #expect(try await hub.commit("me/tiny", [TestHub.file("a.txt", "A")], branch: "dev").status == 200)
    #expect(try await files(hub, revision: "dev") == [".gitattributes", "a.txt", "b.txt"])
    #expect(try await files(hub) == [".gitattributes"])
    await hub.server.stop()
  }

  @Test("a race that cannot be is said, and the request goes on")
  func impossibleRace() async throws {
    let log = FaultLog()
    let hub = try await hub(
      [
        FaultRule(path: "/api/whoami-v2", fault: .race([.deletedFile(path: "x")])),
        commitRule(.race([.deletedFile(path: "none.txt")])),
      ],
      log: log
    )
    #expect(try await hub.call("GET", "/api/whoami-v2").status == 200)
    #expect(try await hub.commit("me/tiny", [TestHub.file("a.txt", "A")]).status == 200)
    #expect(
      log.all.map(\.effect) == [
        "nobody could commit: the request is about no repository", "nobody could commit: Entry not found: none.txt",
      ]
    )
    await hub.server.stop()
  }

  @Test("rules count what they match, and the first that hits is played")
  func counting() async throws {
    let hub = try await hub([
      FaultRule(method: "GET", path: "/api/whoami-v2", nth: 2, times: 2, fault: .status(500)),
      FaultRule(method: "GET", path: "/api/who*", nth: 3, fault: .status(501)),
      FaultRule(path: "*", afterSeconds: 3600, fault: .status(599)),
    ])
    var seen: [Int] = []
    for _ in 1...5 { seen.append(try await hub.call("GET", "/api/whoami-v2?x=1").status) }
    #expect(seen == [200, 500, 500, 501, 501])
    #expect(try await hub.call("POST", "/api/whoami-v2").status == 404)
    await hub.server.stop()
  }

  @Test("a line of the log names file and line, and never a signature")
  func logLine() async throws {
    let log = FaultLog()
    let place = try TemporaryFolder()
    try LocalFiles.writeAtomically(
      Array("# one\n- { on: PUT /.storage/*, then: status, code: 500 }\n".utf8),
      to: "\(place.path)/faults.yml"
    )
    let script = try FaultScript.read(file: "\(place.path)/faults.yml")
    let hub = try await hub(script.rules, log: log)
    let address = try await hub.uploadAction("me/tiny", [1]).href
    _ = try await hub.call("PUT", address, token: nil, [1])
    let line = try #require(log.all.first?.description)
    #expect(line.hasPrefix("status (\(place.path)/faults.yml:2): PUT /.storage/"))
    #expect(line.hasSuffix(": answered 500, not applied"))
    #expect(!line.contains("Signature"))
    await hub.server.stop()
  }
}
