import Findings
import HTTP
import Synchronization
import TestKit
import Testing

@Suite("The gate that all requests of a client share")
struct RequestGateTests {
  /// A clock that moves by the pauses alone.
  private final class Time: Sendable {
    private let state = Mutex((now: 784_111_777.0, pauses: [Duration]()))
    var pauses: [Duration] { state.withLock { $0.pauses } }
    var clock: RetryClock {
      RetryClock(
        sleep: { pause in
          self.state.withLock {
            $0.pauses.append(pause)
            $0.now += pause / .seconds(1)
          }
          await Task.yield()
        },
        now: { self.state.withLock { $0.now } },
        jitter: { 0.5 }
      )
    }
  }

  private let time = Time()

  private func client(maximumWait: Duration = .seconds(120)) -> HTTPClient {
    var configuration = HTTPConfiguration(userAgent: "hfpub-tests/1.0")
    configuration.clock = time.clock
    configuration.retry = RetryPolicy(maximumWait: maximumWait)
    return HTTPClient(configuration: configuration)
  }

  /// A server that refuses the path `/refused` once.
  private func refusing(_ name: String, _ value: String, status: Int = 429) throws -> ScriptedServer {
    let count = Counter()
    return try ScriptedServer { request in
      request.path == "/refused" && count.next() == 0 ? .status(status, headers: [name: value]) : .text("done")
    }
  }

  @Test(
    "after a refusal with a time the next request to that server waits, too",
    arguments: [(429, "Retry-After", "40"), (503, "Retry-After", "40"), (429, "RateLimit", "\"api\";r=0;t=40")]
  )
  func shared(_ status: Int, _ name: String, _ value: String) async throws {
    let server = try refusing(name, value, status: status)
    let client = client()
    // With 503 it is not tried again by itself: then the pause is the next request's.
    let post = try HTTPRequest(.post, WebURL(server, "/refused"))
    if status == 503 {
      #expect(try await client.send(post).status == 503)
    } else {
      #expect(try await client.send(post).text == "done")
    }
    #expect(try await client.send(.init(.get, WebURL(server, "/other"))).text == "done")
    #expect(time.pauses == [.milliseconds(40_500)])
  }

  /// Lets all go on when the last of them has arrived.
  private final class Meeting: Sendable {
    private let expected: Int
    private let state = Mutex((waiting: [CheckedContinuation<Void, Never>](), pauses: [Duration]()))
    let hasBegun = AsyncStream<Void>.makeStream()
    var pauses: [Duration] { state.withLock { $0.pauses } }

    init(of expected: Int) { self.expected = expected }

    func arrive(_ pause: Duration) async {
      hasBegun.continuation.yield()
      await withCheckedContinuation { continuation in
        let all = state.withLock { state in
          state.pauses.append(pause)
          state.waiting.append(continuation)
          return state.waiting.count == expected ? state.waiting : []
        }
        for one in all { one.resume() }
      }
    }
  }

  @Test("requests made while one waits after a refusal wait as well, told of once; none asks before the time")
  func meanwhile() async throws {
    let meeting = Meeting(of: 9)
    let told = Mutex(0)
    var configuration = HTTPConfiguration(userAgent: "hfpub-tests/1.0")
    configuration.clock = RetryClock(
      sleep: { pause in await meeting.arrive(pause) },
      now: { 784_111_777 },
      jitter: { 0.5 }
    )
    configuration.onWait = { _ in told.withLock { $0 += 1 } }
    let client = HTTPClient(configuration: configuration)
    let server = try refusing("Retry-After", "60")
    let refused = try HTTPRequest(.get, WebURL(server, "/refused"))
    let other = try HTTPRequest(.get, WebURL(server, "/other"))
    async let first = client.send(refused)
    for await _ in meeting.hasBegun.stream { break }
    let attempts = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<8 { group.addTask { try await client.send(other).attempts } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(attempts == Array(repeating: 1, count: 8))
    #expect(try await first.attempts == 2)
    #expect(meeting.pauses == Array(repeating: .milliseconds(60_500), count: 9))
    #expect(told.withLock { $0 } == 1)
  }

  @Test("another server is not waited for")
  func otherServer() async throws {
    let server = try refusing("Retry-After", "7200")
    let other = try ScriptedServer { _ in .text("done") }
    let client = client()
    #expect(try await client.send(.init(.get, WebURL(server, "/refused"))).status == 429)
    #expect(try await client.send(.init(.get, WebURL(other, "/"))).text == "done")
    #expect(time.pauses.isEmpty)
  }

  @Test("a server that asks for more than is waited gets no further requests, and it is said when one may come back")
  func tooLong() async throws {
    let server = try refusing("Retry-After", "7200")
    let client = client()
    let url = try WebURL(server, "/other")
    #expect(try await client.send(.init(.get, WebURL(server, "/refused"))).status == 429)
    let error = try await failure { try await client.send(.init(.get, url)) }
    #expect(error?.code == .askedToWait)
    #expect(error?.exitStatus == .remoteUnavailable)
    #expect(error?.problem == "did not send GET \(url)")
    #expect(error?.reason == "127.0.0.1 asked to wait 2 h, longer than the 2 min allowed")
    #expect(
      error?.remedy == "Run the command again after 1994-11-06 10:49:37 UTC, or let it wait longer with --max-wait."
    )
    #expect(server.requests.count == 1)
  }

