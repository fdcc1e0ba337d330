/// What turns one piece of text into ids.
enum TokenizerModel: Sendable {
  case wordPiece(WordPiece)
  case bpe(BPE)

  /// The name that `tokenizer.json` uses for it.
  var name: String {
    switch self {
    case .wordPiece: "WordPiece"
    case .bpe: "BPE"
    }
  }

  var vocabulary: Vocabulary {
    switch self {
    case .wordPiece(let model): model.vocabulary
    case .bpe(let model): model.vocabulary
    }
  }

  /// The token that stands for what the model does not know, if it names one.
  var unknownToken: String? {
    switch self {
    case .wordPiece(let model): model.unknownToken
    case .bpe(let model): model.options.unknownToken
    }
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
    }
  }
}
