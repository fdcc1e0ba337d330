import Documents
import Findings

/// The metadata are a YAML mapping that can be read.
struct ReadableMetadataRule: CardRule {
  static let code = "HFP504"
  static let title = "the metadata are a mapping that can be read"
  static let page = CheckPage(
    why: """
      A card whose metadata cannot be read is refused by the Hub after everything was uploaded; a mirror takes it \
      and shows nothing.
      """,
    fix: """
      The finding names the line. A colon in a value needs quotes, as in `title: "A: B"`.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let error = card.metadataError, !Self.hasItsOwnRule(error) else { return [] }
    return [Self.finding(of: error, expected: "a mapping of keys to values in YAML", in: card)]
  }

  /// Whether another rule reports the error, so that this one does not.
  private static func hasItsOwnRule(_ error: DocumentError) -> Bool {
    switch error.code {
    case .duplicateKey, .unknownTag, .alias: true
    case .yamlSyntax: TabRule.isAboutTab(error)
    default: false
    }
  }
}

extension CardRule {
  /// A finding that says what an error says.
  static func finding(of error: DocumentError, expected: String, in card: CardDocument) -> Finding {
    finding(
      seen: error.reason,
      expected: expected,
      remedy: error.remedy,
      at: error.location ?? card.start
    )
  }
}
