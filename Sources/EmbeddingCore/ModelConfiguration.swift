import Files

/// What a model's configuration says; only `normalize` and `max_length` decide about vectors.
public struct ModelConfiguration: Sendable, Hashable {
  /// Whether vectors are divided by their length; false where the file does not say.
  public var isNormalized = false
  /// The most tokens that are pooled; 512 where the file does not say, nil for `null`, which means all.
  public var maxLength: Int? = 512
  /// The name of the tokenizer or model that the model was distilled from.
  public var tokenizerName: String?
  /// `model_type`.
  public var modelType: String?
  /// `embedding_dtype`, the name of the table's number format as the file has it.
  public var embeddingDType: String?
  /// `hidden_dim`, the dimension as the file has it.
  public var hiddenDimension: Int?

  /// The configuration of a model whose file says nothing.
  public init() {}

  /// Reads a JSON configuration of any of the layouts.
  ///
  /// - Throws: `EmbeddingError.Code.unreadable` or `.invalidConfiguration`.
  public init(path: String) throws(EmbeddingError) {
    let bytes: [UInt8]
    do { bytes = try LocalFiles.read(path, limit: 16 << 20) } catch { throw EmbeddingError(.unreadable, from: error) }
    try self.init(json: bytes, name: path)
  }

  /// Reads a configuration from the bytes of its file; `name` is what errors call it.
  ///
  /// - Throws: `EmbeddingError.Code.invalidConfiguration`.
  public init(json: [UInt8], name: String) throws(EmbeddingError) {
    var configuration = ModelConfiguration()
    try EmbeddingError.reading(json, name: name) { (reader) throws(JSONError) in try configuration.read(&reader) }
    self = configuration
  }

  private mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    var seen: Set<String> = []
    try reader.enterObject()
    while let key = try reader.nextKey() {
      let name = reader.text(key)
      guard seen.insert(name).inserted else { throw reader.failure("\"\(name)\" stands here twice") }
      let kind = try reader.peek()
      switch name {
      case "normalize":
        guard kind == .boolean || kind == .null else { throw reader.failure("\"normalize\" is not true or false") }
        isNormalized = try reader.takeNull() ? false : try reader.boolean()
      case "max_length":
        guard kind == .number || kind == .null else { throw reader.failure("\"max_length\" is not a number") }
        maxLength = try reader.takeNull() ? nil : try reader.integer()
        if let length = maxLength, length < 0 { throw reader.failure("\"max_length\" is \(length), less than 0") }
      // The rest informs people; a strange value there must not keep the model from being run.
      case "tokenizer_name" where kind == .string: tokenizerName = reader.text(try reader.string())
      case "model_type" where kind == .string: modelType = reader.text(try reader.string())
      case "embedding_dtype" where kind == .string: embeddingDType = reader.text(try reader.string())
      case "hidden_dim" where kind == .number:
        let digits = reader.source(try reader.number())
        hiddenDimension = Int(digits)
      default: try reader.skipValue()
      }
    }
  }
}
