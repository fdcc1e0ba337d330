/// What turns one piece of text into ids.
enum TokenizerModel: Sendable {
  case wordPiece(WordPiece)

  /// The name that `tokenizer.json` uses for it.
  var name: String {
    switch self {
    case .wordPiece: "WordPiece"
    }
  }

  var vocabulary: Vocabulary {
    switch self {
    case .wordPiece(let model): model.vocabulary
    }
  }

  /// The token that stands for what the model does not know, if it names one.
  var unknownToken: String? {
    switch self {
    case .wordPiece(let model): model.unknownToken
    }
  }

  /// Appends the ids of every piece in `workspace.pieces`, until there are `limit`.
  ///
  /// - Returns: whether all pieces could be expressed.
  func tokenize(_ workspace: inout TokenizerWorkspace, limit: Int) -> Bool {
    switch self {
    case .wordPiece(let model):
      for index in 0..<workspace.pieces.count where workspace.count < limit {
        let range = workspace.pieces.range(index)
        workspace.word.removeAll(keepingCapacity: true)
        workspace.word.append(contentsOf: workspace.pieces.bytes[range])
        guard model.tokenizeWord(&workspace) else { return false }
      }
      return true
    }
  }
}
