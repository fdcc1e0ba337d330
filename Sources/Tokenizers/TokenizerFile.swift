import Files
import Findings

/// What a `tokenizer.json` says, checked part by part.
struct TokenizerFile {
  /// No published tokenizer comes near; a larger file is something else.
  static let maximumSize = 512 << 20

  private(set) var normalizer = Normalizer.none
  private(set) var preTokenizer = PreTokenizer.none
  let model: TokenizerModel
  private let addedTokens: [AddedToken]

  init(_ bytes: UnsafeRawBufferPointer, path: String) throws(TokenizerError) {
    guard bytes.count <= TokenizerFile.maximumSize else {
      throw TokenizerError(
        .tooLarge,
        path: path,
        reason: "it has \(bytes.count) bytes, more than the \(TokenizerFile.maximumSize) that a tokenizer may have",
        remedy: "Check the path."
      )
    }
    var parser = TokenizerFileParser(reader: JSONReader(bytes), path: path)
    do {
      try parser.parse()
      guard let model = parser.model else { throw parser.reader.failure("there is no model") }
      self.model = model
    } catch let error as TokenizerError {
      throw error
    } catch let error as JSONError {
      throw TokenizerError(
        .malformed,
        path: path,
        reason: error.reason,
        location: SourceLocation(file: path, line: error.line, column: error.column),
        cause: error
      )
    } catch let error as VocabularyFault {
      throw TokenizerError(.invalidVocabulary, path: path, reason: error.reason)
    } catch {
      throw TokenizerError(.malformed, path: path, reason: "\(error)", cause: error)
    }
    normalizer = parser.normalizer
    preTokenizer = parser.preTokenizer
    addedTokens = parser.addedTokens
  }

  /// The added tokens with the ids that the reference gives them.
  ///
  /// The id in the file is not authoritative: a token has the id of the model's vocabulary, or else the next free one
  /// in the order of the list. Empty and repeated ones are skipped.
  func resolvedAddedTokens() -> [AddedToken] {
    var resolved: [AddedToken] = []
    var seen: Set<[UInt8]> = []
    var largest: UInt32?
    for var token in addedTokens where !token.content.isEmpty && seen.insert(token.content).inserted {
      let count = UInt32(clamping: model.vocabulary.count)
      token.id = model.vocabulary.id(of: token.content) ?? max(count, largest.map { $0 &+ 1 } ?? 0)
      largest = max(largest ?? 0, token.id)
      resolved.append(token)
    }
    return resolved
  }
}

/// Reads the file; errors of all kinds are sorted out by its caller.
struct TokenizerFileParser {
  var reader: JSONReader
  let path: String
  var normalizer = Normalizer.none
  var preTokenizer = PreTokenizer.none
  var model: TokenizerModel?
  var addedTokens: [AddedToken] = []

  mutating func parse() throws {
    var seen: Set<String> = []
    try reader.enterObject()
    while let key = try reader.nextKey() {
      let name = reader.text(key)
      guard seen.insert(name).inserted else { throw reader.failure("\"\(name)\" stands here twice") }
      switch name {
      case "version":
        let version = try reader.takeNull() ? "null" : reader.text(try reader.string())
        guard version == "1.0" else { throw unsupported("version \(version) of the format") }
      case "added_tokens": if try !reader.takeNull() { try parseAddedTokens() }
      case "normalizer": normalizer = try parseNormalizer()
      case "pre_tokenizer": preTokenizer = try parsePreTokenizer()
      case "post_processor": try parsePostProcessor()
      case "model": model = try parseModel()
      default: try reader.skipValue()
      }
    }
    try reader.finish()
  }

  func unsupported(_ part: String) -> TokenizerError { .unsupported(part, path: path) }

  /// A short text, such as the name of a type.
  mutating func text() throws -> String { reader.text(try reader.string()) }

  private mutating func parseAddedTokens() throws {
    try reader.enterArray()
    while try reader.nextElement() {
      var token = AddedToken()
      var hasContent = false
      try reader.enterObject()
      while let key = try reader.nextKey() {
        if reader.matches(key, "content") {
          token.content = []
          reader.append(try reader.string(), to: &token.content)
          hasContent = true
        } else if reader.matches(key, "single_word") {
          token.isSingleWord = try reader.boolean()
        } else if reader.matches(key, "lstrip") {
          token.stripsLeft = try reader.boolean()
        } else if reader.matches(key, "rstrip") {
          token.stripsRight = try reader.boolean()
        } else if reader.matches(key, "normalized") {
          token.isNormalized = try reader.boolean()
        } else if reader.matches(key, "id") {
          let id = try reader.integer()
          guard UInt32(exactly: id) != nil else { throw VocabularyFault(reason: "an added token has the id \(id)") }
        } else {
          try reader.skipValue()
        }
      }
      guard hasContent else { throw reader.failure("an added token has no content") }
      addedTokens.append(token)
    }
  }

  private mutating func parseNormalizer() throws -> Normalizer {
    guard try !reader.takeNull() else { return .none }
    var type: String?
    var bert = BertNormalizer()
    var options: Set<String> = []
    var steps: [Normalizer] = []
    try reader.enterObject()
    while let key = try reader.nextKey() {
      let name = reader.text(key)
      switch name {
      case "type":
        type = try text()
        if let type, !["BertNormalizer", "Bert", "Sequence"].contains(type) {
          throw unsupported("the normalizer \(type)")
        }
      case "clean_text": bert.cleansText = try reader.boolean()
      case "handle_chinese_chars": bert.separatesChinese = try reader.boolean()
      case "strip_accents": bert.stripsAccents = try reader.takeNull() ? nil : try reader.boolean()
      case "lowercase": bert.lowercases = try reader.boolean()
      case "normalizers":
        try reader.enterArray()
        while try reader.nextElement() { steps.append(try parseNormalizer()) }
      default: try reader.skipValue()
      }
      options.insert(name)
    }
    let required: Set = ["clean_text", "handle_chinese_chars", "lowercase"]
    switch type {
    case "Sequence":
      guard options.contains("normalizers") else { throw reader.failure("a Sequence has no normalizers") }
      return .sequence(steps)
    case "BertNormalizer", "Bert":
      guard let missing = required.subtracting(options).min() else { return .bert(bert) }
      throw reader.failure("the BertNormalizer has no \(missing)")
    // Old files leave the type out; the options tell.
    default:
      if required.isSubset(of: options) { return .bert(bert) }
      throw unsupported("a normalizer without a type")
    }
  }

  private mutating func parsePreTokenizer() throws -> PreTokenizer {
    guard try !reader.takeNull() else { return .none }
    var type: String?
    var steps: [PreTokenizer]?
    try reader.enterObject()
    while let key = try reader.nextKey() {
      if reader.matches(key, "type") {
        type = try text()
        if let type, !["BertPreTokenizer", "Sequence"].contains(type) {
          throw unsupported("the pre-tokenizer \(type)")
        }
      } else if reader.matches(key, "pretokenizers") {
        var parsed: [PreTokenizer] = []
        try reader.enterArray()
        while try reader.nextElement() { parsed.append(try parsePreTokenizer()) }
        steps = parsed
      } else {
        try reader.skipValue()
      }
    }
    switch (type, steps) {
    case ("BertPreTokenizer", _): return .bert
    case ("Sequence", .some(let steps)): return .sequence(steps)
    case ("Sequence", nil): throw reader.failure("a Sequence has no pretokenizers")
    default: throw unsupported("a pre-tokenizer without a type")
    }
  }
}
