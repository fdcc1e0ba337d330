import Files
import Findings

/// Why a safetensors file was refused.
public struct SafeTensorsError: ExplainedError, Sendable {
  /// The kinds of refusal.
  public enum Code: String, Sendable, CaseIterable {
    /// The file cannot be opened; the cause says why.
    case unreadable
    /// The file ends before the header or the data it promises.
    case truncated
    /// The header is larger than the format allows.
    case headerTooLarge = "header-too-large"
    /// The header is no JSON of the format's shape.
    case malformedHeader = "malformed-header"
    /// Two entries have one name.
    case duplicateName = "duplicate-name"
    /// A number format that the format does not know.
    case unknownDType = "unknown-dtype"
    /// A shape whose size in bytes is no number that a file can have.
    case shapeOverflow = "shape-overflow"
    /// `data_offsets` do not fit the shape.
    case sizeMismatch = "size-mismatch"
    /// Two tensors share bytes.
    case overlap
    /// Bytes between two tensors belong to none.
    case gap
    /// Bytes after the last tensor.
    case trailingBytes = "trailing-bytes"
  }

  /// Which kind of refusal.
  public var code: Code
  /// What could not be done.
  public var problem: String
  /// Why, with the deciding values.
  public var reason: String
  /// What to do next.
  public var remedy: String
  /// The error below this one.
  public var cause: (any Error)?

  init(_ code: Code, path: String, reason: String, remedy: String? = nil, cause: (any Error)? = nil) {
    self.code = code
    problem = "cannot read \(path)"
    self.reason = reason
    self.remedy = remedy ?? "Save the model again, or fetch the file again if it was downloaded."
    self.cause = cause
  }

  init(_ error: FileError) {
    self.init(.unreadable, path: "", reason: error.reason, remedy: error.remedy, cause: error)
    problem = error.problem
  }

  /// The stable name of the error.
  public var codeName: String { "safetensors.\(code.rawValue)" }
  /// The exit status it leads to.
  public var exitStatus: ExitStatus { .localInput }
}
