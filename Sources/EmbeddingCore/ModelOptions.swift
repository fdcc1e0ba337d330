import SafeTensors

/// How a model is opened; by default as it is stored, with the meaning that Model2Vec gives it.
///
/// Conversions follow the Python library `model2vec` 0.10 (`from_pretrained(quantize_to:dimensionality:)`) bit for bit:
/// first the number format, over the whole table, then the cut.
///
/// ```swift
/// let small = try StaticModel(folder: "my-model", options: ModelOptions(dimension: 128, format: .int8))
/// ```
public struct ModelOptions: Sendable, Hashable {
  /// A folder inside the model's folder that holds the files, such as `onnx` or `v2/small`.
  public var subfolder: String?
  /// The first so many numbers of every vector; nil for all.
  ///
  /// Without a change of the number format nothing is copied: the table stays in the mapped file.
  public var dimension: Int?
  /// The number format to convert the table to, in memory; nil for the stored one.
  public var format: TableFormat?
  /// What the files mean.
  public var semantics: ModelSemantics
  /// The prompt to put before every text, by its name; nil for the one that the model names, if any.
  ///
  /// Only for `.sentenceTransformers`; Model2Vec knows no prompts.
  public var promptName: String?

  /// Options; everything left out is as stored.
  public init(
    subfolder: String? = nil,
    dimension: Int? = nil,
    format: TableFormat? = nil,
    semantics: ModelSemantics = .model2vec,
    promptName: String? = nil
  ) {
    self.subfolder = subfolder
    self.dimension = dimension
    self.format = format
    self.semantics = semantics
    self.promptName = promptName
  }
}

/// A number format that a table can be converted to; the raw value is its name in `config.json` and in NumPy.
public enum TableFormat: String, Sendable, Hashable, CaseIterable {
  /// 32-bit floating point.
  case float32
  /// 16-bit IEEE half: half the size, 3 significant digits, nothing beyond ±65,504.
  case float16
  /// 64-bit floating point; conversion to it adds size, not knowledge.
  case float64
  /// 8-bit integers from -127 to 127, the table divided by a 127th of its largest magnitude.
  ///
  /// The divisor is not kept, as in the reference library: vectors are proportional to what they were, so that cosines
  /// mean the same and lengths mean nothing.
  case int8

  var dtype: TensorDType {
    switch self {
    case .float32: .f32
    case .float16: .f16
    case .float64: .f64
    case .int8: .i8
    }
  }
}

/// What a model's files mean; for most models both meanings agree up to rounding.
public enum ModelSemantics: String, Sendable, Hashable, CaseIterable {
  /// As the Python library `model2vec` 0.10 reads them.
  ///
  /// The text is cut to `max_length` (512 if absent) times the median token length, then to `max_length` tokens; unknown
  /// tokens are dropped; `normalize` of the configuration decides about length 1.
  case model2vec
  /// As the Python library `sentence-transformers` 6 reads them, through `modules.json`.
  ///
  /// Unknown tokens are averaged too; the truncation stored in `tokenizer.json` holds and no other; a `Normalize` module
  /// divides by the length or by 1e-12, whichever is larger; the prompts of `config_sentence_transformers.json` are put
  /// before the text; `ModelOptions.dimension` cuts the finished vector, after `Normalize`.
  case sentenceTransformers = "sentence-transformers"
}
