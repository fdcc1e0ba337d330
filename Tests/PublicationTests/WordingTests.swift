import Publication
import Testing

@Suite struct WordingTests {
  @Test(
    "words that exclude, name causes or praise are found as words",
    arguments: [
      ("This is THE FIRST of its kind", "THE FIRST"), ("a unique model", "unique"),
      ("state-of-the-art", "state-of-the-art"),
      ("it preserves meaning", "preserves"), ("Perfect for search", "Perfect"),
    ]
  )
  func found(_ text: String, _ word: String) { #expect(Wording.hits(in: text).map(\.word).contains(word)) }

  @Test(
    "parts of words and harmless uses are not",
    arguments: ["first, install it", "only directions", "imperfect", "uniqueness"]
  )
  func harmless(_ text: String) { #expect(Wording.hits(in: text).isEmpty) }

  @Test("phrases match across lines and cases")
  func phrases() {
    #expect(Wording.contains("better than all", in: "It is Better\n  than ALL others"))
    #expect(!Wording.contains("", in: "x"))
  }
}
