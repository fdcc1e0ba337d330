import Documents
import Findings

/// The body can be shown by a page in bounded time.
struct ReadableBodyRule: CardRule {
  static let code = "HFP601"
  static let title = "the text can be shown as a page"
  static let page = CheckPage(
    why: """
      A page has to be made from the text for everybody who looks at it. Lists in lists a thousand deep, or a text of \
      many megabytes, keep the program that does so busy for minutes; pages then show nothing, or the bare text. No \
      other rule about the text can say anything of such a card.
      """,
    fix: """
      Shorten the text, or move long tables and logs into files of their own and link to them.
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
