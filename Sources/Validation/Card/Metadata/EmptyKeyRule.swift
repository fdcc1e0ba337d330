import Documents
import Findings

/// Every known key says something; a key that was left without its value is mostly a template not filled in.
struct EmptyKeyRule: CardRule {
  static let code = "HFP516"
  static let title = "every key has a value"
  static let page = CheckPage(
    why: """
      A key without a value counts as null, which some readers show as the word None on the page.
      """,
    fix: """
      Give it a value, or take the key out.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let metadata = card.metadata else { return [] }
    return metadata.pairs
      .filter { pair in
        MetadataKeys.known.contains(pair.name) && !MetadataKeys.mayBeEmpty.contains(pair.name)
          && Self.isEmpty(pair.value)
      }
      .map { pair in
        Self.finding(
          .warning,
          seen: "`\(pair.name)` without a value",
          expected: "a value",
          remedy: "Give it a value, or remove the key.",
          at: pair.key.location
        )
      }
  }

  private static func isEmpty(_ node: YAMLNode) -> Bool {
    switch node.value {
    case .scalar(let text, _): node.isNull || text.allSatisfy { $0 == " " }
    case .sequence(let items): items.isEmpty
    case .mapping(let pairs): pairs.isEmpty
    }
  }
}
