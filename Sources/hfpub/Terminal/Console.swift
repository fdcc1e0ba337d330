import Documents
import Glibc

/// Where lines go: results to standard output, everything said to people to standard error.
enum Console {
  /// The columns of the terminal that standard output is; nil when it is none.
  static var width: Int? {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else {
      return nil
    }
    return Int(size.ws_col)
  }

  /// A line of the result.
  static func result(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

  /// A line for people: what is going on.
  static func note(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// An error, for people.
  static func error(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// A step with its verb right-aligned, so that a run reads as a column of verbs.
  static func step(_ verb: String, _ text: String) { note(stepText(verb, text)) }

  /// A step that may come in the middle of a line that shows how far something is.
  static func interject(_ verb: String, _ text: String) {
    note((isatty(STDERR_FILENO) == 1 ? "\r\u{1B}[K" : "") + stepText(verb, text))
  }

  /// The line of a step.
  static func stepText(_ verb: String, _ text: String) -> String {
    String(repeating: " ", count: max(0, 11 - verb.count)) + verb + "  " + TextEscape.printable(text)
  }

  /// Writes all of `text`; a closed pipe ends the process quietly, as a filter's reader may stop early.
  static func write(_ text: String, to descriptor: Int32) {
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
