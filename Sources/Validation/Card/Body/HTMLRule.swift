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
  /// Elements without danger that cards in use show; whether every page keeps them is not known, so nothing is said.
  private static let harmless: Set<String> = [
    "address", "article", "aside", "bdi", "bdo", "big", "caption", "center", "cite", "col", "colgroup", "data", "dfn",
    "font", "footer", "header", "hgroup", "main", "mark", "nav", "nobr", "rp", "rt", "ruby", "section", "small",
    "strike", "time", "track", "tt", "u", "var", "wbr",
  ]
  /// Elements of HTML that pages with texts of others drop; any other name is no element.
  private static let dropped: Set<String> = [
    "applet", "area", "base", "body", "button", "canvas", "datalist", "dialog", "embed", "fieldset", "form", "frame",
    "frameset", "head", "html", "iframe", "input", "label", "legend", "link", "map", "marquee", "math", "menu", "meta",
    "meter", "noembed", "noframes", "noscript", "object", "optgroup", "option", "output", "param", "plaintext",
    "portal", "progress", "script", "select", "slot", "style", "svg", "template", "textarea", "title", "xmp",
  ]

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
            at: card.location(of: tag, in: node)
          )
        )
      }
    }
    return findings
  }

  private static func problem(with tag: HTMLTag) -> (seen: String, remedy: String)? {
    let name = tag.name.prefix(60)
    if Self.dropped.contains(tag.name) {
      return ("the element <\(name)>, which pages drop", "Take it out, or say it in Markdown.")
    }
    if !tag.isShown, !Self.harmless.contains(tag.name) {
      return (
        "<\(name)>, which is no element of HTML and is not shown", "Write it as code, `<\(name)>`, or take it out."
      )
    }
    if let handler = tag.attributes.first(where: { $0.name.hasPrefix("on") }) {
      return ("the attribute \(handler.name.prefix(60)) of <\(name)>, which would run a script", "Take it out.")
    }
    for attribute in tag.attributes where ["href", "src", "action", "formaction"].contains(attribute.name) {
      let address = attribute.value.prefix(40).lowercased().filter { !$0.isWhitespace }
      guard address.hasPrefix("javascript:") || address.hasPrefix("vbscript:") else { continue }
      return ("an address of <\(name)> that would run a script", "Write where it leads as an address.")
    }
    return nil
  }
}
