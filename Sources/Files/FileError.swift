import Findings
import Glibc

/// A failure of the local file system.
public struct FileError: ExplainedError {
  /// What kind of failure.
  public enum Code: String, Sendable {
    case missing, unreadable, unwritable, diskFull = "disk-full", changed, notRegular = "not-regular", tooLarge = "too-large"
  }

  /// What kind of failure.
  public var code: Code
  public var problem: String
  public var reason: String
  public var remedy: String

  /// A failure with its three texts.
  public init(_ code: Code, problem: String, reason: String, remedy: String) {
    self.code = code
    self.problem = problem
    self.reason = reason
    self.remedy = remedy
  }

  public var codeName: String { "file.\(code.rawValue)" }
  public var exitStatus: ExitStatus { .localInput }

  /// A failed system call on `path`; `number` is its `errno`.
  public static func system(_ action: String, _ path: String, number: Int32) -> FileError {
    let text = String(cString: strerror(number))
    switch number {
    case ENOENT, ENOTDIR:
      return FileError(
        .missing, problem: "cannot \(action) \(path)", reason: "it does not exist", remedy: "Check the path.")
    case ENOSPC, EDQUOT:
      return FileError(
        .diskFull,
        problem: "cannot \(action) \(path)",
        reason: "the disk is full (\(text))",
        remedy: "Free some space and run the command again.")
    default:
      return FileError(
        action == "write" || action == "create" ? .unwritable : .unreadable,
        problem: "cannot \(action) \(path)",
        reason: text,
        remedy: "Check the path and its permissions.")
    }
  }
}
