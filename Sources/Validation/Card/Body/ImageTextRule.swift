import Findings

/// Pictures say in words what they show, for those who do not see them.
struct ImageTextRule: CardRule {
  static let code = "HFP608"
  static let title = "pictures have words in their place"
  static let page = CheckPage(
    why: """
      Those who do not see a picture, and programs that read the card, get its words instead: of a figure without any \
      they learn nothing, not even that there is one.
      """,
    fix: """
      Write a few words that say what the picture shows, for a figure what it finds: ![words](address), or alt="words".
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    CardLinks(card).entries.compactMap { entry in
      guard entry.isImage, entry.text?.contains(where: { !$0.isWhitespace }) != true else { return nil }
      return Self.finding(
        seen: "the picture \(entry.address.prefix(80)) without words",
        expected: "a few words that stand for the picture",
        remedy: "Write them as ![words](address), or as alt=\"words\" of an img element.",
        at: card.location(of: entry)
      )
    }
  }
}
