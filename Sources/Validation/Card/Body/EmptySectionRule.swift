import Documents
import Findings

/// No heading stands over nothing.
struct EmptySectionRule: CardRule {
  static let code = "HFP603"
  static let title = "sections hold something"
  static let page = CheckPage(
    why: """
      A heading over nothing promises what is not there. Templates leave them behind by the dozen, and readers learn \
      to skip cards.
      """,
    fix: """
      Write the section, or take the heading out.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    let blocks = card.body?.children ?? []
    return blocks.indices.compactMap { index in
      guard case .heading(let level) = blocks[index].kind, Self.isEmpty(after: index, level, blocks) else { return nil }
      return Self.finding(
        seen: "nothing below the heading \"\(blocks[index].text.prefix(60))\"",
        expected: "a section with something in it",
        remedy: "Write the section, or take the heading out.",
        at: card.location(of: blocks[index])
      )
    }
  }

  /// Whether the next block that a reader sees is a heading of the same level or above, or there is none.
  private static func isEmpty(after index: Int, _ level: Int, _ blocks: [MarkdownNode]) -> Bool {
    for block in blocks[(index + 1)...] {
      switch block.kind {
      case .heading(let next): return next <= level
      case .htmlBlock(let html) where HTMLTag.tags(in: html).isEmpty: continue
      default: return false
      }
    }
    return true
  }
}
