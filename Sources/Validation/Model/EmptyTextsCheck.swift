import EmbeddingCore
import Findings

/// Texts without content are no trap.
struct EmptyTextsCheck: Check {
  static let code = "HFP207"
  static let title = "empty texts have a vector, which is finite"
  static let page = CheckPage(
    why: """
      Sooner or later an empty string is in every column of texts. A vector of NaN for it, born of a mean over nothing, \
      spoils the index it is put into, and a crash spoils the night in which it was built.
      """,
    fix: """
      Look at what the tokenizer makes of the text that the finding names. The empty text has no tokens and the zero \
      vector.
      """
  )
  static let needs: CheckNeed? = .model

  /// White space of several kinds; byte-level vocabularies have tokens, and hence vectors, for it.
  static let texts = ["", " ", "\n\t ", "\u{A0}\u{3000}\u{200B}", String(repeating: " ", count: 5000)]

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model else { return [] }
    return try Self.texts.compactMap { text in
      Self.finding(text, vector: try model.encode(text), tokens: try model.tokenIDs(text).count, model.dimension)
    }
  }

  /// What stands against the vector of a text.
  static func finding(_ text: String, vector: [Float], tokens: Int, _ dimension: Int) -> Finding? {
    let name = text.isEmpty ? "the empty text" : "a text of white space (\(text.unicodeScalars.count) characters)"
    if vector.count != dimension || vector.contains(where: { !$0.isFinite }) {
      return error(
        seen: vector.count != dimension
          ? "\(name) has a vector of \(vector.count) numbers" : "\(name) has a vector with NaN or infinities",
        expected: "\(dimension) finite numbers",
        remedy: "Check the rows of the tokens that the text has."
      )
    }
    guard tokens == 0 || text.isEmpty, vector.contains(where: { $0 != 0 }) else { return nil }
    return error(
      seen: "\(name) has a vector that is not zero, of \(tokens) tokens",
      expected: "the zero vector, which stands for no content",
      remedy: "Look at the tokenizer's normaliser, which puts something into empty texts."
    )
  }
}
