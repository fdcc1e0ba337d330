import SafeTensors
import Tokenizers

/// One file of a model.
public struct ModelFile: Sendable, Hashable {
  /// The path in the model's folder.
  public var path: String
  /// The length in bytes.
  public var size: Int

  /// A file of that length.
  public init(path: String, size: Int) {
    self.path = path
    self.size = size
  }
}

/// What a model is, as found in its files.
public struct ModelFacts: Sendable, Hashable {
  /// The folder as given, with the subfolder if one was asked for.
  public var folder: String
  /// How the files are arranged.
  public var layout: ModelLayout
  /// The configuration.
  public var configuration: ModelConfiguration
  /// The length of a vector, after a cut if one was asked for.
  public var dimension: Int
  /// The number of rows of the table.
  public var rows: Int
  /// The tokenizer's vocabulary, added tokens included.
  public var vocabularyCount: Int
  /// The number format of the table, after a conversion if one was asked for.
  public var tableDType: TensorDType
  /// The number format of the factors per token, if there are any.
  public var weightsDType: TensorDType?
  /// The number format of the mapping from tokens to rows, if there is one.
  public var mappingDType: TensorDType?
  /// The median length of the vocabulary's tokens in Unicode scalars, rounded down.
  public var medianTokenLength: Int
  /// The tokenizer's model: `WordPiece`.
  public var tokenizerModel: String
  /// The id that is dropped before pooling, if there is one.
  public var unknownTokenID: UInt32?
  /// All tensors of the file, in the order of their data.
  public var tensors: [TensorEntry]
  /// The three files that the model was read from.
  public var files: [ModelFile]
  /// What the files were taken to mean.
  public var semantics: ModelSemantics
  /// What sentence-transformers' own files say; only with its semantics.
  public var sentenceTransformers: SentenceTransformersSettings?
  /// The truncation that `tokenizer.json` asks for; it holds with sentence-transformers' semantics only.
  public var storedTruncation: StoredTruncation?

  /// Facts put together by hand, for tests; `StaticModel` finds them in files.
  public init(
    folder: String,
    layout: ModelLayout,
    configuration: ModelConfiguration,
    dimension: Int,
    rows: Int,
    vocabularyCount: Int,
    tableDType: TensorDType,
    weightsDType: TensorDType? = nil,
    mappingDType: TensorDType? = nil,
    medianTokenLength: Int,
    tokenizerModel: String,
    unknownTokenID: UInt32? = nil,
    tensors: [TensorEntry],
    files: [ModelFile],
    semantics: ModelSemantics = .model2vec,
    sentenceTransformers: SentenceTransformersSettings? = nil,
    storedTruncation: StoredTruncation? = nil
  ) {
    self.folder = folder
    self.layout = layout
    self.configuration = configuration
    self.dimension = dimension
    self.rows = rows
    self.vocabularyCount = vocabularyCount
    self.tableDType = tableDType
    self.weightsDType = weightsDType
    self.mappingDType = mappingDType
    self.medianTokenLength = medianTokenLength
    self.tokenizerModel = tokenizerModel
    self.unknownTokenID = unknownTokenID
    self.tensors = tensors
    self.files = files
    self.semantics = semantics
    self.sentenceTransformers = sentenceTransformers
    self.storedTruncation = storedTruncation
  }

  /// Whether vectors are divided by their length.
  public var isNormalized: Bool {
    semantics == .model2vec ? configuration.isNormalized : sentenceTransformers?.isNormalized ?? false
  }
  /// The most tokens that are pooled; nil for all.
  public var maxLength: Int? { semantics == .model2vec ? configuration.maxLength : storedTruncation?.maxLength }
  /// The name of the tokenizer or model that the model was distilled from.
  public var tokenizerName: String? { configuration.tokenizerName }
  /// The number of numbers in all tensors of the file, as the Hub counts parameters.
  public var parameterCount: Int { tensors.reduce(0) { $0 &+ $1.elementCount } }
  /// The most scalars of a text that are looked at; nil for all.
  public var maximumTextLength: Int? {
    guard semantics == .model2vec, let maxLength else { return nil }
    let (length, overflow) = maxLength.multipliedReportingOverflow(by: medianTokenLength)
    return overflow ? .max : length
  }
}
