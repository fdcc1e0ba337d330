import Documents
import Findings

/// The block of metadata is closed.
struct ClosedMetadataRule: CardRule {
  static let code = "HFP503"
  static let title = "the metadata are closed by a line `---`"
  static let page = CheckPage(
    why: """
      Without the second line `---` the whole card is taken for metadata or for text, depending on the reader, and \
      the page is empty or shows raw keys.
      """,
    fix: """
      Put a line `---` behind the last key.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard card.frontMatter.isUnclosed else { return [] }
    var opening = 1
    var isFound = false
    card.forEachLine { number, line in
      guard !isFound, line.contains("-") else { return }
      isFound = true
      opening = number
    }
    return [
      Self.finding(
        seen: "`---` on line \(opening) and no second line `---`",
        expected: "metadata that are closed by a line `---`",
        remedy: "Add a line `---` below the last key; without it the whole file is text and has no metadata.",
        at: SourceLocation(file: card.file, line: opening, column: 1)
      )
    ]
  }
}
