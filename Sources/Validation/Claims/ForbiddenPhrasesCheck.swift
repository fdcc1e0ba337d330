import Findings
import Publication

/// The publisher's own list of what must not be said holds, in the files and in the citations.
struct ForbiddenPhrasesCheck: Check {
  static let code = "HFP402"
  static let title = "nothing says what the messaging rules forbid"
  static let page = CheckPage(
    why: """
      The manifest's messaging rules say what must not be said because it is not true. Texts written later forget \
      that.
      """,
    fix: """
      Say what the rule gives in its place.
      """
  )
  static let needs: CheckNeed? = .documents

  func run(_ context: CheckContext) throws -> [Finding] {
    var texts = context.documents.filter(\.isShipped).map { (file: $0.path, text: $0.text) }
    if let file = context.manifest.citationsFile, let text = context.manifest.citations { texts.append((file, text)) }
    return texts.flatMap { file, text in
      context.manifest.messaging.never.filter { Wording.contains($0.say, in: text) }.map { rule in
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
          Wording.contains(rule.say, in: String($0))
        }
        return Self.error(
          seen: "\"\(rule.say)\"",
          expected: "words that the messaging rules allow: \(rule.because)",
          remedy: "Say instead: \(rule.instead)",
          at: SourceLocation(file: file, line: line.map { $0 + 1 } ?? 0)
        )
      }
    }
  }
}
