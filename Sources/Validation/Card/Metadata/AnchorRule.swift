import Documents
import Findings

/// Every value is written where it is used: no anchors, aliases and merge keys.
struct AnchorRule: CardRule {
  static let code = "HFP511"
  static let title = "no anchors, aliases and merge keys"
  static let page = CheckPage(
    why: """
      Aliases and merge keys are not understood by every reader, and a few lines of them can grow to gigabytes.
      """,
    fix: """
      Write the value out where it is used.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let error = card.metadataError(.alias) else { return [] }
    return [Self.finding(of: error, expected: "values written out where they are used", in: card)]
  }
}
