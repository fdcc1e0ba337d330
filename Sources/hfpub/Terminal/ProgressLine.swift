import Glibc

/// How far a long piece of work is, on standard error: one line that changes on a terminal, else a few lines.
///
/// Nothing is shown in the first second. Not `Sendable`: its owner locks.
struct ProgressLine {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now
  private var next: ContinuousClock.Instant
  private var isShown = false

  init() { next = start + .seconds(1) }

  /// Shows a step as `Console.step` does, unless it is too early for another look.
  mutating func show(_ verb: String, _ text: @autoclosure () -> String) {
    let now = ContinuousClock.now
    guard now >= next else { return }
    if isTerminal {
      next = now + .milliseconds(200)
      Console.write("\r\u{1B}[K" + Console.stepText(verb, text()), to: STDERR_FILENO)
      isShown = true
    } else {
      // Ever more rarely, as these lines stay in a log.
      next = now + min(now - start, .seconds(30))
      Console.step(verb, text())
    }
  }

  /// Removes the line, so that others can be written.
  mutating func clear() {
    guard isShown else { return }
    Console.write("\r\u{1B}[K", to: STDERR_FILENO)
    isShown = false
  }
}
