import Documents
import Findings

/// No value carries a tag that not every reader knows.
struct YAMLTagRule: CardRule {
  static let code = "HFP510"
  static let title = "no value carries a tag such as !!python/tuple"
  static let page = CheckPage(
    why: """
      A tag tells some readers to make an object of a program out of the value, which has been used to run code. \
      Others refuse the whole card.
      """,
    fix: """
      Write the value plainly: texts in quotes, lists with `-` in front.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let error = card.metadataError(.unknownTag) else { return [] }
    return [Self.finding(of: error, expected: "values without tags; the Hub refuses unknown ones", in: card)]
  }
}
