import Findings
import SafeTensors
import Tokenizers

/// Why a model cannot be used.
public struct EmbeddingError: ExplainedError, Sendable {
  /// The kinds of refusal.
  public enum Code: String, Sendable, CaseIterable {
    /// There is no folder at the path.
    case missingFolder = "missing-folder"
    /// The folder holds no complete model.
    case missingFile = "missing-file"
    /// A file cannot be opened.
    case unreadable
    /// The configuration is no JSON, or an entry has the wrong type.
    case invalidConfiguration = "invalid-configuration"
    /// The file of tensors is damaged; the cause says how.
    case invalidTensorFile = "invalid-tensor-file"
    /// A tensor is missing, or has a number format or a shape that no embedding model has.
    case invalidTensor = "invalid-tensor"
    /// The tokenizer cannot be used; the cause says why.
    case invalidTokenizer = "invalid-tokenizer"
    /// The tokenizer is sound but uses a part that is not implemented; the reason names it.
    case unsupportedTokenizer = "unsupported-tokenizer"
    /// Tokenizer and table do not belong together.
    case tokenizerMismatch = "tokenizer-mismatch"
    /// `mapping` names a row that the table does not have.
    case mappingOutOfRange = "mapping-out-of-range"
    /// An option asks for what the model does not have, such as more dimensions.
    case invalidOption = "invalid-option"
    /// `modules.json` names a module that is neither a static embedding nor a normalization.
    case unsupportedModule = "unsupported-module"
    /// A file became shorter while the model was in use.
    case changed
    /// The model cannot be saved there, or not at all.
    case cannotSave = "cannot-save"
    /// A text cannot be expressed in the tokenizer's tokens.
    case inexpressibleText = "inexpressible-text"
  }

  /// Which kind of refusal.
  public var code: Code
  /// What could not be done.
  public var problem: String
  /// Why, with the deciding values.
  public var reason: String
  /// What to do next.
  public var remedy: String
  /// Where in a file.
  public var location: SourceLocation?
  /// The error below this one.
  public var cause: (any Error)?

  init(
    _ code: Code,
    problem: String,
    reason: String,
    remedy: String,
    location: SourceLocation? = nil,
    cause: (any Error)? = nil
  ) {
    self.code = code
    self.problem = problem
    self.reason = reason
    self.remedy = remedy
    self.location = location
    self.cause = cause
  }

  init(_ code: Code, from error: some ExplainedError) {
    self.init(
      code,
      problem: error.problem,
      reason: error.reason,
      remedy: error.remedy,
      location: error.location,
      cause: error
    )
  }

  init(_ error: SafeTensorsError) {
    self.init(error.code == .unreadable ? .unreadable : .invalidTensorFile, from: error)
  }

  init(_ error: TokenizerError) {
    let code: Code =
      switch error.code {
      case .unreadable: .unreadable
      case .unsupported: .unsupportedTokenizer
      case .missingUnknownToken, .patternTooSlow: .inexpressibleText
      case .tooLarge, .malformed, .invalidVocabulary: .invalidTokenizer
      }
    self.init(code, from: error)
  }

  /// The stable name of the error.
  public var codeName: String { "model.\(code.rawValue)" }
  /// The exit status it leads to.
  public var exitStatus: ExitStatus {
    switch code {
    case .missingFolder, .missingFile, .unreadable, .inexpressibleText, .changed, .cannotSave: .localInput
    case .invalidOption: .usage
    // The bytes were read; it is the model that fails.
    case .invalidConfiguration, .invalidTensorFile, .invalidTensor, .invalidTokenizer, .unsupportedTokenizer,
      .tokenizerMismatch, .mappingOutOfRange, .unsupportedModule:
      .checkFailed
    }
  }
}
