import Documents
import Findings

/// Every value is written where it is used: no anchors, aliases and merge keys.
struct AnchorRule: CardRule {
  static let code = "HFP511"
  static let title = "no anchors, aliases and merge keys"

  func run(_ card: CardDocument) -> [Finding] {
    guard let error = card.metadataError(.alias) else { return [] }
    return [Self.finding(of: error, expected: "values written out where they are used", in: card)]
  }
}
