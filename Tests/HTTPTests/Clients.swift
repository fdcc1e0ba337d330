import Files
import HTTP
import Synchronization
import TestKit

/// Clients whose pauses take no time.
func client(
  retry: RetryPolicy = .never,
  timeouts: HTTPTimeouts = HTTPTimeouts(),
  pauses: Pauses = Pauses()
) -> HTTPClient {
  var configuration = HTTPConfiguration(userAgent: "hfpub-tests/1.0")
  configuration.retry = retry
  configuration.timeouts = timeouts
  configuration.clock = RetryClock(sleep: { pauses.add($0) }, now: { 784_111_777 }, jitter: { 0.5 })
  return HTTPClient(configuration: configuration)
}

/// The pauses that a client made.
final class Pauses: Sendable {
  private let list = Mutex<[Duration]>([])
  var all: [Duration] { list.withLock { $0 } }
  func add(_ pause: Duration) { list.withLock { $0.append(pause) } }
}

/// A number that scripts count with.
final class Counter: Sendable {
  private let value = Mutex(0)
  /// Adds one and returns the number before.
  func next() -> Int {
    value.withLock { value in
      defer { value += 1 }
      return value
    }
  }
}

extension WebURL {
  /// A path of a scripted server.
  init(_ server: ScriptedServer, _ path: String) throws { try self.init(server.url + path) }
}

/// Runs a request that must fail and returns its error.
func failure(_ body: () async throws -> some Any) async throws -> HTTPError? {
  do {
    _ = try await body()
    return nil
  } catch let error as HTTPError {
    return error
  }
}
