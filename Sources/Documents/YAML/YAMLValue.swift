/// A value to be written as YAML.
public indirect enum YAMLValue: Sendable {
  /// Text; quoted by the writer wherever a reader could take it for something else.
  case string(String)
  /// A decimal number, already formatted: `94.96`, never with an exponent.
  case number(text: String)
  /// A truth value.
  case bool(Bool)
  /// A list.
  case list([YAMLValue])
  /// Keys and values, written in this order.
  case map([(String, YAMLValue)])
}

extension YAMLValue: Equatable {
  /// Whether both are the same value with the same order of keys.
  public static func == (left: YAMLValue, right: YAMLValue) -> Bool {
    switch (left, right) {
    case (.string(let a), .string(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.bool(let a), .bool(let b)): a == b
    case (.list(let a), .list(let b)): a == b
    case (.map(let a), .map(let b)): a.elementsEqual(b) { $0.0 == $1.0 && $0.1 == $1.1 }
    default: false
    }
  }
}
