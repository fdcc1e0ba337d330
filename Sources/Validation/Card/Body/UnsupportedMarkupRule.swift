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
      case .codeBlock(let info, _, isFenced: true)
      where info.split { " {},".contains($0) }.first?.lowercased() == "mermaid":
        add("a mermaid diagram, which stays source text", "Draw it as an SVG file and show that.", node)
      case .paragraph, .tableCell:
        if Self.hasStrayDollars(node), !card.lines(of: node).contains(where: { $0.contains("\\$") }) {
          add("a single `$$`, which begins a formula", "Write `\\$\\$`, or close the formula.", node)
        }
      case .text(let text):
        if let shortcode = Self.shortcode(in: text) {
          findings.append(
            Self.finding(
              seen: "the short code \(shortcode), which stays as it is",
              expected: "markup that card pages show",
              remedy: "Write the character itself.",
              at: card.location(of: shortcode, in: node)
            )
          )
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

  /// A known name between colons that stands by itself: `1:100:30` and `a:x:b` are none.
  private static func shortcode(in text: String) -> String? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count > 2 else { return nil }
    return (1..<(parts.count - 1)).first { index in
      guard shortcodes.contains(String(parts[index])) else { return false }
      let before = parts[index - 1], after = parts[index + 1]
      // Nothing between two colons: a name such as `std::link`.
      if before.isEmpty, index > 1 { return false }
      if after.isEmpty, index < parts.count - 2 { return false }
      return before.last.map(isWordLike) != true && after.first.map(isWordLike) != true
    }
    .map { ":\(parts[$0]):" }
  }

  private static func isWordLike(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_/.".contains(character)
  }

  /// Whether a `$$` begins a formula that does not end; two of them have the formula in between.
  ///
  /// Escaped ones look the same here.
  private static func hasStrayDollars(_ node: MarkdownNode) -> Bool {
    // Of a formula with blank lines in it the ends stand in lines of their own.
    let words = words(node)
    guard words.firstRange(ofBytes: "$$") != nil else { return false }
    let lines = words.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      line.filter { !$0.isWhitespace } != "$$"
    }
    return lines.joined(separator: "\n").split(separator: "$$", omittingEmptySubsequences: false).count % 2 == 0
  }

  /// The words without code.
  private static func words(_ node: MarkdownNode) -> String {
    switch node.kind {
    case .text(let text): text
    case .lineBreak: "\n"
    case .code: ""
    default: node.children.map(words).joined()
    }
  }
}
