/// Makes raw HTML of unknown origin safe: a piece of it, as a card's Markdown holds it.
///
/// Tags that are allowed are written anew with the attributes that are; other tags go, and their content stays as text
/// unless it is none (`script`, `style`). Tags may be left open: `HTMLFinisher` closes them.
enum HTMLSanitizer {
  static func fragment(
    _ html: String,
    options: MarkdownHTML.Options,
    address: (_ address: String, _ isImage: Bool) -> String
  ) -> String {
    var tokenizer = HTMLTokenizer(html)
    var result = ""
    while let token = tokenizer.next() {
      switch token {
      case .text(let text): result += HTMLText.content(text)
      case .close(let name):
        if HTMLRules.elements.contains(name), !HTMLRules.void.contains(name) { result += "</\(name)>" }
      case .open(let name, let attributes):
        if HTMLRules.elements.contains(name) {
          let kept = HTMLRules.attributes(of: name, attributes, options: options, address: address)
          result += HTMLText.tag(name, kept)
        } else if HTMLRules.dropped.contains(name) {
          tokenizer.skipContent(of: name)
        }
      }
    }
    return result
  }
}
