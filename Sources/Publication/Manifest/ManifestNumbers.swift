import Documents
import Findings

/// Keeps measured numbers out of the manifest: what is not a rule, a weight or a tolerance is read, measured or cited.
enum ManifestNumbers {
  /// Keys whose numbers are rules of the publisher.
  private static let rules = KeyTable.manifest.numberKeys

  /// Refuses a number anywhere else.
  static func refuseOthers(in root: YAMLMapping) throws {
    for pair in root.pairs where !rules.contains(pair.name) { try refuse(in: pair.value, key: pair.name) }
  }

  private static func refuse(in node: YAMLNode, key: String) throws {
    switch node.value {
    case .scalar(let text, .plain):
      let kinds = PlainScalar.Dialect.allCases.map { PlainScalar.kind(of: text, in: $0) }
      guard kinds.contains(.integer) || kinds.contains(.number) else { return }
      throw PublicationError(
        .numberInManifest,
        problem: "cannot take the number \(text) of `\(key)`",
        reason: "only rules, weights and digits are numbers in a manifest",
        remedy:
          "Name the value it should come from, as in {{metric.…}}, or put it into an evidence file with its source.",
        location: node.location
      )
    case .scalar: return
    case .sequence(let items): for item in items { try refuse(in: item, key: key) }
    case .mapping(let pairs):
      for pair in pairs where !rules.contains(pair.name) { try refuse(in: pair.value, key: pair.name) }
    }
  }
}
