import Documents
import Findings

/// Tags are a list of texts, each there once.
struct TagsRule: CardRule {
  static let code = "HFP524"
  static let title = "tags are a list of different texts"
  static let page = CheckPage(
    why: """
      Tags are a list of texts. A number, a tag in a list within a text or one that stands twice breaks filters and \
      pages that count on that.
      """,
    fix: """
      Write each tag once, on a line of its own or separated by commas in square brackets.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let node = card.metadataValue("tags") else { return [] }
    guard case .sequence(let items) = node.value else {
      return [
        Self.finding(
          seen: "`tags` with \(MetadataText.described(node))",
          expected: "a list",
          remedy: "Write every tag on a line of its own that begins with `- `; the Hub refuses anything but a list.",
          at: node.location
        )
      ]
    }
    var seen: [String: SourceLocation] = [:]
    var findings: [Finding] = []
    for item in items {
      guard let text = item.textOrDisputed else {
        findings.append(
          Self.warning(
            "a tag that is \(MetadataText.described(item))",
            "a text",
            "Put it in quotes, or remove it.",
            item
          )
        )
        continue
      }
      if let first = seen[text] {
        findings.append(
          Self.warning(
            "the tag \(MetadataText.quoted(text)) again, after line \(first.line)",
            "every tag once",
            "Remove one of them.",
            item
          )
        )
        continue
      }
      seen[text] = item.location
      if text.hasPrefix("["), text.hasSuffix("]") {
        findings.append(
          Self.warning(
            "the tag \(MetadataText.quoted(text)), which is a list written as text",
            "one tag",
            "Write every tag on a line of its own that begins with `- `.",
            item
          )
        )
      } else if text.allSatisfy({ $0 == " " }) {
        findings.append(Self.warning("an empty tag", "a text", "Remove it.", item))
      }
    }
    return findings.limited()
  }

  private static func warning(_ seen: String, _ expected: String, _ remedy: String, _ item: YAMLNode) -> Finding {
    finding(.warning, seen: seen, expected: expected, remedy: remedy, at: item.location)
  }
}
