import Documents
import Findings

/// No key stands twice in one mapping.
struct DuplicateKeyRule: CardRule {
  static let code = "HFP509"
  static let title = "no key of the metadata stands twice"
  static let page = CheckPage(
    why: """
      Of two equal keys one reader takes the first, another the last, and a third refuses the card. Which licence \
      holds is then a matter of the tool.
      """,
    fix: """
      Keep one of the lines that the finding names.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let error = card.metadataError(.duplicateKey) else { return [] }
    return [Self.finding(of: error, expected: "every key once; Python keeps the last one, the Hub refuses", in: card)]
  }
}
