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

  /// Whether pages that show cards are known to keep such an element.
  public var isShown: Bool { HTMLRules.elements.contains(name) }

  /// The value of an attribute; nil when it is not there.
  public subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }

  /// The opening tags of a piece of HTML.
  public static func tags(in html: String) -> [HTMLTag] {
    var tokenizer = HTMLTokenizer(html)
    var tags: [HTMLTag] = []
    while let token = tokenizer.next() {
      guard case .open(let name, let attributes) = token else { continue }
      tags.append(
        HTMLTag(name: name, attributes: attributes.map { .init(name: $0.name, value: HTMLText.unescape($0.value)) })
      )
    }
    return tags
  }
}

extension MarkdownNode {
  /// The names that links within the text can lead to: those of headings, and `id` and `name` of tags.
  public var anchors: Set<String> {
    var slugs = HeadingSlug()
    var names: Set<String> = []
    visit { node in
      switch node.kind {
      case .heading: names.insert(slugs.next(for: node.text))
      case .html(let text), .htmlBlock(let text):
        for tag in HTMLTag.tags(in: text) { names.formUnion([tag["id"], tag["name"]].compactMap { $0 }) }
      default: break
      }
    }
    names.remove("")
    return names
  }
}
