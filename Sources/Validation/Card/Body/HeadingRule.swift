import Documents
import Findings

/// One title, and below it no level left out: readers and screen readers find their way by headings.
struct HeadingRule: CardRule {
  static let code = "HFP602"
  static let title = "headings begin with one title and leave no level out"
  static let page = CheckPage(
    why: """
      People who cannot see the page move by headings. A level that is left out sounds like a part that is missing.
      """,
    fix: """
      Use one `#` for the title and `##` for sections, and go down one level at a time.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    var findings: [Finding] = []
    var titles = 0
    var last = 0
    for (level, node) in card.headings {
      let location = card.location(of: node)
      if level == 1 {
        titles += 1
        if titles == 2 {
          findings.append(
            Self.finding(
              seen: "a second title, \"\(node.text.prefix(60))\"",
              expected: "one heading of level 1",
              remedy: "Make it a heading of level 2 (`##`).",
              at: location
            )
          )
        }
      }
      if last > 0, level > last + 1 {
        findings.append(
          Self.finding(
            seen: "the heading \"\(node.text.prefix(60))\" is of level \(level) below one of level \(last)",
            expected: "a heading of level \(last + 1) at most",
            remedy: "Begin it with `\(String(repeating: "#", count: last + 1))`.",
            at: location
          )
        )
      }
      last = level
    }
    if titles == 0, card.needsTitle, card.body != nil, !hasTitleInHTML(card) {
      findings.append(
        Self.finding(
          .warning,
          seen: "no heading of level 1",
          expected: "a title",
          remedy: "Begin the text with `# ` and the model's name.",
          at: SourceLocation(file: card.file, line: card.frontMatter.bodyStartLine)
        )
      )
    }
    return findings
  }

  private func hasTitleInHTML(_ card: CardDocument) -> Bool {
    let titles = card.body?.all { node -> Bool? in
      guard case .htmlBlock(let html) = node.kind, html.contains("<h1") || html.contains("<H1") else { return nil }
      return HTMLTag.tags(in: html).contains { $0.name == "h1" } ? true : nil
    }
    return titles?.isEmpty == false
  }
}

extension CardDocument {
  /// The headings of the body with their levels.
  var headings: [(level: Int, node: MarkdownNode)] {
    (body?.children ?? []).compactMap { node in
      if case .heading(let level) = node.kind { (level, node) } else { nil }
    }
  }
}
