import Documents
import Findings

/// Addresses are ones that a reader elsewhere can follow.
struct AddressRule: CardRule {
  static let code = "HFP607"
  static let title = "addresses can be followed by anybody"
  static let page = CheckPage(
    why: """
      An address of the author's machine works for the author alone and tells others how it is called. A picture's \
      page in place of the picture shows as a broken image.
      """,
    fix: """
      Publish the file and write its path, or write the whole address with https. A link is `[words](address)`.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    let links = CardLinks(card).entries.compactMap { entry in
      Self.problem(with: entry).map { problem in
        Self.finding(
          seen: problem.seen,
          expected: problem.expected,
          remedy: problem.remedy,
          at: card.location(of: entry)
        )
      }
    }
    return links + missingBrackets(card)
  }

  private static func problem(
    with entry: CardLinks.Entry
  ) -> (seen: String, expected: String, remedy: String)? {
    let address = String(entry.address.prefix(200))
    if address.allSatisfy(\.isWhitespace) {
      return (
        "a \(entry.isImage ? "picture" : "link") without an address", "an address",
        "Write where it leads, or take it out."
      )
    }
    let isWeb = entry.scheme == "http" || entry.scheme == "https"
    let host = isWeb ? address.drop { $0 != "/" }.drop { $0 == "/" }.prefix { !"/:?#".contains($0) }.lowercased() : ""
    if entry.isImage, address.contains("/blob/") {
      if ["huggingface.co", "hf.co"].contains(host) {
        return (
          "the picture \(address), which is a page about the file", "the file itself",
          "Write /resolve/ in place of /blob/, or the path within the repository."
        )
      }
      if host == "github.com", !address.contains("raw=") {
        return (
          "the picture \(address), which is a page about the file", "the file itself",
          "Write /raw/ in place of /blob/, or publish the file with the card."
        )
      }
    }
    if entry.isOfOneMachine || isWeb && ["localhost", "127.0.0.1", "0.0.0.0", "[::1]", "["].contains(host) {
      return (
        "the address \(address), which is of one machine", "an address that leads there from anywhere",
        "Publish the file and write its path within the repository."
      )
    }
    if entry.scheme == "http", host == "huggingface.co" || host.hasSuffix(".huggingface.co") || host == "hf.co" {
      return ("the address \(address) without encryption", "https", "Write https:// in front.")
    }
    if let scheme = entry.scheme, ["javascript", "vbscript", "data"].contains(scheme),
      !(entry.isImage && scheme == "data")
    {
      return ("an address with the scheme \(scheme)", "https, mailto or a path", "Write where it leads as an address.")
    }
    return nil
  }

  /// `text(https://…)`: a link whose square brackets were forgotten.
  private func missingBrackets(_ card: CardDocument) -> [Finding] {
    (card.body?.all { node -> (String, SourceLocation)? in
      guard node.kind == .paragraph || node.kind == .tableCell || node.kind == .item else { return nil }
      for (before, link) in zip(node.children, node.children.dropFirst()) {
        guard case .text(let text) = before.kind, case .link(let address) = link.kind, text.hasSuffix("("),
          address.hasPrefix("http"), let last = text.dropLast().last, last.isLetter || last.isNumber
        else { continue }
        let words = text.split(separator: " ").last ?? ""
        return ("\(words.suffix(60))\(address.prefix(60))", card.location(of: before))
      }
      return nil
    } ?? []).map { seen, location in
      Self.finding(
        seen: "\"\(seen)…\", which is no link",
        expected: "[words](address)",
        remedy: "Put the words into square brackets, or a blank before the bracket.",
        at: location
      )
    }
  }
}
