import Documents
import Findings

/// Nothing of a template or of a draft was left.
struct LeftoverRule: CardRule {
  static let code = "HFP604"
  static let title = "nothing is left of a template or a draft"
  static let page = CheckPage(
    why: """
      "[More Information Needed]" stands in very many published cards. It tells a reader that nobody has finished, \
      and a form left in braces that nobody has looked.
      """,
    fix: """
      Say what is known. What is not known can be said in one sentence, or left out.
      """
  )

  private static let phrases = [
    "[More Information Needed]", "[optional]", "{{", "{%", "Lorem ipsum", "TODO", "FIXME", "TBD", "your-username/",
    "<your-", "[Model Name]",
  ]

  func run(_ card: CardDocument) -> [Finding] {
    var findings: [Finding] = []
    card.body?.visit { node in
      guard case .text(let text) = node.kind,
        let phrase = Self.phrases.first(where: { Self.contains($0, in: text) })
      else { return }
      findings.append(
        Self.finding(
          seen: "\"\(phrase)\"",
          expected: "words for readers",
          remedy: "Say what is known, or take the sentence out.",
          at: card.location(of: node)
        )
      )
    }
    return findings
  }

  /// Whether a phrase stands in the text, and not as a part of a longer word.
  private static func contains(_ phrase: String, in text: String) -> Bool {
    guard let range = text.firstRange(of: phrase) else { return false }
    guard phrase.allSatisfy(\.isLetter) else { return true }
    let before = text[..<range.lowerBound].last, after = text[range.upperBound...].first
    return before?.isLetter != true && after?.isLetter != true
  }
}
