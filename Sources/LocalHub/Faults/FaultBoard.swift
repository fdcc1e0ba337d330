import Synchronization

/// Counts requests and tells which fault is due.
final class FaultBoard: Sendable {
  /// A rule whose turn it is.
  struct Turn {
    var rule: FaultRule
    /// The rule's number, from 1.
    var number: Int
  }

  private let rules: [FaultRule]
  private let start = ContinuousClock.now
  /// Matching requests so far, of each rule.
  private let counts: Mutex<[Int]>

  init(_ script: FaultScript) {
    rules = script.rules
    counts = Mutex([Int](repeating: 0, count: script.rules.count))
  }

  /// Counts a request; the first rule that hits it.
  func turn(method: String, path: String) -> Turn? {
    let elapsed = start.duration(to: .now)
    return counts.withLock { counts in
      var due: Turn?
      for (index, rule) in rules.enumerated()
      where elapsed >= .seconds(rule.afterSeconds) && rule.matches(method: method, path: path) {
        counts[index] += 1
        if due == nil, rule.hits(counts[index]) { due = Turn(rule: rule, number: index + 1) }
      }
      return due
    }
  }
}
