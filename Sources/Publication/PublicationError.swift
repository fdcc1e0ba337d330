import Findings

/// A publication that cannot be found or says something impossible.
public struct PublicationError: ExplainedError {
  /// What kind of failure.
  public enum Code: String, Sendable {
    /// No manifest where one was looked for.
    case notFound = "not-found"
    /// A value that is not one of the possible ones.
    case invalidValue = "invalid-value"
    /// The manifest belongs to another repository than the one asked for.
    case otherRepository = "other-repository"
    /// Two publications claim the same repository.
    case ambiguous
    /// A file that the manifest names is missing.
    case missingFile = "missing-file"
  }

  /// What kind of failure.
  public var code: Code
  /// What could not be done.
  public var problem: String
  /// Why, with the deciding values.
  public var reason: String
  /// What to do next.
  public var remedy: String
  /// Where the fault is.
  public var location: SourceLocation?

  /// A failure with its three texts.
  public init(_ code: Code, problem: String, reason: String, remedy: String, location: SourceLocation? = nil) {
    self.code = code
    self.problem = problem
    self.reason = reason
    self.remedy = remedy
    self.location = location
  }

  /// The stable name of the error.
  public var codeName: String { "publication.\(code.rawValue)" }
  /// The exit status it leads to.
  public var exitStatus: ExitStatus { code == .otherRepository ? .usage : .invalidConfiguration }

  static func invalidValue(
    _ key: String,
    _ seen: String,
    expected: String,
    at location: SourceLocation
  )
    -> PublicationError
  {
    PublicationError(
      .invalidValue,
      problem: "cannot take `\(key)`",
      reason: "it is \"\(seen)\"; expected \(expected)",
      remedy: "Correct the value.",
      location: location
    )
  }
}
