import Documents
import Findings

/// A block of code says what it is, so that pages can colour it and tools can look at it.
struct BlockLanguageRule: CardRule {
  static let code = "HFP633"
  static let title = "code blocks say what language they are in"
  static let page = CheckPage(
    why: """
      Without a language a page shows code without colours, screen readers announce it as text, and no tool looks at \
      it: an example that does not run stays unseen.
      """,
    fix: """
      Write the language behind the fence, as in ```python; for output and drawings write ```text.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    let blocks = card.codeBlocks
    return blocks.enumerated().compactMap { index, block in
      guard block.language.isEmpty else { return nil }
      // Directly behind code it is what the code prints.
      if index > 0, !blocks[index - 1].language.isEmpty, blocks[index - 1].output == block.code { return nil }
      return Self.finding(
        .warning,
        seen: "a code block without a language",
        expected: "a language behind the fence",
        remedy: "Write ```python, ```bash or what it is; for plain text write ```text.",
        at: block.location
      )
    }
  }
}
