import Documents
import Findings

/// HTML is such as pages that show cards keep; the rest would vanish, or is not safe.
struct HTMLRule: CardRule {
  static let code = "HFP609"
  static let title = "HTML is such as pages keep"
  static let page = CheckPage(
    why: """
      Pages drop scripts, frames and forms. What was meant to be seen vanishes, and what runs code is a reason to \
      take a repository down.
      """,
    fix: """
      Say it in Markdown, or with plain elements such as `div`, `img` and `details`.
      """
  )

  /// Components of the Hub's own, and of its documentation, which have a rule of their own.
  private static let components: Set<String> = ["gallery", "tip"]

  func run(_ card: CardDocument) -> [Finding] {
    var findings: [Finding] = []
    card.body?.visit { node in
      let html: String
      switch node.kind {
      case .html(let text), .htmlBlock(let text): html = text
      default: return
      }
      for tag in HTMLTag.tags(in: html) where !Self.components.contains(tag.name) {
        guard let (seen, remedy) = Self.problem(with: tag) else { continue }
        findings.append(
          Self.finding(
            seen: seen,
            expected: "Markdown, or plain elements such as div, img, details and sub",
            remedy: remedy,
            at: card.location(of: node)
          )
        )
      }
    }
    return findings
  }

  private static func problem(with tag: HTMLTag) -> (seen: String, remedy: String)? {
    if !tag.isShown { return ("the element <\(tag.name)>, which pages drop", "Take it out, or say it in Markdown.") }
    if let handler = tag.attributes.first(where: { $0.name.hasPrefix("on") }) {
      return ("the attribute \(handler.name) of <\(tag.name)>, which would run a script", "Take it out.")
    }
    let address = (tag["href"] ?? tag["src"] ?? "").lowercased().filter { !$0.isWhitespace }
    if address.hasPrefix("javascript:") || address.hasPrefix("vbscript:") {
      return ("an address of <\(tag.name)> that would run a script", "Write where it leads as an address.")
    }
    return nil
  }
}
