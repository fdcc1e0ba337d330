import Findings
import Glibc

/// A failure of the local file system.
public struct FileError: ExplainedError {
  /// What kind of failure.
  public enum Code: String, Sendable {
    /// Nothing is at the path.
    case missing
    /// It cannot be read, or is not what it should be inside.
    case unreadable
    /// It cannot be written.
    case unwritable
    /// No room left on the volume, or in what the user may have of it.
    case diskFull = "disk-full"
    /// It changed while it was used.
    case changed
    /// It is a folder, a pipe or a device.
    case notRegular = "not-regular"
    /// It is larger than such a file may be.
    case tooLarge = "too-large"
    /// The task that used it was cancelled.
    case cancelled
  }

  /// What kind of failure.
  public var code: Code
  /// What could not be done.
  public var problem: String
  /// Why, with the deciding values.
  public var reason: String
  /// What to do next.
  public var remedy: String

  /// A failure with its three texts.
  public init(_ code: Code, problem: String, reason: String, remedy: String) {
    self.code = code
    self.problem = problem
    self.reason = reason
    self.remedy = remedy
  }

  /// The stable name of the error.
  public var codeName: String { "file.\(code.rawValue)" }
  /// The exit status it leads to.
  public var exitStatus: ExitStatus { code == .cancelled ? .interrupted : .localInput }

  /// The task that writes or packs a file was cancelled in the middle of it.
  public static func cancelled(_ path: String) -> FileError {
    FileError(
      .cancelled,
      problem: "cannot finish \(path)",
      reason: "the work was interrupted",
      remedy: "Run the command again."
    )
  }

  static func notRegular(_ path: String) -> FileError {
    FileError(
      .notRegular,
      problem: "cannot read \(path)",
      reason: "it is not a regular file",
      remedy: "Give the path of a file."
    )
  }

  static func sizeChanged(_ path: String) -> FileError {
    FileError(
      .changed,
      problem: "cannot read \(path)",
      reason: "its size changed while it was read",
      remedy: "Run it again when nothing writes to the file."
    )
  }

  /// A failed system call on `path`; `number` is its `errno`.
  public static func system(_ action: String, _ path: String, number: Int32) -> FileError {
    let text = String(cString: strerror(number))
    switch number {
    case ENOENT, ENOTDIR:
      return FileError(
        .missing,
        problem: "cannot \(action) \(path)",
        reason: "it does not exist",
        remedy: "Check the path."
      )
    case ENOSPC, EDQUOT, EFBIG:
      return FileError(
        .diskFull,
        problem: "cannot \(action) \(path)",
        reason: "there is no room for it in \(LocalFiles.parent(of: path) ?? "/") (\(text))",
        remedy: number == EFBIG
          ? "Raise the limit on the size of files (`ulimit -f` shows it), or choose another place, and run the command again."
          : "Free some space there, or choose another place, and run the command again."
      )
    default:
      return FileError(
        action == "write" || action == "create" ? .unwritable : .unreadable,
        problem: "cannot \(action) \(path)",
        reason: text,
        remedy: "Check the path and its permissions."
      )
    }
  }
}
