import Dispatch
import Glibc

/// Turns Ctrl-C and a termination request into cancellation, so that work ends in a known state.
enum Interruption {
  /// Runs `work`; the first signal cancels it.
  ///
  /// - Throws: what `work` throws, or `CancellationError` after a signal.
  static func cancelling(_ work: @escaping @Sendable () async throws -> Void) async throws {
    let task = Task { try await work() }
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { task.cancel() }
      source.resume()
      return source
    }
    defer {
      for source in sources { source.cancel() }
      for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
    do {
      try await task.value
    } catch {
      // Whatever a cancelled transfer reports, the person who pressed Ctrl-C knows why.
      throw task.isCancelled ? CancellationError() : error
    }
  }

  /// Waits for Ctrl-C or a termination request.
  static func wait() async {
    try? await cancelling { try await Task.sleep(for: .seconds(86_400 * 365)) }
  }
}
