import HTTP
import Synchronization
import TestKit
import Testing

@Suite("Retries")
struct RetryTests {
  @Test("a transient status is tried again until it passes", arguments: [408, 429, 500, 502, 503, 504])
  func transient(_ status: Int) async throws {
    let count = Counter()
    let server = try ScriptedServer { _ in count.next() < 2 ? .status(status) : .text("done") }
    let pauses = Pauses()
    let response = try await client(retry: RetryPolicy(), pauses: pauses).send(.init(.get, WebURL(server, "/")))
    #expect(response.text == "done")
    #expect(response.attempts == 3)
    #expect(pauses.all == [.milliseconds(500), .seconds(1)])
  }

  @Test("other statuses are returned at once", arguments: [400, 401, 403, 404, 409, 412, 413, 501])
  func permanent(_ status: Int) async throws {
    let server = try ScriptedServer { _ in .status(status) }
    let response = try await client(retry: RetryPolicy()).send(.init(.get, WebURL(server, "/")))
    #expect(response.status == status)
    #expect(server.requests.count == 1)
  }

  @Test("a POST is never repeated unless it is said to do no harm twice")
  func post() async throws {
    let server = try ScriptedServer { _ in .status(503) }
    let client = client(retry: RetryPolicy(maximumAttempts: 2))
    _ = try await client.send(.init(.post, WebURL(server, "/a")))
    _ = try await client.send(.init(.post, WebURL(server, "/b"), isIdempotent: true))
    #expect(server.requests.map(\.target) == ["/a", "/b", "/b"])
  }

  @Test("a POST on a kept connection that breaks is not sent again behind our back")
  func postOnKeptConnection() async throws {
    let server = try ScriptedServer { $0.method == "POST" ? .hangUp : .text("ok") }
    let client = client(retry: RetryPolicy(maximumAttempts: 2))
    _ = try await client.send(.init(.get, WebURL(server, "/")))
    let url = try WebURL(server, "/")
    let error = try await failure { try await client.send(.init(.post, url)) }
    #expect(error?.mayHaveTakenEffect == true)
    #expect(server.requests.filter { $0.method == "POST" }.count == 1)
  }

  @Test("a POST that is refused for now, with a word about when to come back, is sent again then")
  func postRefusedForNow() async throws {
    let answers = Mutex([
      ScriptedServer.Reply.status(429, headers: ["Retry-After": "0"]),
      .status(429, headers: ["RateLimit": "\"api\";r=0;t=0"]),
      .text("done"),
    ])
    let server = try ScriptedServer { _ in answers.withLock { $0.isEmpty ? .hangUp : $0.removeFirst() } }
    let response = try await client(retry: RetryPolicy()).send(.init(.post, WebURL(server, "/")))
    #expect(response.text == "done")
    #expect(response.attempts == 3)
  }

  @Test("after the last attempt the answer is returned as it is")
  func exhausted() async throws {
    let server = try ScriptedServer { _ in .text("busy", status: 503) }
    let response = try await client(retry: RetryPolicy(maximumAttempts: 3)).send(.init(.get, WebURL(server, "/")))
    #expect(response.status == 503)
    #expect(response.attempts == 3)
  }

  @Test("a lost connection is tried again and the attempts are told")
  func lost() async throws {
    let server = try ScriptedServer { _ in .hangUp }
    let url = try WebURL(server, "/x")
    let error = try await failure { try await client(retry: RetryPolicy(maximumAttempts: 3)).send(.init(.get, url)) }
    #expect(error?.code == .brokenTransfer)
    #expect(error?.reason.hasSuffix("(3 attempts)") == true)
  }

  @Test("an upload is sent whole again after a fault")
  func upload() async throws {
    let count = Counter()
    let server = try ScriptedServer { _ in count.next() == 0 ? .status(500) : .status(200) }
    let request = try HTTPRequest(.put, WebURL(server, "/"), body: .bytes(Array("twice".utf8)))
    _ = try await client(retry: RetryPolicy()).send(request)
    #expect(server.requests.map(\.text) == ["twice", "twice"])
  }

  @Test(
    "a server that names a time is obeyed",
    arguments: [
      ("Retry-After", "7", 503, 7.0),
      ("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT", 503, 10),
      ("Retry-After", "Sun, 06 Nov 1994 08:00:00 GMT", 503, 0),
      ("RateLimit", "\"api\";r=0;t=55", 429, 55),
      ("Retry-After", "1e300", 503, 31_536_000),
    ]
  )
  func named(_ name: String, _ value: String, _ status: Int, _ seconds: Double) {
    #expect(RetryPolicy.namedPause(headers(name, value), status: status, now: 784_111_777) == seconds)
  }

  @Test(
    "a rate limit that is not used up, and nonsense, name no time",
    arguments: [
      ("RateLimit", "\"api\";r=949;t=55", 429),
      ("RateLimit", "\"api\";r=0;t=55", 503),
      ("RateLimit", "x;r=0;t=-5", 429),
      ("Retry-After", "-1", 503),
      ("Retry-After", "nan", 503),
      ("Retry-After", "soon", 503),
      ("Retry-After", "Sun, 99 Nov 1994 08:49:47 GMT", 503),
      ("X-Other", "", 429),
    ]
  )
  func unnamed(_ name: String, _ value: String, _ status: Int) {
    #expect(RetryPolicy.namedPause(headers(name, value), status: status, now: 0) == nil)
  }

  @Test("a named time within the budget is waited, beyond it the answer is returned")
  func budget() async throws {
    let server = try ScriptedServer { request in
      .status(429, headers: ["Retry-After": request.path == "/short" ? "30" : "3600"])
    }
    let pauses = Pauses()
    let client = client(retry: RetryPolicy(maximumWait: .seconds(70)), pauses: pauses)
    let short = try await client.send(.init(.get, WebURL(server, "/short")))
    #expect(short.status == 429)
    #expect(pauses.all == [.milliseconds(30_500), .milliseconds(30_500)])
    let long = try await client.send(.init(.get, WebURL(server, "/long")))
    #expect(long.attempts == 1)
  }

  private func headers(_ name: String, _ value: String) -> HTTPHeaders {
    var headers = HTTPHeaders()
    headers.append(name: name, value: value)
    return headers
  }
}
