import Documents
import Findings

/// Languages are given as codes of ISO 639.
struct LanguageRule: CardRule {
  static let code = "HFP523"
  static let title = "languages are codes of ISO 639"
  static let page = CheckPage(
    why: """
      People look for models by language. `english` or `en_US` is found by nobody, as the filter knows codes.
      """,
    fix: """
      Write codes of two or three letters, such as `en`, `de` or `multilingual`.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let node = card.metadataValue("language") else { return [] }
    var seen: [String: SourceLocation] = [:]
    var findings: [Finding] = []
    for item in node.listed {
      guard let text = item.textOrDisputed else {
        findings.append(Self.unknown(MetadataText.described(item), "Give a code as text.", item))
        continue
      }
      if let first = seen[text] {
        findings.append(
          Self.finding(
            .warning,
            seen: "the language \(MetadataText.quoted(text)) again, after line \(first.line)",
            expected: "every language once",
            remedy: "Remove one of them.",
            at: item.location
          )
        )
        continue
      }
      seen[text] = item.location
      guard !Self.isCode(text), !text.allSatisfy({ $0 == " " }) else { continue }
      findings.append(Self.unknown("the language \(MetadataText.quoted(text))", Self.remedy(text), item))
    }
    return findings.limited()
  }

  private static func unknown(_ seen: String, _ remedy: String, _ item: YAMLNode) -> Finding {
    finding(
      .warning,
      seen: seen,
      expected: "a code of two letters (ISO 639-1) or three (ISO 639-3), `multilingual` or `code`",
      remedy: remedy,
      at: item.location
    )
  }

  /// Codes of three letters are too many to list; their form is what is looked at.
  private static func isCode(_ text: String) -> Bool {
    if LanguageCodes.names[text] != nil || LanguageCodes.special.contains(text) { return true }
    return text.utf8.count == 3 && text.utf8.allSatisfy { (0x61...0x7A).contains($0) }
  }

  private static func remedy(_ text: String) -> String {
    guard text.utf8.count <= 48 else { return "Give one code." }
    let plain = text.lowercased()
    if isCode(plain) { return "Write `\(plain)`." }
    if let code = LanguageCodes.slips[plain] ?? LanguageCodes.codes[plain] { return "Did you mean `\(code)`?" }
    if text.contains(",") { return "Write every code on a line of its own that begins with `- `." }
    let parts = plain.split { $0 == "-" || $0 == "_" }
    if parts.count > 1, let language = parts.first, isCode(String(language)) {
      return "Write `\(language)` here, and the longer form under `language_bcp47`."
    }
    return "Look the code up in ISO 639."
  }
}
