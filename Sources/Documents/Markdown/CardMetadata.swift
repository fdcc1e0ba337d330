/// What a card's front matter says about the model, for the box above the card.
public struct CardMetadata: Sendable {
  /// A line of the box.
  public struct Field: Sendable, Hashable {
    /// The key of the front matter.
    public var key: String
    /// The words for it.
    public var label: String
    /// The values, as text.
    public var values: [String]
  }

  /// The fields that the Hub shows, in its order; those without a value are left out.
  public var fields: [Field]
  /// Why the front matter could not be read.
  public var problem: DocumentError?

  private static let shown = [
    ("pipeline_tag", "Task"), ("library_name", "Library"), ("language", "Languages"), ("license", "Licence"),
    ("base_model", "Base model"), ("datasets", "Datasets"), ("metrics", "Metrics"), ("tags", "Tags"),
  ]

  /// Reads the front matter of a card.
  public init(_ matter: FrontMatter) {
    fields = []
    guard let yaml = matter.yaml else { return }
    do {
      let root = try YAMLNode.parse(yaml, file: "README.md", firstLine: matter.yamlStartLine)
      let mapping = try root.mapping(named: "front matter")
      for (key, label) in Self.shown {
        let values = mapping.optional(key).map(Self.texts) ?? []
        if !values.isEmpty { fields.append(Field(key: key, label: label, values: values)) }
      }
    } catch {
      problem = error
    }
  }

  /// The box as HTML; empty without fields.
  public var html: String {
    guard !fields.isEmpty else { return "" }
    let rows = fields.map { field in
      let values = field.values.map { "<dd>\(HTMLText.escape($0))</dd>" }.joined(separator: " ")
      return "<div><dt>\(field.label)</dt> \(values)</div>\n"
    }
    return "<dl class=\"metadata\">\n\(rows.joined())</dl>\n"
  }

  private static func texts(_ node: YAMLNode) -> [String] {
    switch node.value {
    case .scalar(let text, _): node.isNull || text.isEmpty ? [] : [shortened(text)]
    case .sequence(let items):
      items.prefix(100).flatMap { item -> [String] in
        guard case .scalar = item.value else { return [] }
        return texts(item)
      }
    case .mapping: []
    }
  }

  private static func shortened(_ text: String) -> String { text.count > 200 ? "\(text.prefix(200))…" : text }
}
