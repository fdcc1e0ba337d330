import Documents
import Findings

/// No byte order mark stands before the metadata: some readers do not find them behind it.
struct ByteOrderMarkRule: CardRule {
  static let code = "HFP501"
  static let title = "no byte order mark stands at the beginning"
  static let page = CheckPage(
    why: """
      Three invisible bytes in front of `---` hide the metadata: some readers then see a card without licence, task \
      or language.
      """,
    fix: """
      Save the file as UTF-8 without a byte order mark; editors call that "UTF-8", not "UTF-8 with BOM".
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard card.frontMatter.hasByteOrderMark else { return [] }
    return [
      Self.finding(
        seen: "a byte order mark (U+FEFF) before the first line",
        expected: "a file that begins with `---`",
        remedy: "Save the file as UTF-8 without a byte order mark; Python clients do not find the metadata behind it.",
        at: card.start
      )
    ]
  }
}
