import Documents

/// What goes on now, below everything that was said: on a terminal lines that change, else a line now and then.
///
/// Every function returns what is to be written, so that tests compare texts.
struct LiveBlock: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// A piece of work that takes time.
  struct Work: Sendable {
    /// What is done, in one word.
    var verb: String
    /// What it is done to; bytes follow it, where they are known.
    var text: String
    /// The bytes that are done, and all.
    var bytes: (done: Int, total: Int)?
    /// Whose turn it is when nothing moves; nil when it is this process's own.
    var awaited: String?
    /// Whether a log hears of it, too.
    var isLogged = true
  }

  /// After so long without a move it is said what is waited for.
  private static let patience = Duration.seconds(2)
  /// Redrawn at most so often.
  private static let pause = Duration.milliseconds(100)
  /// What is over sooner is not shown.
  private static let least = Duration.milliseconds(300)
  /// A log has one line in this time at most, and only of news.
  private static let logPause = Duration.seconds(10)
  /// A log has one line in this time, with or without news.
  private static let longLogPause = Duration.seconds(60)

  var style: TerminalStyle
  /// The steps of a long way, above the work.
  var checklist: Checklist?
  private var work: Work?
  private var meter: TransferMeter?
  private var began: Instant
  private var moved: Instant
  private var drawn: Instant?
  private var logged: Instant
  private var loggedBytes = 0
  /// The lines that are on the terminal, and its columns when they were drawn.
  private var shown: (lines: Int, columns: Int?) = (0, nil)

  init(style: TerminalStyle, at now: Instant = .now) {
    self.style = style
    (began, moved, logged) = (now, now, now)
  }

  /// Whether there is anything to show or to wait for.
  var isBusy: Bool { work != nil || checklist != nil }

  // MARK: What happens

  /// Takes down what goes on; returns what is to be written, which mostly is nothing.
  mutating func show(_ new: Work, at now: Instant) -> String {
    let isNew = new.verb != work?.verb || (new.bytes == nil) != (work?.bytes == nil)
    if isNew {
      (began, moved, logged, loggedBytes) = (now, now, now, 0)
      meter = new.bytes.map { _ in TransferMeter(at: now) }
    }
    if let bytes = new.bytes {
      if meter?.note(bytes.done, of: bytes.total, at: now) == true { moved = now }
    } else if new.text != work?.text {
      moved = now
    }
    work = new
    return tick(at: now)
  }

  /// Ends the work; what comes is waited for, if somebody else's turn it is.
  mutating func await(_ awaited: String?, at now: Instant) -> String {
    let text = clear()
    work = awaited.map { Work(verb: "", text: "", awaited: $0) }
    (meter, began, moved, logged, loggedBytes) = (nil, now, now, now, 0)
    return text
  }

  /// Lines that stay, above the block; saying something is a move.
  mutating func say(_ text: String, at now: Instant) -> String {
    moved = now
    return clear() + text + (checklist == nil || !style.isLive ? "" : draw(at: now))
  }

  /// Nothing is expected to move before.
  mutating func rest(until end: Instant) { moved = max(moved, end) }

  /// Called now and then, as time passes without news.
  mutating func tick(at now: Instant) -> String {
    guard isBusy else { return "" }
    guard style.isLive else { return log(at: now) }
    if let drawn, now - drawn < Self.pause { return "" }
    let isEarly = checklist == nil && now - began < Self.least
    guard !isEarly, checklist != nil || line(at: now) != nil else { return "" }
    return draw(at: now)
  }

  /// Removes the block, so that others can write.
  mutating func clear() -> String {
    let (height, columns) = shown
    guard height > 0 else { return "" }
    let up = height > 1 ? "\u{1B}[\(height - 1)A" : ""
    shown = (0, nil)
    drawn = nil
    // How a terminal breaks lines when its window changes is its own matter; what stands above must not be lost.
    guard columns == style.width else { return "\n" }
    return "\r\(up)\u{1B}[J"
  }

  // MARK: What is shown

  private mutating func draw(at now: Instant) -> String {
    var lines = checklist.map { $0.lines(style, at: now) } ?? []
    if let line = line(at: now) { lines.append(line) }
    guard !lines.isEmpty else { return "" }
    let text = clear() + lines.joined(separator: "\n")
    shown = (lines.count, style.width)
    drawn = now
    return text
  }

  /// The line of the work, cut to the terminal; nil when there is nothing to say yet.
  private func line(at now: Instant) -> String? {
    guard let work, let text = text(of: work, at: now) else { return nil }
    var plain = style
    plain.hasColor = false
    let width = style.width
    plain.width = nil
    // The last column stays free: some terminals begin a new line there.
    plain.width = width.map { $0 - 1 }
    let line = plain.cut(plain.unbroken(verb(of: work), text))
    guard style.hasColor else { return line }
    return style.recoloured(line, verb: verb(of: work))
  }

  private func verb(of work: Work) -> String { work.verb.isEmpty ? "Waiting" : work.verb }

  private func text(of work: Work, at now: Instant) -> String? {
    let silence = now - moved
    let isSilent = silence >= Self.patience
    guard !work.verb.isEmpty else {
      return isSilent ? work.awaited.map { "for \($0), \(ElapsedTime.text(silence))" } : nil
    }
    let amount = meter.map { ($0.text(at: now)) }
    let text = [work.text, amount].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ", ")
    guard isSilent else { return text }
    return work.awaited.map { "\(text); waiting for \($0), \(ElapsedTime.text(silence))" }
      ?? "\(text), \(ElapsedTime.text(silence))"
  }

  /// A line for a log: at most one in ten seconds, of a tenth more or of a silence, and one a minute otherwise.
  private mutating func log(at now: Instant) -> String {
    guard let work, work.isLogged, now - logged >= Self.logPause, let text = text(of: work, at: now) else { return "" }
    if let meter, now - logged < Self.longLogPause, meter.done - loggedBytes < meter.total / 10 { return "" }
    let isQuietWork = meter == nil && !work.verb.isEmpty
    if isQuietWork, now - logged < Self.longLogPause / 2 { return "" }
    logged = now
    loggedBytes = meter?.done ?? 0
    return style.step(verb(of: work), text) + "\n"
  }
}

extension TerminalStyle {
  /// A step on one line, whatever its width.
  fileprivate func unbroken(_ verb: String, _ text: String) -> String {
    var wide = self
    wide.width = nil
    return wide.step(verb, text)
  }

  /// A line of a step with its verb in colour.
  fileprivate func recoloured(_ line: String, verb: String) -> String {
    let margin = line.prefix { $0 == " " }
    return margin + painted(verb, .verb) + line.dropFirst(margin.count + verb.count)
  }
}
