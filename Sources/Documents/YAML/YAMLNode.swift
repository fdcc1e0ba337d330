import Findings

/// A node of a YAML document with its place in the file.
///
/// Scalars keep their text and whether they were quoted: their type is decided by who reads them (`string()`, `int()`
/// and so on), because the dialects that read a model card do not agree on it.
public struct YAMLNode: Sendable, Hashable {
  /// How a scalar was written.
  public enum ScalarStyle: Sendable, Hashable {
    /// Without quotes, so that it may stand for a number, a truth value or nothing.
    case plain
    /// In quotes, as a block, or tagged `!!str`: always a string.
    case quoted
  }

  /// What a node holds.
  public indirect enum Value: Sendable, Hashable {
    /// A single value, as its text after unfolding and unescaping.
    case scalar(String, style: ScalarStyle)
    /// A list.
    case sequence([YAMLNode])
    /// Keys and values in the order of the file; keys are scalars and no two are equal.
    case mapping([YAMLPair])
  }

  /// What the node holds.
  public var value: Value
  /// Where it begins.
  public var location: SourceLocation

  /// A node at a place.
  public init(_ value: Value, location: SourceLocation) {
    self.value = value
    self.location = location
  }

  /// Whether the node says "nothing": an empty plain scalar, `~` or `null`.
  public var isNull: Bool {
    guard case .scalar(let text, .plain) = value else { return false }
    return PlainScalar.isNull(text)
  }

  /// The words for what the node is, for messages: "a list", "the text `x`".
  var summary: String {
    switch value {
    case .scalar(let text, .plain): isNull ? "nothing" : TextEscape.quoted(text)
    case .scalar(let text, .quoted): "the text \(TextEscape.quoted(text))"
    case .sequence(let items): items.isEmpty ? "an empty list" : "a list"
    case .mapping: "a mapping of keys to values"
    }
  }
}

/// A key and its value in a mapping.
public struct YAMLPair: Sendable, Hashable {
  /// The key, always a scalar.
  public var key: YAMLNode
  /// The value.
  public var value: YAMLNode

  /// A pair of key and value.
  public init(key: YAMLNode, value: YAMLNode) {
    self.key = key
    self.value = value
  }

  /// The key's text.
  public var name: String {
    guard case .scalar(let text, _) = key.value else { return "" }
    return text
  }
}
