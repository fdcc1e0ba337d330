/// Says on standard error what a command is at, once a second; nothing when it takes less.
final class SlowSteps {
  private var last = ContinuousClock.now

  /// Is told what comes next.
  func show(_ step: String) {
    let now = ContinuousClock.now
    guard now - last >= .seconds(1) else { return }
    last = now
    Console.step("Checking", step)
  }
}
