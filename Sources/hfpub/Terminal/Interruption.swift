import Dispatch
import Findings
import Glibc
import Publishing
import Synchronization

/// A command that ended because a signal asked for it.
struct Interrupted: Error {
  /// SIGINT or SIGTERM.
  var signal: Int32
  /// What is known about the remote, if the work was an upload.
  var remote: RemoteState?

  var status: ExitStatus { signal == SIGTERM ? .terminated : .interrupted }

  /// What is said at the end.
  var text: String {
    (signal == SIGTERM ? "Terminated." : "Interrupted.") + (remote.map { "\n  remote: \($0.sentence)" } ?? "")
  }
}

/// Turns Ctrl-C and a termination request into cancellation, so that work ends in a known state.
enum Interruption {
  /// Runs `work`; the first signal cancels it, the second ends the process.
  ///
  /// - Parameters:
  ///   - patience: How long work that was cancelled is waited for, before it is left behind; only for work that changes
  ///     nothing. Nil for as long as it takes.
  ///   - work: What is done.
  /// - Throws: what `work` throws; after a signal `Interrupted`, unless an upload found something worse.
  static func cancelling(
    patience: Duration? = nil,
    _ work: @escaping @Sendable () async throws -> Void
  ) async throws {
    let heard = HeardSignals()
    let watch = SignalWatch([SIGINT, SIGTERM], heard.note)
    let (ends, end) = AsyncStream<Result<Void, any Error>>.makeStream()
    let task = Task {
      do {
        end.yield(.success(try await work()))
      } catch {
        end.yield(.failure(error))
      }
    }
    let canceller = Task {
      for await _ in heard.stream {
        task.cancel()
        guard let patience else {
          // A commit that is under way is looked for, which takes some seconds.
          guard (try? await Task.sleep(for: .milliseconds(700))) != nil else { return }
          Console.note("Interrupted: asking what the remote shows now; once more ends at once.")
          continue
        }
        try? await Task.sleep(for: patience)
        end.finish()
      }
    }
    let result = await ends.first { _ in true }
    canceller.cancel()
    await watch?.end()
    do {
      guard let result else { throw CancellationError() }
      try result.get()
    } catch let failure as UploadFailure {
      // It knows of the cancellation, and what the remote shows.
      guard task.isCancelled, failure.underlying.exitStatus == .interrupted else { throw failure }
      throw Interrupted(signal: heard.first, remote: failure.remoteState)
    } catch {
      // Whatever a cancelled transfer reports, the person who pressed Ctrl-C knows why.
      throw task.isCancelled ? Interrupted(signal: heard.first) : error
    }
  }

  /// Runs work of the processor that nobody can stop; a cancellation leaves it behind.
  ///
  /// Only for work that changes nothing: it goes on until the process ends.
  ///
  /// - Throws: what `work` throws; `CancellationError` at once when the task is cancelled.
  static func leaving<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    let (ends, end) = AsyncStream<Result<Value, any Error>>.makeStream()
    Task.detached { end.yield(Result { try work() }) }
    guard let result = await ends.first(where: { _ in true }) else { throw CancellationError() }
    return try result.get()
  }

  /// Lets a signal that nobody hears remove the line that changes, before it ends the process as signals do.
  ///
  /// Else the prompt would stand behind half a sentence.
  static func clearLine() {
    for number in [SIGINT, SIGTERM] {
      var present = sigaction()
      guard sigaction(number, nil, &present) == 0, present.__sigaction_handler.sa_handler == nil else { continue }
      let taken = signal(number) { number in
        // Only what may be called at any moment; the signal comes again when this is over.
        let words: StaticString = number == SIGTERM ? "\r\u{1B}[KTerminated.\n" : "\r\u{1B}[KInterrupted.\n"
        _ = write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
        signal(number, SIG_DFL)
        raise(number)
      }
      // Somebody began to hear in between.
      if let taken { signal(number, taken) }
    }
  }

  /// Waits for Ctrl-C or a termination request.
  static func wait() async {
    try? await cancelling { try await Task.sleep(for: .seconds(86_400 * 365)) }
  }
}

/// The signals of one piece of work.
private final class HeardSignals: Sendable {
  private let kept = Atomic<Int32>(0)
  private let channel = AsyncStream<Int32>.makeStream()

  /// The first one.
  var first: Int32 { kept.load(ordering: .relaxed) }
  var stream: AsyncStream<Int32> { channel.stream }

  @Sendable
  func note(_ number: Int32) {
    guard kept.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged else {
      Console.error("Interrupted again: ended at once, without a look at the remote.")
      _exit(Interrupted(signal: number).status.rawValue)
    }
    channel.continuation.yield(number)
  }
}

/// Hears signals in place of what they do by default.
///
/// Not by libdispatch's own sources of signals: they take a signal over once in a process, and hear nothing more after
/// somebody gave it back.
private struct SignalWatch {
  /// What a signal's handler writes to and a watch reads from; nil when the process has no descriptors left.
  private static let ends: (reading: Int32, writing: Int32)? = {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    return (ends[0], ends[1])
  }()

  private let numbers: [Int32]
  private let source: any DispatchSourceRead
  private let ended: AsyncStream<Void>

  /// Begins to hear.
  init?(_ numbers: [Int32], _ note: @escaping @Sendable (Int32) -> Void) {
    guard let reading = Self.ends?.reading else { return nil }
    self.numbers = numbers
    source = DispatchSource.makeReadSource(fileDescriptor: reading, queue: .global())
    let (ended, continuation) = AsyncStream<Void>.makeStream()
    self.ended = ended
    source.setEventHandler {
      var number: UInt8 = 0
      while read(reading, &number, 1) == 1 { note(Int32(number)) }
    }
    source.setCancelHandler { continuation.finish() }
    source.resume()
    for number in numbers {
      signal(number) { number in
        // Only what may be called at any moment; the pipe was made before.
        let kept = errno
        var byte = UInt8(truncatingIfNeeded: number)
        if let writing = SignalWatch.ends?.writing { _ = write(writing, &byte, 1) }
        errno = kept
      }
    }
  }

  /// Ends hearing, and returns when the next watch would hear everything.
  func end() async {
    for number in numbers { signal(number, SIG_DFL) }
    source.cancel()
    for await _ in ended {}
  }
}
