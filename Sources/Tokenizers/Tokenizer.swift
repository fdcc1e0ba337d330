import Files

/// A tokenizer as `tokenizer.json` describes it: text in, token ids out, exactly as the reference library's.
///
/// Special tokens are never added, and the file's truncation, padding, decoder and post-processor are not used: a
/// static embedding model pools the plain ids. A part that is not known is refused by name.
///
/// ```swift
/// let tokenizer = try Tokenizer(path: "tokenizer.json")
/// let ids = try tokenizer.encode("hello world")
/// ```
public struct Tokenizer: Sendable {
  /// The vocabulary's size, added tokens included.
  public let vocabularyCount: Int
  /// One more than the largest id.
  public let idBound: Int
  /// The id that stands for what the model does not know; nil when it names none or names one that does not exist.
  public let unknownTokenID: UInt32?
  /// The median length of the vocabulary's tokens in Unicode scalars, added tokens included, rounded down.
  public let medianTokenLength: Int
  /// The truncation that the file asks for; `encode` takes its limit from the caller instead.
  public let storedTruncation: StoredTruncation?
  /// The path or name that the tokenizer was read from.
  public let name: String

  let normalizer: Normalizer
  let preTokenizer: PreTokenizer
  let model: TokenizerModel
  private let extraTokens: [AddedToken]
  private let rawTokens: AddedTokenFinder
  private let normalizedTokens: AddedTokenFinder
  private let bertPath: BertFastPath?
  private let byteLevelPath: ByteLevelPath?
  /// Whether the pieces that the pre-tokenizer makes are raw bytes.
  private let givesBytes: Bool
  private let identity: TokenizerIdentity

  /// Reads the `tokenizer.json` at `path`.
  ///
  /// - Throws: `TokenizerError`; `.unsupported` names the part that is not known.
  public init(path: String) throws(TokenizerError) {
    let file: MappedFile
    do {
      file = try MappedFile(path: path)
    } catch {
      var failure = TokenizerError(.unreadable, path: path, reason: error.reason, remedy: error.remedy, cause: error)
      failure.problem = error.problem
      throw failure
    }
    self = try file.withBytes { bytes throws(TokenizerError) in try Tokenizer(bytes, name: path) }
  }

  /// Reads a tokenizer from the bytes of a `tokenizer.json`; `name` is what errors call it.
  ///
  /// - Throws: `TokenizerError`; `.unsupported` names the part that is not known.
  public init(json: [UInt8], name: String) throws(TokenizerError) {
    self = try json.withUnsafeBufferPointer { (bytes) throws(TokenizerError) in
      try Tokenizer(UnsafeRawBufferPointer(bytes), name: name)
    }
  }

  init(_ bytes: UnsafeRawBufferPointer, name: String) throws(TokenizerError) {
    let file = try TokenizerFile(bytes, path: name)
    self.name = name
    storedTruncation = file.truncation
    identity = TokenizerIdentity()
    normalizer = file.normalizer.simplified
    guard normalizer.growth <= Normalizer.maximumGrowth else {
      throw .unsupported("a normalizer that can make a text very many times as long", path: name)
    }
    model = file.model
    (preTokenizer, givesBytes) = Tokenizer.fitted(file.preTokenizer.simplified, to: file.model)
    let vocabulary = file.model.vocabulary
    let added = file.resolvedAddedTokens()
    extraTokens = added.filter { Int($0.id) >= vocabulary.idBound || vocabulary.token($0.id) == nil }
    vocabularyCount = vocabulary.count + extraTokens.count
    guard vocabularyCount > 0 else {
      throw TokenizerError(.invalidVocabulary, path: name, reason: "the vocabulary is empty")
    }
    idBound = max(vocabulary.idBound, (extraTokens.map { Int($0.id) + 1 }.max() ?? 0))
    medianTokenLength = Tokenizer.medianLength(vocabulary, extraTokens)
    switch file.model.unknown {
    case .text(let text):
      let content = Array(text.utf8)
      unknownTokenID = added.first { $0.content == content }?.id ?? vocabulary.id(of: content)
    case .id(let id): unknownTokenID = id
    case nil: unknownTokenID = nil
    }

    rawTokens = AddedTokenFinder(added.filter { !$0.isNormalized }.map { ($0, $0.content) })
    var workspace = TokenizerWorkspace()
    var patterns: [(token: AddedToken, pattern: [UInt8])] = []
    for token in added where token.isNormalized {
      var pattern = token.content
      normalizer.apply(to: &pattern, using: &workspace)
      if case .exhausted(let regex) = workspace.fault { throw .patternTooSlow(regex, path: name) }
      guard !pattern.isEmpty else {
        let text = String(decoding: token.content, as: UTF8.self)
        throw .unsupported("the added token \"\(text)\", which its own normalizer turns into nothing", path: name)
      }
      patterns.append((token, pattern))
    }
    normalizedTokens = AddedTokenFinder(patterns)
    if case .bert(let bert) = normalizer, preTokenizer == .bert, case .wordPiece(let wordPiece) = model,
      patterns.isEmpty
    {
      bertPath = BertFastPath(normalizer: bert, model: wordPiece, identity: TokenizerIdentity())
    } else {
      bertPath = nil
    }
    if case .bpe(let bpe) = model { byteLevelPath = ByteLevelPath(preTokenizer, bpe) } else { byteLevelPath = nil }
  }

