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
        guard ["WordPiece", "BPE", "Unigram", "WordLevel"].contains(type) else {
          throw unsupported("the model type \(type)")
        }
        fields.type = type
      case "unk_token": fields.unknownToken = try reader.takeNull() ? nil : try text()
      case "continuing_subword_prefix": fields.continuingPrefix = try reader.takeNull() ? nil : try text()
      case "max_input_chars_per_word": fields.maximumScalars = try reader.integer()
      case "vocab":
        if try reader.peek() == .array {
          fields.pieces = try parsePieces()
        } else {
          fields.vocabulary = try parseVocabulary()
        }
      case "unk_id": fields.unknownID = try reader.takeNull() ? nil : try reader.integer()
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

  /// Unigram's list of tokens, each with its score; a token's place is its id.
  private mutating func parsePieces() throws -> UnigramPieces {
    var pieces = UnigramPieces()
    try reader.enterArray()
    while try reader.nextElement() {
      try reader.enterArray()
      guard try reader.nextElement() else { throw reader.failure("a token of Unigram is a text and a score") }
      reader.append(try reader.string(), to: &pieces.builder.blob)
      guard try reader.nextElement() else { throw reader.failure("a token of Unigram is a text and a score") }
      let digits = try reader.number()
      guard let score = ReferenceNumber.value(reader.bytes(in: digits)) else {
        throw reader.failure("the score is too large a number", at: digits.lowerBound)
      }
      guard try !reader.nextElement() else { throw reader.failure("a token of Unigram is a text and a score") }
      guard pieces.scores.count < Int(UInt32.max) else { throw VocabularyFault(reason: "it has too many tokens") }
      try pieces.builder.endToken(id: UInt32(pieces.scores.count))
      pieces.scores.append(score)
    }
    return pieces
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
  var pieces: UnigramPieces?
  var unknownID: Int?
  var fallsBackToBytes = false
  var bpe = BPEFields()

  func model(_ parser: TokenizerFileParser) throws -> TokenizerModel {
    switch try type ?? guessedType(parser) {
    case "BPE": return .bpe(try bpeModel(parser))
    case "Unigram": return .unigram(try unigram(parser))
    case "WordLevel":
      return .wordLevel(
        WordLevel(
          vocabulary: try required(vocabulary, "vocab", of: "WordLevel", parser),
          unknownToken: try required(unknownToken, "unk_token", of: "WordLevel", parser)
        )
      )
    default: return .wordPiece(try wordPiece(parser))
    }
  }

  /// Old files leave the type out; the fields tell, asked in the reference's order.
  private func guessedType(_ parser: TokenizerFileParser) throws -> String {
    if bpe.hasMerges { return "BPE" }
    if seen.isSuperset(of: ["unk_token", "continuing_subword_prefix", "max_input_chars_per_word", "vocab"]) {
      return "WordPiece"
    }
    if seen.isSuperset(of: ["unk_token", "vocab"]) { return "WordLevel" }
    if pieces != nil { return "Unigram" }
    throw parser.unsupported("a model without a type")
  }

  private func wordPiece(_ parser: TokenizerFileParser) throws -> WordPiece {
    let vocabulary = try required(vocabulary, "vocab", of: "WordPiece", parser)
    let unknownToken = try required(unknownToken, "unk_token", of: "WordPiece", parser)
    let continuingPrefix = try required(continuingPrefix, "continuing_subword_prefix", of: "WordPiece", parser)
    guard let maximumScalars, maximumScalars >= 0 else {
      throw parser.reader.failure("the WordPiece model has no max_input_chars_per_word that is a positive number")
    }
    return WordPiece(
      vocabulary: vocabulary,
      unknownToken: unknownToken,
      continuingPrefix: continuingPrefix,
      maximumScalars: maximumScalars
    )
  }

  private func unigram(_ parser: TokenizerFileParser) throws -> Unigram {
    guard let pieces else {
      throw parser.reader.failure("the Unigram model has no vocab that is a list of tokens with scores")
    }
    if let unknownID, UInt32(exactly: unknownID) == nil {
      throw VocabularyFault(reason: "unk_id is \(unknownID)")
    }
    return try Unigram(
      pieces: pieces,
      unknownID: unknownID.map { UInt32(truncatingIfNeeded: $0) },
      fallsBackToBytes: fallsBackToBytes
    )
  }

  private func required<Value>(
    _ value: Value?,
    _ name: String,
    of model: String,
    _ parser: TokenizerFileParser
  ) throws -> Value {
    guard let value else { throw parser.reader.failure("the \(model) model has no \(name)") }
    return value
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
