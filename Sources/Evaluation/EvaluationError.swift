import Findings

/// An evaluation that cannot be made or read.
public struct EvaluationError: ExplainedError {
  /// What kind of failure.
  public enum Code: String, Sendable, CaseIterable {
    /// A suite that nothing can be learnt from.
    case unusableSuite = "unusable-suite"
    /// The model's vectors are not as many or not as long as they must be.
    case wrongVectors = "wrong-vectors"
    /// A vector holds a number that is not finite.
    case notFinite = "not-finite"
    /// A composite's weights are not shares of one.
    case wrongWeights = "wrong-weights"
    /// A composite needs a score that was not measured.
    case missingScore = "missing-score"
    /// A file of results is not JSON or CSV as it must be.
    case malformed
    /// A value in a file of results has another type or value than it must have.
    case wrongValue = "wrong-value"
    /// A file of results of a version or of a kind that is not known.
    case unknownFormat = "unknown-format"
    /// A file of results with more bytes or values than are read.
    case tooLarge = "too-large"
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
  public var codeName: String { "evaluation.\(code.rawValue)" }
  /// The exit status it leads to.
  public var exitStatus: ExitStatus {
    switch code {
    case .unusableSuite, .wrongWeights, .missingScore: .invalidConfiguration
    case .wrongVectors, .notFinite: .checkFailed
    case .malformed, .wrongValue, .unknownFormat, .tooLarge: .localInput
    }
  }
}
