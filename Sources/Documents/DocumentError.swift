import Findings

/// A text that is not what it must be: YAML that cannot be read, a key that is not known, a template that is wrong.
public struct DocumentError: ExplainedError {
  /// What kind of failure.
  public enum Code: String, Sendable, CaseIterable {
    /// The text is not YAML.
    case yamlSyntax = "yaml-syntax"
    /// The same key stands twice in one mapping.
    case duplicateKey = "duplicate-key"
    /// A tag such as `!!python/tuple`.
    case unknownTag = "unknown-tag"
    /// An anchor, an alias or a merge key.
    case alias
    /// More than one document in one file.
    case severalDocuments = "several-documents"
    /// More levels, characters or bytes than such a text may have.
    case tooLarge = "too-large"
    /// A value of another type than the one wanted.
    case wrongType = "wrong-type"
    /// A key that must be there is not.
    case missingKey = "missing-key"
    /// A key that nobody reads, mostly a slip of the pen.
    case unknownKey = "unknown-key"
    /// A template with a tag that is malformed, unknown or not closed.
    case templateSyntax = "template-syntax"
    /// A template uses a name that has no value.
    case unknownName = "unknown-name"
    /// A template includes one that does not exist.
    case unknownTemplate = "unknown-template"
    /// A template prints something that is not text.
    case notPrintable = "not-printable"
    /// Templates include each other without end.
    case templateRecursion = "template-recursion"
    /// A figure is asked for from numbers that cannot be drawn.
    case figureData = "figure-data"
  }

  /// What kind of failure.
  public var code: Code
  /// What could not be done.
  public var problem: String
  /// Why, with the deciding values.
  public var reason: String
  /// What to do next.
  public var remedy: String
  /// Where in the file or template.
  public var location: SourceLocation?

  /// A failure with its three texts and its place.
  public init(_ code: Code, problem: String, reason: String, remedy: String, location: SourceLocation? = nil) {
    self.code = code
    self.problem = problem
    self.reason = reason
    self.remedy = remedy
    self.location = location
  }

  /// The stable name of the error.
  public var codeName: String { "document.\(code.rawValue)" }
  /// The exit status it leads to.
  public var exitStatus: ExitStatus { .invalidConfiguration }
}
