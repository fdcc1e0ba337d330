import Documents
import Findings

/// The body can be shown by a page in bounded time.
struct ReadableBodyRule: CardRule {
  static let code = "HFP601"
  static let title = "the text can be shown as a page"
  static let page = CheckPage(
    why: """
      Some shapes keep a page's renderer busy for minutes or make it show nothing. A reader then sees an empty card.
      """,
    fix: """
      Take the nesting or the repetition apart that the finding names.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let error = card.bodyError else { return [] }
    return [
      Self.finding(
        seen: error.reason,
        expected: "Markdown that a page can show",
        remedy: error.remedy,
        at: error.location ?? SourceLocation(file: card.file)
      )
    ]
  }
}
