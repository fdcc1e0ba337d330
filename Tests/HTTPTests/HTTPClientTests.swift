import Files
import Findings
import HTTP
import Synchronization
import TestKit
import Testing

@Suite("HTTPClient")
struct HTTPClientTests {
  @Test("requests one after another share a connection")
  func reuse() async throws {
    let server = try ScriptedServer { _ in .text("x") }
    let client = client()
    // libcurl lets go of a connection that lay idle for 118 s, which happens to a test among a thousand others.
    var pauses = 0
    for _ in 0..<10 {
      let start = ContinuousClock.now
      _ = try await client.send(.init(.get, WebURL(server, "/")))
      if ContinuousClock.now - start > .seconds(50) { pauses += 1 }
    }
    #expect(server.requests.count == 10)
    #expect(server.connectionCount <= 1 + pauses)
  }

  @Test("fifty requests at once all get their own answer over few connections")
  func many() async throws {
    let server = try ScriptedServer { request in .text(request.target) }
    let client = client()
    let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for number in 0..<50 {
        group.addTask { (number, try await client.send(.init(.get, WebURL(server, "/\(number)"))).text) }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(answers == Dictionary(uniqueKeysWithValues: (0..<50).map { ($0, "/\($0)") }))
    #expect(server.connectionCount <= 8)
  }

  @Test("a closed port is named")
  func closedPort() async throws {
    let closed = try ClosedPort()
    let url = try WebURL("http://127.0.0.1:\(closed.port)/x?token=q")
    let error = try await failure { try await client().send(.init(.get, url)) }
    #expect(error?.code == .cannotConnect)
    #expect(error?.problem == "cannot reach 127.0.0.1:\(closed.port)")
    #expect(error?.reason == "Connection refused")
    #expect(error?.exitStatus == .remoteUnavailable)
    #expect(error?.mayHaveTakenEffect == false)
  }

  @Test("silence is a stall after the seconds allowed, and the request may have taken effect")
  func stall() async throws {
    let server = try ScriptedServer { _ in .silence }
    let url = try WebURL(server, "/slow")
    let timeouts = HTTPTimeouts(stall: .seconds(1))
    let error = try await failure { try await client(timeouts: timeouts).send(.init(.post, url)) }
    #expect(error?.code == .timedOut)
    #expect(error?.problem == "POST \(server.url)/slow took too long")
    #expect(error?.reason == "not a byte moved for 1 s")
    #expect(error?.mayHaveTakenEffect == true)
  }

  @Test("a trickle is a stall as well")
  func trickle() async throws {
    let head = "HTTP/1.1 200 Scripted\r\nContent-Length: 1000000\r\n\r\n"
    let server = try ScriptedServer { _ in .trickle(Array(head.utf8)) }
    let url = try WebURL(server, "/slow")
    let timeouts = HTTPTimeouts(stall: .seconds(3))
    let error = try await failure { try await client(timeouts: timeouts).send(.init(.get, url)) }
    #expect(error?.code == .timedOut)
    #expect(error?.reason == "less than 1024 bytes a second moved for 3 s")
  }

  @Test("a total limit ends an exchange")
  func total() async throws {
    let server = try ScriptedServer { _ in .silence }
    let url = try WebURL(server, "/")
    let timeouts = HTTPTimeouts(total: .milliseconds(150))
    let error = try await failure { try await client(timeouts: timeouts).send(.init(.get, url)) }
    #expect(error?.code == .timedOut)
    #expect(error?.reason == "it was not done after 0.15 s")
  }

  @Test("an unknown name is told as such")
  func name() async throws {
    // A label over 63 characters fails in the resolver itself: nothing is asked of the network.
    let host = String(repeating: "a", count: 64)
    let url = try WebURL("http://\(host)/")
    var configuration = HTTPConfiguration(userAgent: "hfpub-tests/1.0")
    configuration.retry = .never
    configuration.usesProxy = false
    let error = try await failure { try await HTTPClient(configuration: configuration).send(.init(.get, url)) }
    #expect(error?.code == .nameResolution)
    #expect(error?.reason == "the name \(host) has no address")
  }

  @Test("what does not speak HTTP is told as such", arguments: ["SSH-2.0-server\r\n", "\0\u{1}\u{2}garbage", "{}"])
  func garbage(_ bytes: String) async throws {
    let server = try ScriptedServer { _ in .raw(Array(bytes.utf8)) }
    let url = try WebURL(server, "/")
    let error = try await failure { try await client().send(.init(.get, url)) }
    #expect(error?.code == .brokenTransfer)
    #expect(error?.reason.hasPrefix("what came back is not HTTP") == true)
  }

  @Test("TLS to a server without it is a TLS error")
  func tls() async throws {
    let server = try ScriptedServer { _ in .raw(Array("HTTP/1.1 400 Bad\r\n\r\n".utf8)) }
    let url = try WebURL("https://127.0.0.1:\(server.port)/")
    let refuse = Task {
      try await failure { try await client(timeouts: .init(connect: .seconds(2))).send(.init(.get, url)) }
    }
    let error = try await refuse.value
    #expect(error?.code == .tls || error?.code == .timedOut)
    #expect(error?.exitStatus == .remoteUnavailable)
  }

  @Test("a connection lost before the answer is told, and that the request may have taken effect")
  func hangUp() async throws {
    let server = try ScriptedServer { _ in .hangUp }
    let url = try WebURL(server, "/")
    let error = try await failure { try await client().send(.init(.post, url, body: .bytes([1]))) }
    #expect(error?.code == .brokenTransfer)
    #expect(error?.reason.hasPrefix("the connection broke: ") == true)
    #expect(error?.mayHaveTakenEffect == true)
  }

  @Test("an answer over the limit is stopped; at the limit it is taken")
  func limit() async throws {
    let server = try ScriptedServer { _ in .text(String(repeating: "x", count: 1000)) }
    var request = try HTTPRequest(.get, WebURL(server, "/"))
    request.maximumResponseBytes = 1000
    #expect(try await client().send(request).body.count == 1000)
    request.maximumResponseBytes = 999
    let tooSmall = request
    let error = try await failure { try await client().send(tooSmall) }
    #expect(error?.code == .responseTooLarge)
    #expect(error?.reason == "it is larger than the 999 bytes expected of such an answer")
  }

  @Test("a header without end is stopped")
  func endlessHeader() async throws {
    let line = "X-Pad: \(String(repeating: "x", count: 60_000))\r\n"
    let server = try ScriptedServer { _ in
      .raw(Array("HTTP/1.1 200 OK\r\n\(String(repeating: line, count: 6))\r\n".utf8))
    }
    let url = try WebURL(server, "/")
    let error = try await failure { try await client().send(.init(.get, url)) }
    #expect(error?.code == .responseTooLarge)
  }

  @Test("trailers cannot pretend to be headers, interim answers neither")
  func trailers() async throws {
    let server = try ScriptedServer { _ in
      .raw(
        Array(
          """
          HTTP/1.1 103 Early\r\nX-Repo-Commit: early\r\n\r\n\
          HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Repo-Commit\r\n\r\n\
          2\r\nok\r\n0\r\nX-Repo-Commit: late\r\n\r\n
          """.utf8
        )
      )
    }
    let response = try await client().send(.init(.get, WebURL(server, "/")))
    #expect(response.text == "ok")
    #expect(response.headers["X-Repo-Commit"] == nil)
  }

  @Test("a cancelled task ends its request at once")
  func cancellation() async throws {
    let arrived = AsyncStream<Void>.makeStream()
    let server = try ScriptedServer { _ in
      arrived.continuation.yield()
      return .silence
    }
    let client = client()
    let url = try WebURL(server, "/")
    let task = Task { try await failure { try await client.send(.init(.get, url)) } }
    for await _ in arrived.stream { break }
    task.cancel()
    let error = try await task.value
    #expect(error?.code == .cancelled)
    #expect(error?.exitStatus == .interrupted)
    // The client is as good as new.
    let other = try ScriptedServer { _ in .text("x") }
    #expect(try await client.send(.init(.get, WebURL(other, "/"))).text == "x")
  }

  @Test("a task cancelled beforehand sends nothing")
  func cancelledBefore() async throws {
    let server = try ScriptedServer { _ in .text("x") }
    let url = try WebURL(server, "/")
    let gate = AsyncStream<Void>.makeStream()
    let task = Task {
      for await _ in gate.stream { break }
      return try await failure { try await client().send(.init(.get, url)) }
    }
    task.cancel()
    gate.continuation.finish()
    #expect(try await task.value?.code == .cancelled)
    #expect(server.requests.isEmpty)
  }

  @Test("shutting down ends requests under way and refuses later ones")
  func shutdown() async throws {
    let arrived = AsyncStream<Void>.makeStream()
    let server = try ScriptedServer { _ in
      arrived.continuation.yield()
      return .silence
    }
    let client = client()
    let url = try WebURL(server, "/")
    let task = Task { try await failure { try await client.send(.init(.get, url)) } }
    for await _ in arrived.stream { break }
    await client.shutdown()
    #expect(try await task.value?.code == .cancelled)
    #expect(try await failure { try await client.send(.init(.get, url)) }?.code == .cancelled)
    await client.shutdown()
    // One that never started.
    await HTTPClient(configuration: HTTPConfiguration(userAgent: "x")).shutdown()
  }

  @Test("a compressed answer is asked for only when wanted")
  func compression() async throws {
    let server = try ScriptedServer { _ in .text("x") }
    var request = try HTTPRequest(.get, WebURL(server, "/"))
    _ = try await client().send(request)
    request.acceptsCompression = true
    _ = try await client().send(request)
    #expect(server.requests[0].header("Accept-Encoding") == nil)
    #expect(server.requests[1].header("Accept-Encoding")?.contains("gzip") == true)
  }

  @Test("every error code has a stable name of its own")
  func codes() {
    let names = HTTPError.Code.allCases.map {
      HTTPError($0, problem: "p", reason: "r", remedy: "R.").codeName
    }
    #expect(Set(names).count == names.count)
    #expect(names.contains("http.cannot-connect"))
  }
}
