import Documents
import Findings

/// Values without quotes are the same to YAML 1.1 (Python) and YAML 1.2: `no`, `1_000`, `12:30:00` and `017` are not.
struct DisputedScalarRule: CardRule {
  static let code = "HFP513"
  static let title = "every reader takes the values for the same"
  static let page = CheckPage(
    why: """
      `no` is a language for one reader and false for another; `12:30` is a text or 750. The versions 1.1 and 1.2 of \
      YAML disagree, and the Hub and Python use different ones.
      """,
    fix: """
      Put the value into quotes, as in `language: \"no\"`.
      """
  )

  /// Keys with a closed list of values, none of which is disputed: their own rules report whatever is not in it.
  static let keysWithOwnRule: Set<String> = ["license", "pipeline_tag", "base_model_relation"]

  func run(_ card: CardDocument) -> [Finding] {
    guard let metadata = card.metadata else { return [] }
    var findings: [Finding] = []
    for pair in metadata.pairs {
      pair.key.forEachNode { node, _ in findings += Self.findings(node, isKey: true) }
      guard !Self.keysWithOwnRule.contains(pair.name) else { continue }
      pair.value.forEachNode { node, isKey in findings += Self.findings(node, isKey: isKey) }
    }
    return findings.limited()
  }

  private static func findings(_ node: YAMLNode, isKey: Bool) -> [Finding] {
    guard case .disputed(let python, let core) = ScalarReading(node), let text = node.scalarText else { return [] }
    let isNumber = core == "a number" || core.hasPrefix("the number")
    return [
      finding(
        .warning,
        seen: "\(isKey ? "the key " : "")\(MetadataText.quoted(text)), which is \(python) in YAML 1.1 (Python)"
          + " and \(core) in YAML 1.2",
        expected: "a value that is the same to every reader",
        remedy: isNumber
          ? "Write a number in plain decimal digits, a text in quotes."
          : "Write it in quotes: \"\(TextEscape.printable(String(text.prefix(40))))\".",
        at: node.location
      )
    ]
  }
}
