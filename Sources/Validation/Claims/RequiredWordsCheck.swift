import Findings
import Publication

/// What the messaging rules require is said, and limitations stand wherever results do.
struct RequiredWordsCheck: Check {
  static let code = "HFP403"
  static let title = "what must be said beside a claim is said"
  static let page = CheckPage(
    why: """
      A claim without its condition is another claim: 0.95 on seven pairs is not 0.95.
      """,
    fix: """
      Add what the rule asks for to the section that makes the claim.
      """
  )
  static let needs: CheckNeed? = .documents

  func run(_ context: CheckContext) throws -> [Finding] {
    let rules = context.manifest.messaging
    return context.documents.filter { $0.isMarkdown && $0.isShipped }.flatMap { document in
      let at = SourceLocation(file: document.path)
      var findings = rules.required.filter { !Wording.contains($0, in: document.text) }.map { phrase in
        Self.error(
          seen: "no \"\(phrase)\"",
          expected: "it in every rendered file, as `messaging.required` asks",
          remedy: "Add it to the template or to the manifest's words.",
          at: at
        )
      }
      for section in Self.sections(of: document.text) {
        findings += rules.together.filter { Wording.contains($0.when, in: section.text) }
          .filter { !Wording.contains($0.say, in: section.text) }.map { rule in
            Self.error(
              seen: "\"\(rule.when)\" without \"\(rule.say)\" in the same section",
              expected: "both together, as `messaging.together` asks",
              remedy: "Add \"\(rule.say)\" to the section.",
              at: SourceLocation(file: document.path, line: section.line)
            )
          }
      }
      return findings
    }
  }

  /// The text between headings, with the line of its first character.
  private static func sections(of text: String) -> [(line: Int, text: String)] {
    var sections: [(line: Int, text: String)] = [(1, "")]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("#") { sections.append((index + 1, "")) }
      sections[sections.count - 1].text += line + "\n"
    }
    return sections
  }
}
