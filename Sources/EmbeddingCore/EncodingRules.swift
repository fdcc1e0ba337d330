import Tokenizers

/// What happens between a text and its vector, worked out once from a model's files and the semantics it is opened with.
struct EncodingRules: Sendable {
  /// What stands before every text.
  var prompt = ""
  /// The most scalars of a text that are looked at.
  var scalarLimit = Int.max
  /// The most tokens that are kept.
  var tokenLimit = Int.max
  /// Whether the last tokens are kept instead of the first.
  var keepsEnd = false
  /// The token that is dropped.
  var droppedID: UInt32?
  /// How the mean is scaled.
  var normalization = Normalization.none

  /// The rules of model2vec 0.10.
  init(facts: ModelFacts) {
    scalarLimit = facts.maximumTextLength ?? .max
    tokenLimit = facts.maxLength ?? .max
    droppedID = facts.unknownTokenID
    normalization = facts.isNormalized ? .model2vec : .none
  }

  /// The rules of sentence-transformers 6.
  init(_ settings: SentenceTransformersSettings, prompt: String, truncation: StoredTruncation?) {
    self.prompt = prompt
    tokenLimit = truncation?.maxLength ?? .max
    keepsEnd = truncation?.direction == .left
    normalization = settings.isNormalized ? .sentenceTransformers : .none
  }
}

/// How the mean of a text's rows is scaled.
enum Normalization: Sendable {
  /// Not at all.
  case none
  /// Divided by its length plus 1e-32.
  case model2vec
  /// Divided by its length, or by 1e-12 if that is larger.
  case sentenceTransformers
}

/// Why a text has no vector.
enum EncodingFault: Int, Sendable {
  /// The tokenizer has no token for a part of it.
  case inexpressible = 1
  /// The file of the table became shorter.
  case changed
  /// A regular expression of the tokenizer takes too many steps on it.
  case exhausted
}
