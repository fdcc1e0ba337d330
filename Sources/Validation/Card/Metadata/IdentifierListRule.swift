import Documents
import Findings

/// Data sets and metrics are ids, one or a list of them.
struct IdentifierListRule: CardRule {
  static let code = "HFP529"
  static let title = "data sets and metrics are given by their ids"
  static let page = CheckPage(
    why: """
      The Hub makes links out of these names. A title instead of an id is a link to nothing.
      """,
    fix: """
      Write the id as it stands in the address of the data set, such as `mteb/stsbenchmark-sts`.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    (findings(card, "datasets", of: "data set", isRepository: true)
      + findings(card, "buckets", of: "bucket", isRepository: true)
      + findings(card, "metrics", of: "metric", isRepository: false)).limited()
  }

  private func findings(_ card: CardDocument, _ key: String, of noun: String, isRepository: Bool) -> [Finding] {
    guard let node = card.metadataValue(key) else { return [] }
    return node.listed.compactMap { item in
      guard !item.isDisputed else { return nil }
      guard let text = item.textOrDisputed else {
        return Self.warning("a \(noun) that is \(MetadataText.described(item))", noun, "Give its id as text.", item)
      }
      guard !text.allSatisfy({ $0 == " " }) else { return nil }
      let seen = "the \(noun) \(MetadataText.quoted(text))"
      guard isRepository else {
        return text.contains(where: { $0 == " " || $0 == "," }) || text.contains("://")
          ? Self.warning(seen, noun, "Give ids such as accuracy, one on a line.", item) : nil
      }
      switch HubName(text) {
      case .full, .bare: return nil
      case .address(let id):
        return Self.warning(
          seen,
          noun,
          id.map { "Write `\($0)`." } ?? "Give its id on the Hub, or name it in the text.",
          item
        )
      case .path: return Self.warning("\(seen), which is a path", noun, "Give its id on the Hub.", item)
      case .malformed:
        return Self.warning(seen, noun, "Give its id on the Hub; one that is not there belongs in the text.", item)
      }
    }
  }

  private static func warning(_ seen: String, _ noun: String, _ remedy: String, _ item: YAMLNode) -> Finding {
    finding(.warning, seen: seen, expected: "the id of a \(noun)", remedy: remedy, at: item.location)
  }
}