  @Test("a quota that is used up is waited for before the next request, not after a refusal")
  func pacing() async throws {
    let server = try ScriptedServer { request in
      .text("done", headers: request.path == "/last" ? ["RateLimit": "\"api\";r=0;t=20"] : [:])
    }
    let client = client()
    #expect(try await client.send(.init(.get, WebURL(server, "/last"))).text == "done")
    #expect(time.pauses.isEmpty)
    #expect(try await client.send(.init(.get, WebURL(server, "/next"))).attempts == 1)
    #expect(time.pauses == [.milliseconds(20_500)])
  }

  @Test("a quota that is filled again too late does not keep a request back: the server decides")
  func pacingTooLong() async throws {
    let server = try ScriptedServer { _ in .text("done", headers: ["RateLimit": "\"api\";r=0;t=290"]) }
    let client = client()
    for _ in 0..<3 { #expect(try await client.send(.init(.get, WebURL(server, "/"))).text == "done") }
    #expect(time.pauses.isEmpty)
  }

  @Test("a server that names a time is asked as often as it does, within the longest wait")
  func appointments() async throws {
    let count = Counter()
    let server = try ScriptedServer { _ in
      count.next() < 8 ? .status(429, headers: ["Retry-After": "10"]) : .text("done")
    }
    let response = try await client().send(.init(.get, WebURL(server, "/")))
    #expect(response.text == "done")
    #expect(response.attempts == 9)
  }

  @Test("a server that always names no time at all is asked five times")
  func noTime() async throws {
    let server = try ScriptedServer { _ in .status(429, headers: ["Retry-After": "0"]) }
    #expect(try await client().send(.init(.get, WebURL(server, "/"))).attempts == 5)
  }

  @Test("a pause is told once, however many requests wait; a short one is not told")
  func told() async throws {
    let told = Mutex<[String]>([])
    let count = Counter()
    let server = try ScriptedServer { request in
      switch request.path {
      case "/short": count.next() == 0 ? .status(429, headers: ["Retry-After": "1"]) : .text("done")
      case "/long": count.next() == 2 ? .status(429, headers: ["Retry-After": "60"]) : .text("done")
      case "/paced": .text("done", headers: ["RateLimit": "\"api\";r=0;t=300"])
      default: count.next() < 5 ? .status(502) : .text("done")
      }
    }
    var configuration = HTTPConfiguration(userAgent: "hfpub-tests/1.0")
    // Nobody is done waiting before all have begun.
    configuration.clock = RetryClock(sleep: { _ in await Task.yield() }, now: { 0 }, jitter: { 0.5 })
    configuration.retry = RetryPolicy(firstPause: .seconds(8), maximumWait: .seconds(400))
    configuration.onWait = { wait in told.withLock { $0.append(wait.sentence) } }
    let client = HTTPClient(configuration: configuration)
    for path in ["/short", "/long", "/paced", "/fault"] {
      _ = try await client.send(.init(.get, WebURL(server, path)))
    }
    #expect(
      told.withLock { $0 } == [
        "61 s: 127.0.0.1 takes no more requests for now (status 429)",
        "6 min: the quota of requests to 127.0.0.1 is used up",
        "4 s: 127.0.0.1 is tried again: status 502",
      ]
    )
  }

  @Test(
    "lengths of time are told in words",
    arguments: [
      (1.5, "2 s"), (119.0, "119 s"), (120.0, "2 min"), (121.0, "3 min"), (7200.0, "2 h"), (7500.0, "2 h 5 min"),
    ]
  )
  func words(_ seconds: Double, _ words: String) {
    let wait = HTTPWait(host: "h", duration: .seconds(seconds), cause: .quotaUsed)
    #expect(wait.sentence == "\(words): the quota of requests to h is used up")
  }
}
