import Dispatch
import Findings
import Glibc
import Publishing

/// Turns Ctrl-C and a termination request into cancellation, so that work ends in a known state.
enum Interruption {
  /// Runs `work`; the first signal cancels it, the second ends the process.
  ///
  /// - Throws: what `work` throws, or `CancellationError` after a signal.
  static func cancelling(_ work: @escaping @Sendable () async throws -> Void) async throws {
    let task = Task { try await work() }
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if task.isCancelled {
          Console.error("Interrupted again: ended at once, without a look at the remote.")
          _exit(ExitStatus.interrupted.rawValue)
        }
        task.cancel()
      }
      source.resume()
      return source
    }
    defer {
      for source in sources { source.cancel() }
      for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
    do {
      try await task.value
    } catch let failure as UploadFailure {
      // It knows of the cancellation, and what the remote shows.
      throw failure
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
