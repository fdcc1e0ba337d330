import Documents
import Reports

/// The steps of a long way: which are done, which one is being taken, and how long each took.
struct Checklist: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// How a step stands.
  enum State: Sendable, Hashable {
    case open
    case running(since: Instant)
    case done(Duration)
    case failed(Duration)
    /// Left out, and why.
    case skipped
  }

  struct Step: Sendable {
    /// What holds when it is done.
    var title: String
    var state = State.open
    /// What came of it, or what it is at.
    var detail = ""
  }

  private(set) var steps: [Step]

  init(_ titles: [String]) { steps = titles.map { Step(title: $0) } }

  /// The number of the step that is being taken.
  var current: Int? {
    steps.firstIndex { if case .running = $0.state { true } else { false } }
  }

  /// Ends the step before with what came of it, and takes this one.
  mutating func begin(_ index: Int, at now: Instant) {
    end(at: now)
    steps[index].state = .running(since: now)
    steps[index].detail = ""
  }

  /// Says what the step is at that is being taken.
  mutating func note(_ detail: String) {
    if let current { steps[current].detail = detail }
  }

  /// Says what came of a step.
  mutating func note(_ index: Int, _ detail: String) { steps[index].detail = detail }

  /// Says that a step failed after all, which takes those after it back.
  mutating func fail(_ index: Int, _ detail: String) {
    if case .done(let time) = steps[index].state { steps[index].state = .failed(time) }
    steps[index].detail = detail
    for later in steps.indices where later > index { steps[later] = Step(title: steps[later].title) }
  }

  /// Ends the step that is being taken.
  mutating func end(failed: Bool = false, at now: Instant) {
    guard let current, case .running(let start) = steps[current].state else { return }
    steps[current].state = failed ? .failed(now - start) : .done(now - start)
  }

  /// Leaves a step out.
  mutating func skip(_ index: Int, _ reason: String) {
    steps[index].state = .skipped
    steps[index].detail = reason
  }

  /// A line a step, cut to the terminal.
  func lines(_ style: TerminalStyle, at now: Instant) -> [String] {
    let titles = steps.map { DisplayWidth.of($0.title) }.max() ?? 0
    let details = steps.map { style.shown(TextEscape.printable($0.detail)) }
    let widest = details.map(DisplayWidth.of).max() ?? 0
    return zip(steps, details).map { step, detail in
      let mark = Self.mark(step.state, style)
      let time = Self.time(step.state, at: now).map { "  \($0)" } ?? ""
      let head = "  \(mark.text)  \(DisplayWidth.padded(step.title, to: titles))"
      // The last column stays free: some terminals begin a new line there.
      let room = style.width.map { max(0, $0 - 1 - DisplayWidth.of(head) - 2 - DisplayWidth.of(time)) } ?? widest
      let body = "  " + DisplayWidth.padded(style.cut(detail, to: room), to: room)
      var line = head + body + time
      while line.last == " " { line.removeLast() }
      guard style.hasColor else { return line }
      return "  " + style.painted(mark.text, mark.role) + line.dropFirst(2 + mark.text.count)
    }
  }

  /// The steps for a report.
  var report: [ReportStep] {
    steps.map { step in
      switch step.state {
      case .done(let time): ReportStep(title: step.title, state: .done, milliseconds: Int(time.inSeconds * 1000))
      case .failed(let time): ReportStep(title: step.title, state: .failed, milliseconds: Int(time.inSeconds * 1000))
      case .open, .running, .skipped: ReportStep(title: step.title, state: .skipped, milliseconds: nil)
      }
    }
  }

  private static func mark(_ state: State, _ style: TerminalStyle) -> (text: String, role: TerminalStyle.Role) {
    switch state {
    case .open: (style.hasSymbols ? "·" : "[    ]", .quiet)
    case .running: (style.hasSymbols ? "…" : "[ .. ]", .label)
    case .done: (style.hasSymbols ? "✓" : "[ ok ]", .good)
    case .failed: (style.hasSymbols ? "✗" : "[FAIL]", .bad)
    case .skipped: (style.hasSymbols ? "–" : "[skip]", .quiet)
    }
  }

  private static func time(_ state: State, at now: Instant) -> String? {
    switch state {
    case .open, .skipped: nil
    case .running(let start): now - start < .seconds(1) ? nil : ElapsedTime.precise(now - start)
    case .done(let time), .failed(let time): ElapsedTime.precise(time)
    }
  }
}
