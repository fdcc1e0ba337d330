import Documents
import Glibc
import Reports
import Synchronization

/// Where lines go: results to standard output, everything said to people to standard error.
///
/// A process has one screen; what is written to it from several threads comes one after the other.
enum Console {
  /// What is said beside the result.
  enum Voice: Sendable {
    /// Lines for people.
    case people
    /// Lines for people, and events on standard output.
    case events
    /// Nothing but errors.
    case errors
  }

  private struct Screen {
    var voice = Voice.people
    var color = TerminalStyle.ColorChoice.auto
    var block = LiveBlock(style: Console.style(of: STDERR_FILENO, .auto))
    var isTicking = false
  }

  private static let screen = Mutex(Screen())

  /// Decides what is said, and in which colours.
  static func prepare(_ voice: Voice, _ color: TerminalStyle.ColorChoice) {
    screen.withLock { screen in
      screen.voice = voice
      screen.color = color
      screen.block.style = style(of: STDERR_FILENO, color)
    }
  }

  /// How lines look on standard error.
  static var style: TerminalStyle { screen.withLock(\.block.style) }

  /// How lines look on standard output.
  static var resultStyle: TerminalStyle { style(of: STDOUT_FILENO, screen.withLock(\.color)) }

  /// The columns of the terminal that standard output is; nil when it is none.
  static var width: Int? { resultStyle.width }

  private static func style(of descriptor: Int32, _ color: TerminalStyle.ColorChoice) -> TerminalStyle {
    TerminalStyle(Environment.variables, color: color, columns: isatty(descriptor) == 1 ? columns(descriptor) : nil)
  }

  private static func columns(_ descriptor: Int32) -> Int {
    var size = winsize()
    let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return isKnown ? Int(size.ws_col) : 80
  }

  // MARK: What stays

  /// A line of the result.
  static func result(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

  /// Lines of a result for people, in colours where the terminal has them.
  static func report(_ text: String) {
    let style = resultStyle
    write(style.shown(style.highlighted(text)), to: STDOUT_FILENO)
  }

  /// A line for people: what is going on.
  static func note(_ text: String) {
    screen.withLock { screen in
      guard screen.voice != .errors else { return }
      let style = screen.block.style
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        style.wrapped(style.shown(String(line)), hanging: line.prefix { $0 == " " }.count + 2)
      }
      say(style.highlighted(lines.joined(separator: "\n")), &screen)
    }
  }

  /// A line for people that fits and has its colours already.
  static func line(_ text: String) {
    screen.withLock { screen in
      guard screen.voice != .errors else { return }
      say(text, &screen)
    }
  }

  /// An error, for people.
  static func error(_ text: String) {
    screen.withLock { screen in
      // It ends what was going on.
      screen.block.checklist = nil
      put(screen.block.await(nil, at: .now), to: STDERR_FILENO)
      let style = screen.block.style
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        // What follows stands below the first word of the text behind `why:` and the like.
        let label = line.hasPrefix("  ") ? line.dropFirst(2).prefix { $0 != " " && $0 != "\n" } : ""
        return style.wrapped(style.shown(String(line)), hanging: label.hasSuffix(":") ? label.count + 3 : 2)
      }
      say(style.highlighted(lines.joined(separator: "\n")), &screen)
    }
  }

  /// A step with its verb right-aligned, so that a run reads as a column of verbs.
  ///
  /// Below a checklist that is redrawn only what is `lasting` stays to be read.
  static func step(_ verb: String, _ text: String, lasting: Bool = false) {
    screen.withLock { screen in
      if screen.voice == .events, !verb.isEmpty {
        let name = verb.lowercased().replacing(" ", with: "_")
        put(ReportEvent.phase(name: name, message: text).text, to: STDOUT_FILENO)
      }
      guard screen.voice != .errors else { return }
      let style = screen.block.style
      if screen.block.checklist != nil, style.isLive, !lasting {
        guard !verb.isEmpty else { return }
        screen.block.checklist?.note("\(verb.lowercased()) \(text)")
        return put(screen.block.tick(at: .now), to: STDERR_FILENO)
      }
      say(style.step(verb, text), &screen)
    }
  }

  /// A step that says why nothing happens, and for how long, where that is known.
  static func wait(_ text: String, for time: Duration = .zero) {
    screen.withLock { screen in
      if screen.voice == .events { put(ReportEvent.wait(message: text).text, to: STDOUT_FILENO) }
      guard screen.voice != .errors else { return }
      say(screen.block.style.step("Waiting", text), &screen)
      screen.block.rest(until: .now + time)
    }
  }

  /// Something that only programs are told.
  static func event(_ event: ReportEvent) {
    screen.withLock { screen in
      guard screen.voice == .events else { return }
      put(event.text, to: STDOUT_FILENO)
    }
  }

  /// Writes all of `text`; a closed pipe ends the process quietly, as a filter's reader may stop early.
  static func write(_ text: String, to descriptor: Int32) {
    screen.withLock { screen in
      put(screen.block.clear(), to: STDERR_FILENO)
      put(text, to: descriptor)
    }
  }

  // MARK: What changes

  /// Shows what goes on now.
  static func show(_ work: LiveBlock.Work) {
    change { $0.show(work, at: .now) }
  }

  /// Ends what went on; after a moment it is said that this is waited for.
  static func await(_ awaited: String?) {
    change { $0.await(awaited, at: .now) }
  }

  /// Shows, changes or with nil removes the checklist.
  static func checklist(_ checklist: Checklist?) {
    change { block in
      let text = block.clear()
      block.checklist = checklist
      return text + block.tick(at: .now)
    }
  }

  private static func change(_ body: (inout LiveBlock) -> String) {
    screen.withLock { screen in
      guard screen.voice != .errors else { return }
      measure(&screen)
      putLive(body(&screen.block), screen)
      guard screen.block.isBusy, !screen.isTicking else { return }
      screen.isTicking = true
      Task.detached {
        while true {
          try? await Task.sleep(for: .milliseconds(250))
          Console.screen.withLock { screen in
            measure(&screen)
            putLive(screen.block.tick(at: .now), screen)
          }
        }
      }
    }
  }

  private static func putLive(_ text: String, _ screen: Screen) {
    guard !text.isEmpty else { return }
    if screen.block.style.isLive { Interruption.clearLine() }
    put(text, to: STDERR_FILENO)
  }

  /// Somebody may pull at the window.
  private static func measure(_ screen: inout Screen) {
    if screen.block.style.isLive { screen.block.style.measure(columns: columns(STDERR_FILENO)) }
  }

  private static func say(_ text: String, _ screen: inout Screen) {
    measure(&screen)
    put(screen.block.say(text + "\n", at: .now), to: STDERR_FILENO)
  }

  private static func put(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        exit(errno == EPIPE ? 0 : 1)
      }
      bytes = bytes.dropFirst(count)
    }
  }
}
