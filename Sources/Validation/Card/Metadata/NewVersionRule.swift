import Documents
import Findings
import HubAPI

/// The newer version is another model of the Hub.
struct NewVersionRule: CardRule {
  static let code = "HFP531"
  static let title = "the newer version is another model of the Hub"
  static let page = CheckPage(
    why: """
      The page sends its visitors to the newer version. To itself, or to what does not exist, it sends them in a \
      circle or nowhere.
      """,
    fix: """
      Write `owner/name` of the newer model, or take the key out.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let node = card.metadataValue("new_version"), !node.isDisputed else { return [] }
    let text = node.textOrDisputed
    if let text, text.allSatisfy({ $0 == " " }) { return [] }
    let seen = "the newer version \(text.map { MetadataText.quoted($0) } ?? MetadataText.described(node))"
    guard let text, let id = RepositoryID(text) else {
      var remedy = "Give the id of the newer model."
      if let text, case .address(let id?) = HubName(text) { remedy = "Write `\(id)`." }
      return [Self.finding(seen: seen, expected: "the id of a model, owner/name", remedy: remedy, at: node.location)]
    }
    guard let own = card.repository, own.description.lowercased() == id.description.lowercased() else { return [] }
    return [
      Self.finding(
        seen: "\(seen), which is this model itself",
        expected: "another model",
        remedy: "Remove the key; it belongs on the card of the older model.",
        at: node.location
      )
    ]
  }
}
