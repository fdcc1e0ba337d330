import Documents
import Findings

/// No value carries a tag that not every reader knows.
struct YAMLTagRule: CardRule {
  static let code = "HFP510"
  static let title = "no value carries a tag such as !!python/tuple"

  func run(_ card: CardDocument) -> [Finding] {
    guard let error = card.metadataError(.unknownTag) else { return [] }
    return [Self.finding(of: error, expected: "values without tags; the Hub refuses unknown ones", in: card)]
  }
}
