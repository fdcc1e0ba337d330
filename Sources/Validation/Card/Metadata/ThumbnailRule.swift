import Documents
import Findings

/// The picture for links to the card is given by its address.
struct ThumbnailRule: CardRule {
  static let code = "HFP530"
  static let title = "the thumbnail is a URL"
  static let page = CheckPage(
    why: """
      The picture is loaded by other sites when the page is shared; a path within the repository means nothing to \
      them.
      """,
    fix: """
      Write a whole address that begins with https.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let node = card.metadataValue("thumbnail") else { return [] }
    let text = node.scalarText
    if let text {
      if text.allSatisfy({ $0 == " " }) { return [] }
      let isAddress = text.hasPrefix("https://") || text.hasPrefix("http://")
      if isAddress, !text.contains(where: { $0 == " " }) { return [] }
    }
    return [
      Self.finding(
        .warning,
        seen: "the thumbnail \(text.map { MetadataText.quoted($0) } ?? MetadataText.described(node))",
        expected: "a URL that begins with https://",
        remedy: "Give the whole address; sites that show a link to the card know no relative ones.",
        at: node.location
      )
    ]
  }
}
