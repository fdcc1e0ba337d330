import Documents
import Findings

/// Keys that the Hub does not know are said: they do no harm, and nobody reads them.
struct UnknownKeyRule: CardRule {
  static let code = "HFP515"
  static let title = "keys are ones that the Hub knows"
  static let page = CheckPage(
    why: """
      The Hub ignores keys that it does not know. That is allowed; it is worth a look, as nobody will see the value.
      """,
    fix: """
      Leave it if your own tools read it; otherwise take it out.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let metadata = card.metadata else { return [] }
    return UnknownKeys(metadata).foreign
      .map { pair in
        Self.finding(
          .note,
          seen: "the key \(MetadataText.quoted(pair.name))",
          expected: "a key of the Hub's model cards",
          remedy: "Keep it if a tool of yours reads it; the Hub does not show it.",
          at: pair.key.location
        )
      }
      .limited()
  }
}
