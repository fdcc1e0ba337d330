import Synchronization
import TestKit
import Testing

@testable import HTTP

@Suite("Limited rates")
struct RateLimitTests {
  /// Seconds that pass when a test says so, or a little with every look.
  private final class Uptime: Sendable {
    private let time = Mutex(100.0)
    private let step: Double
    init(step: Double = 0) { self.step = step }
    var now: Double { time.withLock { $0 } }
    func advance(_ seconds: Double) { time.withLock { $0 += seconds } }
    func look() -> Double {
      time.withLock { time in
        time += step
        return time
      }
    }
  }

  @Test("who moves more than there is makes all wait until it is paid")
  func debt() {
    let time = Uptime()
    let limiter = RateLimiter(rate: 1000, now: time.look)
    #expect(limiter.isOpen)
    limiter.spend(3001)
    #expect(!limiter.isOpen)
    #expect(abs(limiter.secondsUntilOpen - 3.001) < 0.000_1)
    time.advance(2.9)
    #expect(!limiter.isOpen)
    time.advance(0.2)
    #expect(limiter.isOpen)
  }

  @Test("a pause is not saved up: after an hour no more moves at once than after a moment")
  func noFlood() {
    let time = Uptime()
    let limiter = RateLimiter(rate: 80_000, now: time.look)
    time.advance(3600)
    #expect(limiter.isOpen)
    limiter.spend(limiter.piece)
    #expect(!limiter.isOpen)
    #expect(limiter.piece == 10_000)
  }

  @Test("those that wait have their turns in order")
  func turns() {
    let limiter = RateLimiter(rate: 1, now: { 0 })
    #expect([limiter.takeTurn(), limiter.takeTurn(), limiter.takeTurn()] == [1, 2, 3])
    #expect(limiter.pauses == 3)
  }

  @Test("pieces are neither tiny nor huge", arguments: [(1, 1024), (80_000, 10_000), (1 << 40, 65_536)])
  func piece(_ rate: Int, _ piece: Int) {
    #expect(RateLimiter(rate: rate, now: { 0 }).piece == piece)
  }

  @Test("eight transfers at once, four each way, keep to one rate together, and every byte arrives")
  func together() async throws {
    let content = (0..<250_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let server = try ScriptedServer { request in
      request.method == "PUT" ? .status(200) : .answer(status: 200, headers: [:], body: content)
    }
    // The clock goes on with every look at it, and is never waited for by the test.
    let time = Uptime(step: 0.000_5)
    let rate = 10_000_000
    var configuration = HTTPConfiguration(userAgent: "hfpub-tests/1.0")
    configuration.clock.uptime = time.look
    configuration.maximumRate = rate
    configuration.retry = .never
    let client = HTTPClient(configuration: configuration)
    let start = time.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        let isUpload = number.isMultiple(of: 2)
        let url = try WebURL(server, "/\(number)")
        group.addTask {
          let response = try await client.send(
            HTTPRequest(isUpload ? .put : .get, url, body: isUpload ? .bytes(content) : .none)
          )
          #expect(response.status == 200)
          if !isUpload { #expect(response.body == content) }
        }
      }
      try await group.waitForAll()
    }
    #expect(server.requests.filter { $0.method == "PUT" }.map(\.body) == Array(repeating: content, count: 4))
    let seconds = time.now - start
    // The first and the last piece are not waited for.
    let least = Double(8 * content.count - 3 * 65_536) / Double(rate)
    #expect(seconds >= least, "\(seconds) s, at least \(least)")
    #expect(try #require(client.limiter).pauses > 8)
  }

  @Test("without a limit nothing waits")
  func unlimited() {
    #expect(HTTPClient(configuration: HTTPConfiguration(userAgent: "x")).limiter == nil)
  }

  @Test("a transfer that waits for its turn can be cancelled")
  func cancelled() async throws {
    let server = try ScriptedServer { _ in .text(String(repeating: "x", count: 300_000)) }
    let limiterWaits = AsyncStream<Void>.makeStream()
    var configuration = HTTPConfiguration(userAgent: "hfpub-tests/1.0")
    let looks = Counter()
    configuration.clock.uptime = {
      if looks.next() > 8 { limiterWaits.continuation.yield() }
      return 1
    }
    configuration.maximumRate = 10_000
    let client = HTTPClient(configuration: configuration)
    let request = try HTTPRequest(.get, WebURL(server, "/"))
    let task = Task { try await client.send(request) }
    for await _ in limiterWaits.stream { break }
    task.cancel()
    let error = try await failure { try await task.value }
    #expect(error?.code == .cancelled)
  }
}
