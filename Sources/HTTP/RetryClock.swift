import Glibc

/// The time and the chance that retries depend on, so that tests can bring their own.
public struct RetryClock: Sendable {
  /// Pauses the task; throws when it is cancelled.
  public var sleep: @Sendable (Duration) async throws -> Void
  /// Seconds since 1970, for `Retry-After` dates.
  public var now: @Sendable () -> Double
  /// A number from 0 up to 1, evenly spread.
  public var jitter: @Sendable () -> Double
  /// Seconds that never go back, for rates.
  public var uptime: @Sendable () -> Double = RetryClock.monotonic

  /// A clock of three functions, with real time for rates.
  public init(
    sleep: @escaping @Sendable (Duration) async throws -> Void,
    now: @escaping @Sendable () -> Double,
    jitter: @escaping @Sendable () -> Double
  ) {
    self.sleep = sleep
    self.now = now
    self.jitter = jitter
  }

  private static let monotonic: @Sendable () -> Double = {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Real time and real chance.
  public static let system = RetryClock(
    sleep: { try await Task.sleep(for: $0) },
    now: {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    },
    jitter: { Double.random(in: 0..<1) }
  )
}
