import Documents
import Findings

/// No markup of other pages: it would stand in the card as it is written.
struct UnsupportedMarkupRule: CardRule {
  static let code = "HFP610"
  static let title = "no markup that only other pages understand"
  static let page = CheckPage(
    why: """
      `<Tip>`, mermaid diagrams and `:rocket:` belong to other pages. On a card they stand as they are written.
      """,
    fix: """
      Write `> [!TIP]`, draw the diagram as an SVG file, and write the character itself.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    var findings: [Finding] = []
    func add(_ seen: String, _ remedy: String, _ node: MarkdownNode) {
      findings.append(
        Self.finding(seen: seen, expected: "markup that card pages show", remedy: remedy, at: card.location(of: node))
      )
    }
    card.body?.visit { node in
      switch node.kind {
      case .html(let html), .htmlBlock(let html):
        if HTMLTag.tags(in: html).contains(where: { $0.name == "tip" }) {
          add("<Tip>, which only documentation pages know", "Write `> [!TIP]` and a quotation.", node)
        }
      case .codeBlock(let info, _, _) where info.split(separator: " ").first?.lowercased() == "mermaid":
        add("a mermaid diagram, which stays source text", "Draw it as an SVG file and show that.", node)
      case .paragraph, .tableCell:
        // Two of them are a formula in between.
        if node.text.split(separator: "$$", omittingEmptySubsequences: false).count % 2 == 0 {
          add("a single `$$`, which begins a formula", "Write `\\$\\$`, or close the formula.", node)
        }
      case .text(let text):
        if let shortcode = Self.shortcode(in: text) {
          add("the short code \(shortcode), which stays as it is", "Write the character itself.", node)
        }
      default: break
      }
    }
    return findings
  }

  private static let shortcodes: Set<String> = [
    "rocket", "fire", "warning", "star", "sparkles", "tada", "bulb", "white_check_mark", "heavy_check_mark", "x",
    "hugs", "hugging_face", "memo", "book", "books", "zap", "dart", "chart_with_upwards_trend", "construction",
    "information_source", "point_right", "link", "wrench", "bug", "globe_with_meridians", "smile", "heart", "100",
    "trophy", "package", "key", "lock", "boom", "eyes", "exclamation", "question", "pushpin", "mag", "computer",
  ]

  private static func shortcode(in text: String) -> String? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count > 2 else { return nil }
    return parts.dropFirst().dropLast().first { shortcodes.contains(String($0)) }.map { ":\($0):" }
  }
}
