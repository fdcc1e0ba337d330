import Documents

/// How far a transfer is, how fast it is, and how long it will take.
struct TransferMeter: Sendable {
  /// The time that a rate is the mean of.
  private static let window = Duration.seconds(5)

  private let start: ContinuousClock.Instant
  private var samples: [(time: ContinuousClock.Instant, bytes: Int)] = []
  private(set) var done = 0
  private(set) var total = 0

  /// A transfer that begins now.
  init(at now: ContinuousClock.Instant) {
    start = now
    samples = [(now, 0)]
  }

  /// Takes down how far it is; whether that is further than before.
  mutating func note(_ done: Int, of total: Int, at now: ContinuousClock.Instant) -> Bool {
    self.total = total
    guard done > self.done else { return false }
    self.done = done
    // A place in the cache takes thousands a second.
    if let last = samples.last, samples.count > 1, now - last.time < .milliseconds(100) { samples.removeLast() }
    samples.append((now, done))
    while samples.count > 2, now - samples[1].time > Self.window { samples.removeFirst() }
    return true
  }

  /// The bytes a second of the last five seconds; nil before there is one second to tell from.
  func rate(at now: ContinuousClock.Instant) -> Int? {
    guard let first = samples.first, now - first.time >= .seconds(1) else { return nil }
    return Int(Double(done - first.bytes) / (now - first.time).inSeconds)
  }

  /// What is known, such as `1.20 MB of 3.78 MB, 512 kB/s, 5 s left`.
  func text(at now: ContinuousClock.Instant) -> String {
    var parts = ["\(NumberFormat.bytes(done)) of \(NumberFormat.bytes(total))"]
    if let rate = rate(at: now) {
      parts.append("\(NumberFormat.bytes(rate))/s")
      // Before, the rate is that of a start.
      if now - start >= Self.window, rate > 0, done < total {
        parts.append("\(ElapsedTime.text(.seconds((Double(total - done) / Double(rate)).rounded(.up)))) left")
      }
    }
    return parts.joined(separator: ", ")
  }
}

/// Lengths of time for people.
enum ElapsedTime {
  /// Whole seconds: `5 s`, `3 min 20 s`, `2 h 5 min`.
  static func text(_ duration: Duration) -> String {
    let seconds = Int(duration.components.seconds)
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) min" + (seconds % 60 == 0 ? "" : " \(seconds % 60) s") }
    return "\(seconds / 3600) h" + (seconds % 3600 < 60 ? "" : " \(seconds % 3600 / 60) min")
  }

  /// A tenth of a second at the least: `0.1 s`, `12.3 s`, `3 min 20 s`.
  static func precise(_ duration: Duration) -> String {
    duration < .seconds(60) ? "\(NumberFormat.decimal(duration.inSeconds, places: 1)) s" : text(duration)
  }
}

extension Duration {
  /// The length in seconds.
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
