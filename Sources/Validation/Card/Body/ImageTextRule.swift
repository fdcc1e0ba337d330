import Findings

/// Pictures say in words what they show, for those who do not see them.
struct ImageTextRule: CardRule {
  static let code = "HFP608"
  static let title = "pictures have words in their place"
  static let page = CheckPage(
    why: """
      Screen readers read the words in place of the picture; without them they read the file's name. Search engines \
      and text pages see nothing at all.
      """,
    fix: """
      Say in a few words what the picture shows, numbers included: `![words](address)`.
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
