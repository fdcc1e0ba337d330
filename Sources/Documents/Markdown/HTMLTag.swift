/// An opening tag of the HTML in a Markdown text.
public struct HTMLTag: Sendable, Hashable {
  /// An attribute with its value, entities undone.
  public struct Attribute: Sendable, Hashable {
    /// The name in lower case.
    public var name: String
    /// The value; empty where there is none.
    public var value: String
  }

  /// The name in lower case.
  public var name: String
  /// The attributes in their order.
  public var attributes: [Attribute]
  /// How many lines below the first of its piece it begins.
  public var lineOffset: Int

  /// Whether pages that show cards are known to keep such an element.
  public var isShown: Bool { HTMLRules.elements.contains(name) }

  /// The value of an attribute; nil when it is not there.
  public subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }

  /// The opening tags of a piece of HTML.
  public static func tags(in html: String) -> [HTMLTag] {
    var tokenizer = HTMLTokenizer(html)
    var tags: [HTMLTag] = []
    var (counted, line) = (0, 0)
    while let token = tokenizer.next() {
      guard case .open(let name, let attributes) = token else { continue }
      line += tokenizer.bytes[counted..<tokenizer.tokenStart].count { $0 == 0x0A }
      counted = tokenizer.tokenStart
      let kept = attributes.map { Attribute(name: $0.name, value: HTMLText.unescape($0.value)) }
      tags.append(HTMLTag(name: name, attributes: kept, lineOffset: line))
    }
    return tags
  }

  /// The words of the headings that a piece of HTML holds from their first to their last tag.
  static func headings(in html: String) -> [String] {
    var tokenizer = HTMLTokenizer(html)
    var headings: [String] = []
    var words: String?
    while let token = tokenizer.next() {
      switch token {
      case .open(let name, _) where names.contains(name): words = ""
      case .close(let name) where names.contains(name):
        if let words { headings.append(words) }
        words = nil
      case .text(let text): words?.append(HTMLText.unescape(String(decoding: text, as: UTF8.self)))
      case .open, .close: continue
      }
    }
    return headings
  }

  private static let names: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]
}

extension String.UnicodeScalarView {
  /// What is left between the first and the last scalar that is `kept`.
  fileprivate func trimming(_ isKept: (Unicode.Scalar) -> Bool) -> Substring.UnicodeScalarView {
    guard let first = firstIndex(where: isKept), let last = lastIndex(where: isKept) else { return self[endIndex...] }
    return self[first...last]
  }
}

extension MarkdownNode {
  /// The names that links within the text can lead to: those of headings, and `id` and `name` of tags.
  ///
  /// What an emoji leaves of a name differs between pages: such a heading has its name with and without a `-` in place
  /// of it.
  public var anchors: Set<String> {
    var slugs = HeadingSlug()
    var names: Set<String> = []
    func add(heading: String) {
      let name = slugs.next(for: heading)
      let isVisible = { (scalar: Unicode.Scalar) in scalar != "-" && scalar.value != 0xFE0F }
      names.formUnion([name, String(name.unicodeScalars.trimming(isVisible))])
    }
    visit { node in
      switch node.kind {
      case .heading: add(heading: node.text)
      case .html(let text), .htmlBlock(let text):
        for tag in HTMLTag.tags(in: text) { names.formUnion([tag["id"], tag["name"]].compactMap { $0 }) }
        HTMLTag.headings(in: text).forEach(add)
      default: break
      }
    }
    names.remove("")
    return names
  }
}
