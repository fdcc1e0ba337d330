/// What turns one piece of text into ids.
enum TokenizerModel: Sendable {
  case wordPiece(WordPiece)
  case unigram(Unigram)
  case wordLevel(WordLevel)
  case bpe(BPE)

  /// The name that `tokenizer.json` uses for it.
  var name: String {
    switch self {
    case .wordPiece: "WordPiece"
    case .unigram: "Unigram"
    case .wordLevel: "WordLevel"
    case .bpe: "BPE"
    }
  }

  var vocabulary: Vocabulary {
    switch self {
    case .wordPiece(let model): model.vocabulary
    case .unigram(let model): model.vocabulary
    case .wordLevel(let model): model.vocabulary
    case .bpe(let model): model.vocabulary
    }
  }

  /// The number from which added tokens are numbered.
  var size: Int {
    switch self {
    case .unigram(let model): model.pieceCount
    default: vocabulary.count
    }
  }

  /// The token that stands for what the model does not know.
  var unknown: UnknownToken? {
    switch self {
    case .wordPiece(let model): .text(model.unknownToken)
    case .bpe(let model): model.options.unknownToken.map { .text($0) }
    case .unigram(let model): model.unknownID.map { .id($0) }
    case .wordLevel(let model): .text(model.unknownToken)
    }
  }

  /// How a model names its unknown token.
  enum UnknownToken: Sendable {
    case text(String)
    case id(UInt32)
  }

  /// Appends the ids of every piece in `workspace.pieces`, until there are `limit`.
  ///
  /// - Parameters:
  ///   - workspace: Where the pieces are and the ids go.
  ///   - limit: The number of ids at which to stop.
  ///   - identity: For whom the workspace's cache is used.
  ///   - takesBytes: Whether the pieces are raw bytes, for a vocabulary in the byte alphabet.
  /// - Returns: whether all pieces could be expressed.
  func tokenize(
    _ workspace: inout TokenizerWorkspace,
    limit: Int,
    identity: TokenizerIdentity,
    takesBytes: Bool
  ) -> Bool {
    switch self {
    case .wordPiece(let model):
      for index in 0..<workspace.pieces.count where workspace.count < limit {
        let range = workspace.pieces.range(index)
        workspace.word.removeAll(keepingCapacity: true)
        workspace.word.append(contentsOf: workspace.pieces.bytes[range])
        guard model.tokenizeWord(&workspace) else { return false }
      }
      return true
    case .bpe(let model):
      return model.tokenizePieces(&workspace, limit: limit, identity: identity, takesBytes: takesBytes)
    case .unigram(let model):
      return workspace.tokenizePieces(for: identity, limit: limit) { model.tokenize($0, &$1) }
    case .wordLevel(let model):
      return workspace.forEachPiece(limit: limit) { piece, workspace in
        guard let id = model.id(of: piece) else { return false }
        workspace.append(id)
        return true
      }
    }
  }
}

extension TokenizerWorkspace {
  /// Calls `body` with one piece after the other until there are `limit` ids.
  ///
  /// - Returns: false as soon as `body` does.
  mutating func forEachPiece(
    limit: Int,
    _ body: (UnsafeBufferPointer<UInt8>, inout TokenizerWorkspace) -> Bool
  ) -> Bool {
    // Taken out of the workspace while `body` uses the rest of it.
    var all = TextPieces()
    swap(&all, &pieces)
    defer { swap(&all, &pieces) }
    return all.bytes.withUnsafeBufferPointer { bytes in
      for index in 0..<all.count where count < limit {
        guard body(UnsafeBufferPointer(rebasing: bytes[all.range(index)]), &self) else { return false }
      }
      return true
    }
  }

  /// Appends the ids of every piece until there are `limit`; those of short pieces are remembered.
  ///
  /// - Returns: false as soon as `tokenize` does.
  mutating func tokenizePieces(
    for identity: TokenizerIdentity,
    limit: Int,
    _ tokenize: (UnsafeBufferPointer<UInt8>, inout TokenizerWorkspace) -> Bool
  ) -> Bool {
    cache.prepare(for: identity)
    return forEachPiece(limit: limit) { piece, workspace in
      guard piece.count < 16 else { return tokenize(piece, &workspace) }
      let (low, high) = WordCache.key(piece)
      let place = WordCache.place(low, high)
      if let slot = workspace.cache.slot(place), slot.low == low, slot.high == high {
        workspace.append(slot.first)
        if slot.count > 1 { workspace.append(slot.second) }
        if slot.count > 2 { workspace.append(slot.third) }
        return true
      }
      let start = workspace.count
      guard tokenize(piece, &workspace) else { return false }
      workspace.cache.remember(low, high, at: place, workspace.storage[start..<workspace.count])
      return true
    }
  }
}
