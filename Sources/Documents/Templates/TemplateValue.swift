/// A value that a template sees.
///
/// Numbers are formatted before they get here: templates neither compute nor round.
public enum TemplateValue: Sendable, Hashable {
  /// Text, printed as it is.
  case string(String)
  /// A truth value, for sections; it cannot be printed.
  case bool(Bool)
  /// Items, over which a section repeats.
  case list([TemplateValue])
  /// Names and their values.
  case object([String: TemplateValue])

  /// Whether a section over the value is rendered: not `false`, the empty text or the empty list.
  ///
  /// An object is always true, also without names.
  public var isTrue: Bool {
    switch self {
    case .string(let text): !text.isEmpty
    case .bool(let truth): truth
    case .list(let items): !items.isEmpty
    case .object: true
    }
  }

  /// What the value is, for messages.
  var kind: String {
    switch self {
    case .string: "a text"
    case .bool: "a truth value"
    case .list: "a list"
    case .object: "an object"
    }
  }
}

extension TemplateValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// A text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A list.
  public init(arrayLiteral elements: TemplateValue...) { self = .list(elements) }
  /// An object; of equal names the last one counts.
  public init(dictionaryLiteral elements: (String, TemplateValue)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
  }
}
