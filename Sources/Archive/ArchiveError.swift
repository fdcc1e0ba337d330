import Files
import Findings

/// An archive that cannot be written or read.
public struct ArchiveError: ExplainedError {
  /// What kind of failure.
  public enum Code: String, Sendable, CaseIterable {
    /// Nothing to pack.
    case empty
    /// A path that would not be safe or not be the same everywhere.
    case invalidPath = "invalid-path"
    /// Two entries with the same path, or a file where another entry needs a folder.
    case conflictingPaths = "conflicting-paths"
    /// A file to be packed changed while it was read.
    case changed
    /// A file to be packed cannot be read, or the place to write to cannot be written.
    case file
    /// The archive is not one, is cut short or is damaged.
    case unreadable
    /// An entry that is no file and no folder, such as a link.
    case unsafeEntry = "unsafe-entry"
    /// More bytes or entries than are taken from an archive.
    case tooLarge = "too-large"
    /// The folder to extract to is there already and not empty.
    case occupied
    /// The library or the system failed at something that does not depend on the input.
    case system
  }

  /// What kind of failure.
  public var code: Code
  /// What could not be done.
  public var problem: String
  /// Why, with the deciding values.
  public var reason: String
  /// What to do next.
  public var remedy: String
  /// The error below this one.
  public var cause: (any Error)?

  /// A failure with its three texts.
  public init(_ code: Code, problem: String, reason: String, remedy: String, cause: (any Error)? = nil) {
    self.code = code
    self.problem = problem
    self.reason = reason
    self.remedy = remedy
    self.cause = cause
  }

  /// A failure of the file system while an archive was written or read.
  init(_ error: FileError) {
    self.init(.file, problem: error.problem, reason: error.reason, remedy: error.remedy, cause: error)
  }

  /// The stable name of the error.
  public var codeName: String { "archive.\(code.rawValue)" }
  /// The exit status it leads to.
  public var exitStatus: ExitStatus { .localInput }
}
