import Files
import Findings

/// Why a tokenizer file was refused, or a text could not be tokenized.
public struct TokenizerError: ExplainedError, Sendable {
  /// The kinds of refusal.
  public enum Code: String, Sendable, CaseIterable {
    /// The file cannot be opened; the cause says why.
    case unreadable
    /// The file is larger than any tokenizer.
    case tooLarge = "too-large"
    /// The file is no JSON, or not of the shape of a tokenizer.
    case malformed
    /// The file is sound but uses a part that is not implemented; the reason names it.
    case unsupported
    /// The vocabulary contradicts itself.
    case invalidVocabulary = "invalid-vocabulary"
    /// A text holds an unknown word and the vocabulary has no token for it.
    case missingUnknownToken = "missing-unknown-token"
    /// A regular expression of the tokenizer takes too many steps on a text.
    case patternTooSlow = "pattern-too-slow"
  }

  /// Which kind of refusal.
  public var code: Code
  /// What could not be done.
  public var problem: String
  /// Why, with the deciding values.
  public var reason: String
  /// What to do next.
  public var remedy: String
  /// Where in the file.
  public var location: SourceLocation?
  /// The error below this one.
  public var cause: (any Error)?

  init(
    _ code: Code,
    path: String,
    reason: String,
    remedy: String = "Save the tokenizer again, or fetch the file again if it was downloaded.",
    location: SourceLocation? = nil,
    cause: (any Error)? = nil
  ) {
    self.code = code
    problem = "cannot use the tokenizer \(path)"
    self.reason = reason
    self.remedy = remedy
    self.location = location
    self.cause = cause
  }

  static func unsupported(_ part: String, path: String) -> TokenizerError {
    TokenizerError(
      .unsupported,
      path: path,
      reason: "it uses \(part), which is not supported",
      remedy: "Use a model whose tokenizer consists of supported parts."
    )
  }

  static func patternTooSlow(_ pattern: String?, path: String) -> TokenizerError {
    TokenizerError(
      .patternTooSlow,
      path: path,
      reason: (pattern.map { "the regular expression \($0)" } ?? "a regular expression of the tokenizer")
        + " takes too many steps on this text",
      remedy: "Shorten the text, or simplify the expression in the tokenizer."
    )
  }

  /// The stable name of the error.
  public var codeName: String { "tokenizer.\(code.rawValue)" }
  /// The exit status it leads to.
  public var exitStatus: ExitStatus { .localInput }
}