  /// The model's name in the file: `WordPiece`.
  public var modelName: String { model.name }

  /// The text of the token with that id, as it stands in the file.
  public func tokenString(_ id: UInt32) -> String? {
    if let token = model.vocabulary.token(id) { return String(decoding: token, as: UTF8.self) }
    return extraTokens.first { $0.id == id }.map { String(decoding: $0.content, as: UTF8.self) }
  }

  /// The id of the token with that text; added tokens are looked up too.
  public func tokenID(_ token: String) -> UInt32? {
    let bytes = Array(token.utf8)
    return model.vocabulary.id(of: bytes) ?? extraTokens.first { $0.content == bytes }?.id
  }

  /// The ids of a text, the first `limit` of them.
  ///
  /// - Throws: `TokenizerError.Code.missingUnknownToken` or `patternTooSlow`.
  public func encode(_ text: String, limit: Int = .max) throws(TokenizerError) -> [UInt32] {
    var workspace = TokenizerWorkspace()
    try encode(text, limit: limit, workspace: &workspace)
    return workspace.tokenIDs
  }

  /// Puts the ids of a text, the first `limit` of them, into the workspace.
  ///
  /// - Throws: `TokenizerError.Code.missingUnknownToken` or `patternTooSlow`.
  public func encode(_ text: String, limit: Int, workspace: inout TokenizerWorkspace) throws(TokenizerError) {
    var text = text
    guard text.withUTF8({ encode($0, limit: limit, workspace: &workspace) }) else { throw failure(workspace) }
  }

  /// Puts the ids of a text in valid UTF-8, the first `limit` of them, into the workspace.
  ///
  /// - Returns: false when it cannot be tokenized; `failure` is the error to throw.
  package func encode(
    _ text: UnsafeBufferPointer<UInt8>,
    limit: Int,
    workspace: inout TokenizerWorkspace
  ) -> Bool {
    workspace.count = 0
    workspace.fault = nil
    guard rawTokens.mayOccur(in: text) else {
      guard encodeBetween(text, limit: limit, isAtOrigin: true, workspace: &workspace) else { return false }
      workspace.count = min(workspace.count, limit)
      return true
    }
    rawTokens.cut(text, into: &workspace.rawParts)
    for index in workspace.rawParts.indices where workspace.count < limit {
      let part = workspace.rawParts[index]
      if let id = part.id {
        workspace.append(id)
      } else {
        let piece = UnsafeBufferPointer(rebasing: text[part.range])
        let isAtOrigin = part.range.lowerBound == 0
        guard encodeBetween(piece, limit: limit, isAtOrigin: isAtOrigin, workspace: &workspace) else { return false }
      }
    }
    workspace.count = min(workspace.count, limit)
    return true
  }

  /// The error for the text that could not be tokenized with this workspace.
  package func failure(_ workspace: TokenizerWorkspace) -> TokenizerError {
    if case .exhausted(let pattern) = workspace.fault { return .patternTooSlow(pattern, path: name) }
    return missingUnknownToken()
  }

  /// The error for a text on which an expression takes too many steps.
  package func patternTooSlow() -> TokenizerError { .patternTooSlow(nil, path: name) }

  /// The error for a text that cannot be expressed.
  package func missingUnknownToken() -> TokenizerError {
    if case .text(let token) = model.unknown {
      return TokenizerError(
        .missingUnknownToken,
        path: name,
        reason: "the text holds an unknown word, and the vocabulary lacks the unknown token \"\(token)\"",
        remedy: "Add the unknown token to the vocabulary."
      )
    }
    return TokenizerError(
      .missingUnknownToken,
      path: name,
      reason: "the text holds a character that is in no token, and the model names no unknown token",
      remedy: "Name the unknown token in the tokenizer's model."
    )
  }

