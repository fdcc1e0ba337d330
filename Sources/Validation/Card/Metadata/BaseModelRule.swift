import Documents
import Findings
import HubAPI

/// The base model is a model of the Hub, not a path; the Hub refuses anything else.
struct BaseModelRule: CardRule {
  static let code = "HFP521"
  static let title = "the base model is a model of the Hub"
  static let page = CheckPage(
    why: """
      The base model ties a model to its origin and its licence. Tools write the folder on the training machine \
      there, which leads nowhere and tells strangers its name.
      """,
    fix: """
      Write `owner/name` of the repository on the Hub, or a list of such names.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let node = card.metadataValue("base_model") else { return [] }
    return node.listed.compactMap { finding($0, in: card) }.limited()
  }

  private func finding(_ item: YAMLNode, in card: CardDocument) -> Finding? {
    guard !item.isDisputed else { return nil }
    guard let text = item.textOrDisputed else {
      return Self.error(MetadataText.described(item), "Give the model's id as text.", item)
    }
    guard !text.allSatisfy({ $0 == " " }) else { return nil }
    let seen = "the base model \(MetadataText.quoted(text))"
    switch HubName(text) {
    case .full:
      guard let repository = card.repository, repository.description.lowercased() == text.lowercased() else {
        return nil
      }
      return Self.error("\(seen), which is this model itself", "Name the model that this one was made from.", item)
    case .bare:
      return Self.finding(
        .warning,
        seen: "\(seen) without an owner",
        expected: "owner/name",
        remedy: "Write the id as the model's page shows it, with the owner in front; short names of old models are"
          + " only redirected.",
        at: item.location
      )
    case .address(let id):
      return Self.error("\(seen), which is an address", id.map { "Write `\($0)`." } ?? "Give the model's id.", item)
    case .path:
      return Self.error("\(seen), which is a path", "Give the id of the model on the Hub.", item)
    case .malformed:
      return Self.error(seen, "Copy the id from the top of the model's page.", item)
    }
  }

  private static func error(_ seen: String, _ remedy: String, _ item: YAMLNode) -> Finding {
    finding(seen: seen, expected: "the id of a model of the Hub, owner/name", remedy: remedy, at: item.location)
  }
}
