import Files
import Findings

/// What a `tokenizer.json` says, checked part by part.
struct TokenizerFile {
  /// No published tokenizer comes near; a larger file is something else.
  static let maximumSize = 256 << 20

  /// All added tokens together, in bytes; a tree is built over them.
  static let maximumAddedSize = 16 << 20

  private(set) var normalizer = Normalizer.none
  private(set) var preTokenizer = PreTokenizer.none
  private(set) var truncation: StoredTruncation?
  let model: TokenizerModel
  private let addedTokens: [AddedToken]

  init(
    _ bytes: UnsafeRawBufferPointer,
    path: String,
    maximumAddedSize: Int = TokenizerFile.maximumAddedSize
  ) throws(TokenizerError) {
    guard bytes.count <= TokenizerFile.maximumSize else {
      throw TokenizerError(
        .tooLarge,
        path: path,
        reason: "it has \(bytes.count) bytes, more than the \(TokenizerFile.maximumSize) that a tokenizer may have",
        remedy: "Check the path."
      )
    }
    var parser = TokenizerFileParser(reader: JSONReader(bytes), path: path, maximumAddedSize: maximumAddedSize)
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
    truncation = parser.truncation
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
      let count = UInt32(clamping: model.size)
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
  let maximumAddedSize: Int
  var normalizer = Normalizer.none
  var preTokenizer = PreTokenizer.none
  var truncation: StoredTruncation?
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
      case "truncation": truncation = try parseTruncation()
      default: try reader.skipValue()
      }
    }
    try reader.finish()
  }

  func unsupported(_ part: String) -> TokenizerError { .unsupported(part, path: path) }

  /// A short text, such as the name of a type.
  mutating func text() throws -> String { reader.text(try reader.string()) }

  private mutating func parseAddedTokens() throws {
    var size = 0
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
      size += token.content.count
      guard size <= maximumAddedSize else {
        throw TokenizerError(
          .tooLarge,
          path: path,
          reason: "its added tokens take more than \(maximumAddedSize) bytes",
          remedy: "Move words that are no special tokens into the model's vocabulary."
        )
      }
    }
  }
}