  /// Appends the ids of a text between raw added tokens.
  private func encodeBetween(
    _ text: UnsafeBufferPointer<UInt8>,
    limit: Int,
    isAtOrigin: Bool,
    workspace: inout TokenizerWorkspace
  ) -> Bool {
    if let bertPath { return bertPath.tokenize(text, limit: limit, workspace: &workspace) }
    if let byteLevelPath, normalizedTokens.isEmpty, normalizer.keeps(text) {
      byteLevelPath.tokenize(text, limit: limit, workspace: &workspace)
      return true
    }
    return encodeGenerally(text, limit: limit, isAtOrigin: isAtOrigin, workspace: &workspace)
  }

  /// The pipeline step by step, for any combination of parts.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8 without raw added tokens.
  ///   - limit: The number of ids at which to stop.
  ///   - isAtOrigin: Whether the text is the beginning of what the caller gave.
  ///   - usesPaths: Whether a normalized text may take the short cut for byte-level models.
  ///   - workspace: Where the ids go.
  /// - Returns: false when the text cannot be tokenized; the workspace may say why.
  func encodeGenerally(
    _ text: UnsafeBufferPointer<UInt8>,
    limit: Int,
    isAtOrigin: Bool = true,
    usesPaths: Bool = true,
    workspace: inout TokenizerWorkspace
  ) -> Bool {
    // Taken out of the workspace while the steps use the rest of it.
    var normalized: [UInt8] = []
    swap(&normalized, &workspace.text)
    defer { swap(&normalized, &workspace.text) }
    normalized.removeAll(keepingCapacity: true)
    normalized.append(contentsOf: text)
    normalizer.apply(to: &normalized, using: &workspace)
    guard workspace.fault == nil else { return false }
    return normalized.withUnsafeBufferPointer { normalized in
      normalizedTokens.cut(normalized, into: &workspace.normalizedParts)
      for index in workspace.normalizedParts.indices where workspace.count < limit {
        let part = workspace.normalizedParts[index]
        if let id = part.id {
          workspace.append(id)
          continue
        }
        let piece = UnsafeBufferPointer(rebasing: normalized[part.range])
        if usesPaths, let byteLevelPath {
          byteLevelPath.tokenize(piece, limit: limit, workspace: &workspace)
          continue
        }
        workspace.pieces.removeAll()
        workspace.pieces.isPartOfFirst = isAtOrigin && part.range.lowerBound < workspace.originLength
        workspace.pieces.add(piece, isAtStart: true)
        preTokenizer.split(&workspace)
        guard workspace.fault == nil else { return false }
        guard model.tokenize(&workspace, limit: limit, identity: identity, takesBytes: givesBytes) else {
          return false
        }
      }
      return true
    }
  }

  /// The pre-tokenizer without the byte alphabet, where it ends in that and the model can do without it.
  private static func fitted(_ preTokenizer: PreTokenizer, to model: TokenizerModel) -> (PreTokenizer, Bool) {
    guard case .bpe(let bpe) = model, bpe.takesRawBytes else { return (preTokenizer, false) }
    var steps = preTokenizer.steps
    guard case .byteLevel(var byteLevel) = steps.last else { return (preTokenizer, false) }
    byteLevel.keepsBytes = true
    steps[steps.count - 1] = .byteLevel(byteLevel)
    return (.sequence(steps), true)
  }

  private static func medianLength(_ vocabulary: Vocabulary, _ extra: [AddedToken]) -> Int {
    // Tokens are short: counting how many there are of each length is quicker than sorting.
    var counts = [Int](repeating: 0, count: 256)
    var long: [Int] = []
    func add(_ token: UnsafeBufferPointer<UInt8>) {
      var length = 0
      for byte in token { length &+= byte & 0xC0 != 0x80 ? 1 : 0 }
      if length < counts.count { counts[length] += 1 } else { long.append(length) }
    }
    vocabulary.forEachToken { add($0) }
    for token in extra { token.content.withUnsafeBufferPointer { add($0) } }
    long.sort()
    func length(_ place: Int) -> Int {
      var before = 0
      for (length, count) in counts.enumerated() {
        before += count
        if place < before { return length }
      }
      return long[place - before]
    }
    let count = vocabulary.count + extra.count
    return count % 2 == 1 ? length(count / 2) : (length(count / 2 - 1) + length(count / 2)) / 2
  }
}
