/// A piece of text is a token as a whole, or it is unknown.
struct WordLevel: Sendable {
  let vocabulary: Vocabulary
  let unknownToken: String
  /// nil when the vocabulary lacks the unknown token; then only known words can be expressed.
  let unknownID: UInt32?

  init(vocabulary: Vocabulary, unknownToken: String) {
    self.vocabulary = vocabulary
    self.unknownToken = unknownToken
    unknownID = vocabulary.id(of: Array(unknownToken.utf8))
  }

  /// The id of a piece; nil when it is unknown and there is no token for that.
  func id(of piece: UnsafeBufferPointer<UInt8>) -> UInt32? { vocabulary.id(of: piece) ?? unknownID }
}
