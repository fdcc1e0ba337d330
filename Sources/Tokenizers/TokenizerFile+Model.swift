import Files

/// The `model` part of a `tokenizer.json`, and the post-processor, of which only one thing matters.
extension TokenizerFileParser {
  mutating func parseModel() throws -> TokenizerModel {
    var fields = ModelFields()
    try reader.enterObject()
    while let key = try reader.nextKey() {
      let name = reader.text(key)
      guard fields.seen.insert(name).inserted else { throw reader.failure("the model has \"\(name)\" twice") }
      switch name {
      case "type":
        let type = try text()
        guard ["WordPiece", "BPE"].contains(type) else { throw unsupported("the model type \(type)") }
        fields.type = type
      case "unk_token": fields.unknownToken = try reader.takeNull() ? nil : try text()
      case "continuing_subword_prefix": fields.continuingPrefix = try reader.takeNull() ? nil : try text()
      case "max_input_chars_per_word": fields.maximumScalars = try reader.integer()
      case "vocab":
        if try reader.peek() == .array { throw unsupported("the model type Unigram") }
        fields.vocabulary = try parseVocabulary()
      case "byte_fallback": fields.fallsBackToBytes = try reader.takeNull() ? false : try reader.boolean()
      default:
        let hasPrefix = fields.seen.contains("continuing_subword_prefix")
        let isTaken = try parseBPEField(
          name,
          &fields.bpe,
          vocabulary: fields.vocabulary,
          prefix: hasPrefix ? Array((fields.continuingPrefix ?? "").utf8) : nil
        )
        if !isTaken { try reader.skipValue() }
      }
    }
    return try fields.model(self)
  }

  /// Tokens and ids straight into packed arrays.
  private mutating func parseVocabulary() throws -> Vocabulary {
    var builder = VocabularyBuilder()
    try reader.enterObject()
    while let key = try reader.nextKey() {
      reader.append(key, to: &builder.blob)
      let value = try reader.integer()
      guard let id = UInt32(exactly: value) else {
        throw VocabularyFault(reason: "the token \"\(reader.text(key))\" has the id \(value)")
      }
      try builder.endToken(id: id)
    }
    return try builder.finished()
  }

  /// A post-processor changes no ids while special tokens are not added, unless its template drops the text itself.
  mutating func parsePostProcessor() throws {
    guard try !reader.takeNull() else { return }
    var isTemplate = false
    var sequences: Int?
    try reader.enterObject()
    while let key = try reader.nextKey() {
      if reader.matches(key, "type") {
        isTemplate = try text() == "TemplateProcessing"
      } else if reader.matches(key, "single"), try reader.peek() == .array {
        sequences = try countSequences()
      } else if reader.matches(key, "processors"), try reader.peek() == .array {
        try reader.enterArray()
        while try reader.nextElement() { try parsePostProcessor() }
      } else {
        try reader.skipValue()
      }
    }
    guard !isTemplate || sequences == 1 else {
      throw unsupported("a TemplateProcessing whose \"single\" does not hold the text exactly once")
    }
  }

  private mutating func countSequences() throws -> Int {
    var count = 0
    try reader.enterArray()
    while try reader.nextElement() {
      try reader.enterObject()
      while let key = try reader.nextKey() {
        if reader.matches(key, "Sequence") { count += 1 }
        try reader.skipValue()
      }
    }
    return count
  }
}

/// The fields of a model, in whatever order they came.
private struct ModelFields {
  var seen: Set<String> = []
  var type: String?
  var unknownToken: String?
  var continuingPrefix: String?
  var maximumScalars: Int?
  var vocabulary: Vocabulary?
  var fallsBackToBytes = false
  var bpe = BPEFields()

  func model(_ parser: TokenizerFileParser) throws -> TokenizerModel {
    // Old files leave the type out; the fields tell, asked in the reference's order.
    if type == nil {
      if bpe.hasMerges { return .bpe(try bpeModel(parser)) }
      if !seen.isSuperset(of: ["unk_token", "continuing_subword_prefix", "max_input_chars_per_word"]) {
        throw parser.unsupported("a model without a type")
      }
    }
    if type == "BPE" { return .bpe(try bpeModel(parser)) }
    guard let vocabulary else { throw parser.reader.failure("the WordPiece model has no vocab") }
    guard let unknownToken else { throw parser.reader.failure("the WordPiece model has no unk_token") }
    guard let continuingPrefix else {
      throw parser.reader.failure("the WordPiece model has no continuing_subword_prefix")
    }
    guard let maximumScalars, maximumScalars >= 0 else {
      throw parser.reader.failure("the WordPiece model has no max_input_chars_per_word that is a positive number")
    }
    return .wordPiece(
      WordPiece(
        vocabulary: vocabulary,
        unknownToken: unknownToken,
        continuingPrefix: continuingPrefix,
        maximumScalars: maximumScalars
      )
    )
  }

  private func bpeModel(_ parser: TokenizerFileParser) throws -> BPE {
    try parser.bpe(
      bpe,
      vocabulary: vocabulary,
      unknownToken: unknownToken,
      prefix: continuingPrefix,
      fallsBackToBytes: fallsBackToBytes
    )
  }
}
