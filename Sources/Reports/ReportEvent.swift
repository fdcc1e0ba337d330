/// Something that happens while a command runs, as a line of the form `jsonl`.
///
/// Checks, findings and the result are written at the end, by ``ReportFormat/jsonl``.
public enum ReportEvent: Sendable, Hashable {
  /// A step is taken or done; the name is one word in lower case.
  case phase(name: String, message: String)
  /// A file was sent or fetched.
  case file(phase: String, path: String, size: Int)
  /// The command waits, and why.
  case wait(message: String)

  /// The event as one line that ends with a newline.
  public var text: String {
    switch self {
    case .phase(let name, let message):
      JSONLinesReport.line("phase", [("phase", .string(name)), ("message", .string(message))])
    case .file(let phase, let path, let size):
      JSONLinesReport.line("file", [("phase", .string(phase)), ("path", .string(path)), ("size", .integer(size))])
    case .wait(let message): JSONLinesReport.line("wait", [("message", .string(message))])
    }
  }
}
