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
    "[More Information Needed]", "[optional]", "{%", "Lorem ipsum", "TODO", "FIXME", "TBD", "your-username/",
    "[Model Name]",
  ]

  func run(_ card: CardDocument) -> [Finding] {
    // Most texts have none, and looking at every piece of them takes long. Escapes may hide one in the source.
    guard (Self.phrases + ["{{", "\\", "&"]).contains(where: { card.text.firstRange(ofBytes: $0) != nil }) else {
      return []
    }
    var findings: [Finding] = []
    card.body?.visit { node in
      guard case .text(let text) = node.kind,
        let phrase = Self.phrases.first(where: { Self.contains($0, in: text) }) ?? Self.placeholder(in: text)
      else { return }
      findings.append(
        Self.finding(
          seen: "\"\(phrase)\"",
          expected: "words for readers",
          remedy: "Say what is known, or take the sentence out.",
          at: card.location(of: phrase, in: node)
        )
      )
    }
    return findings
  }

  /// `{{ name }}`; two braces by themselves belong to formulas too.
  private static func placeholder(in text: String) -> String? {
    guard let open = text.firstRange(ofBytes: "{{"), let close = text[open.upperBound...].firstRange(ofBytes: "}}")
    else {
      return nil
    }
    let inside = text[open.upperBound..<close.lowerBound]
    let name = inside.filter { $0 != " " }
    guard inside.utf8.count <= 80, name.utf8.count > 2, name.first?.isLetter == true,
      name.allSatisfy({ $0.isLetter || $0.isNumber || "_.|-".contains($0) })
    else { return nil }
    return String(text[open.lowerBound..<close.upperBound])
  }

  /// Whether a phrase stands in the text, and not as a part of a longer word.
  private static func contains(_ phrase: String, in text: String) -> Bool {
    guard let range = text.firstRange(ofBytes: phrase) else { return false }
    guard phrase.allSatisfy(\.isLetter) else { return true }
    let before = text[..<range.lowerBound].last, after = text[range.upperBound...].first
    return before?.isLetter != true && after?.isLetter != true
  }
}
