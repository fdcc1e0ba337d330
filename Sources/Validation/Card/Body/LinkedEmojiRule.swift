import Documents
import Findings

/// Headings that are linked to have plain names: what an emoji leaves in a name differs between pages.
struct LinkedEmojiRule: CardRule {
  static let code = "HFP611"
  static let title = "headings that are linked to have no emoji"
  static let page = CheckPage(
    why: """
      What an emoji leaves in the name of a heading differs between the Hub, mirrors and editors, so that the link \
      works on one of them.
      """,
    fix: """
      Take the emoji out of the heading, or do not link to it.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    let linked = Set(CardLinks(card).entries.compactMap { $0.anchor })
    guard !linked.isEmpty else { return [] }
    // Each heading by itself: only whether its own name is among those linked to matters.
    return card.headings.compactMap { _, node in
      guard let emoji = node.text.first(where: Self.isEmoji), !node.anchors.isDisjoint(with: linked) else { return nil }
      return Self.finding(
        .warning,
        seen: "the emoji \(emoji) in the heading \"\(node.text.prefix(60))\", which is linked to",
        expected: "a heading whose name for links is the same everywhere",
        remedy: "Take the emoji out of the heading, or link elsewhere.",
        at: card.location(of: node)
      )
    }
  }

  private static func isEmoji(_ character: Character) -> Bool {
    character.unicodeScalars.contains { $0.properties.isEmojiPresentation || $0.value == 0xFE0F }
  }
}
