import Documents
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
    /// A name that nothing has.
    case unknownName = "unknown-name"
    /// A model is needed, and there is none.
    case noModel = "no-model"
    /// A number where only names, words and rules belong.
    case numberInManifest = "number-in-manifest"
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
  public var exitStatus: ExitStatus { code == .otherRepository || code == .noModel ? .usage : .invalidConfiguration }

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

  /// The error for a publication that has to have a model and has none.
  public static func noModel(_ manifest: Manifest) -> PublicationError {
    PublicationError(
      .noModel,
      problem: "cannot go on with \(manifest.name)",
      reason: "there is no model: the manifest names no folder, and none was given",
      remedy: "Give the model's folder with --model, or name it in \(manifest.file) as `model`."
    )
  }

  static func unknownName(
    _ what: String,
    _ seen: String,
    among names: [String],
    at location: SourceLocation
  )
    -> PublicationError
  {
    let nearest = NearestName.suggestion(for: seen, among: names)
    return PublicationError(
      .unknownName,
      problem: "cannot resolve the \(what) `\(TextEscape.printable(seen))`",
      reason: "there is no \(what) of that name",
      remedy: nearest.map { "Did you mean `\($0)`?" }
        ?? (names.isEmpty ? "None is defined." : "Known: \(names.prefix(12).joined(separator: ", "))."),
      location: location
    )
  }
}
