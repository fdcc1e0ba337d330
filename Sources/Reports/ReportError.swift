import Findings

/// Why a report cannot be read.
public struct ReportError: ExplainedError, Hashable {
  /// What went wrong.
  public enum Code: String, Sendable, Hashable {
    /// A file in the place of an earlier result is none.
    case noResult
  }

  /// What went wrong.
  public var code: Code
  /// What could not be done.
  public var problem: String
  /// Why.
  public var reason: String
  /// What to do.
  public var remedy: String

  init(_ code: Code, file: String, reason: String) {
    self.code = code
    problem = "cannot use \(file) as a baseline"
    self.reason = reason
    remedy = "Write one with `--report json=FILE`, and give that file."
  }

  /// The code's name for scripts.
  public var codeName: String { "report.\(code.rawValue)" }
  /// Always that of unusable input.
  public var exitStatus: ExitStatus { .localInput }
}
