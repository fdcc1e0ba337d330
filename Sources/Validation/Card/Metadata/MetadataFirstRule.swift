import Documents
import Findings

/// The metadata are there and nothing stands before them.
struct MetadataFirstRule: CardRule {
  static let code = "HFP502"
  static let title = "the card begins with its metadata"
  static let page = CheckPage(
    why: """
      The Hub looks for the metadata at the very beginning. A title or a comment in front of them makes them part of \
      the text, and the model cannot be found by its licence or task.
      """,
    fix: """
      Let the file begin with a line `---`, then the metadata, then another line `---`.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard card.isCard, !card.frontMatter.isUnclosed else { return [] }
    guard card.frontMatter.yaml == nil else {
      let blankLines = card.frontMatter.yamlStartLine - 2
      guard blankLines > 0 else { return [] }
      return [
        Self.finding(
          .warning,
          seen: blankLines == 1 ? "an empty line before `---`" : "\(blankLines) empty lines before `---`",
          expected: "`---` on the first line",
          remedy: "Remove what stands before it; not every reader skips it.",
          at: card.start
        )
      ]
    }
    // A later `---` with a key below it is a block that somebody put something in front of; otherwise there is none.
    var block: Int?
    var dashes: Int?
    var first: (line: Int, text: String)?
    card.forEachLine { number, line in
      guard block == nil else { return }
      if first == nil, line.contains(where: { $0 != " " && $0 != "\t" }) { first = (number, String(line.prefix(80))) }
      if dashes == number - 1, Self.beginsWithKey(line) { block = dashes }
      if line.starts(with: "---".unicodeScalars), line.dropFirst(3).allSatisfy({ $0 == " " || $0 == "\t" }) {
        dashes = number
      }
    }
    guard let block, let first else {
      return [
        Self.finding(
          seen: "no metadata",
          expected: "a block of metadata between two lines `---` at the beginning",
          remedy: "Add the block with at least license, library_name, pipeline_tag and base_model.",
          at: card.start
        )
      ]
    }
    return [
      Self.finding(
        seen: "\(MetadataText.quoted(first.text)) before the metadata, which begin on line \(block)",
        expected: "`---` on the first line",
        remedy: "Move the text below the metadata; behind it the Hub does not see them.",
        at: SourceLocation(file: card.file, line: first.line, column: 1)
      )
    ]
  }

  /// Whether a line begins with a word of the metadata and a colon.
  private static func beginsWithKey(_ line: Substring.UnicodeScalarView) -> Bool {
    let name = line.prefix { $0 != ":" }
    guard name.count < line.count, name.count <= 40 else { return false }
    return MetadataKeys.known.contains(String(name))
  }
}
