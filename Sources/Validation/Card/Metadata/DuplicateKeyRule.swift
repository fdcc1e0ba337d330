import Documents
import Findings

/// No key stands twice in one mapping.
struct DuplicateKeyRule: CardRule {
  static let code = "HFP509"
  static let title = "no key of the metadata stands twice"

  func run(_ card: CardDocument) -> [Finding] {
    guard let error = card.metadataError(.duplicateKey) else { return [] }
    return [Self.finding(of: error, expected: "every key once; Python keeps the last one, the Hub refuses", in: card)]
  }
}
