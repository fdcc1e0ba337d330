import Findings

/// No text was encoded twice or lost characters on its way.
struct SpoiltTextRule: CardRule {
  static let code = "HFP508"
  static let title = "no text was encoded twice"
  static let page = CheckPage(
    why: """
      Text that was read in the wrong encoding and saved again shows â€™ for an apostrophe. It is in many published \
      cards, because the author's own screen showed it well.
      """,
    fix: """
      Write the characters that were meant; the finding gives them where they can be worked out. Save as UTF-8.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    var findings: [Finding] = []
    card.forEachLine { number, line in
      guard line.contains(where: { $0.value > 0x7F }) else { return }
      for run in DoubleEncoding(line: line).runs() {
        findings.append(Self.finding(run, line: number, in: card))
      }
    }
    return findings.limited()
  }

  private static func finding(_ run: DoubleEncoding.Run, line: Int, in card: CardDocument) -> Finding {
    let isLost = run.seen == "\u{FFFD}"
    return finding(
      card.isMetadata(line: line) ? .error : .warning,
      seen: isLost ? "U+FFFD, which stands for bytes that were no text" : MetadataText.quoted(run.seen),
      expected: run.meant.map { "probably \(MetadataText.quoted($0))" } ?? "the character that was lost",
      remedy: run.meant == nil
        ? "Put the character back from the source of the text, and save it as UTF-8."
        : "Replace it; the text was saved as UTF-8, read in another encoding and saved again.",
      at: SourceLocation(file: card.file, line: line, column: run.start + 1)
    )
  }
}
