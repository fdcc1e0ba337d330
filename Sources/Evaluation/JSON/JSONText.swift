/// A JSON value to be written: keys in the order given, numbers with the digits that read back as the same value.
package indirect enum JSONText {
  case object([(String, JSONText)])
  case list([JSONText])
  case string(String)
  case number(Double)
  case integer(Int)
  case boolean(Bool)
  case null

  /// A value on one line, for objects that are rows of a table.
  case row(JSONText)

  package static func optional(_ text: String?) -> JSONText { text.map { .string($0) } ?? .null }

  /// The text, indented by two blanks a level, without a newline at the end.
  package func rendered(indent: Int = 0) -> String {
    let inner = String(repeating: " ", count: indent + 2)
    let outer = String(repeating: " ", count: indent)
    switch self {
    case .object(let members):
      guard !members.isEmpty else { return "{}" }
      let lines = members.map { "\(inner)\(Self.quoted($0.0)): \($0.1.rendered(indent: indent + 2))" }
      return "{\n\(lines.joined(separator: ",\n"))\n\(outer)}"
    case .list(let items):
      guard !items.isEmpty else { return "[]" }
      return "[\n\(items.map { inner + $0.rendered(indent: indent + 2) }.joined(separator: ",\n"))\n\(outer)]"
    case .row(let value): return value.compact
    default: return compact
    }
  }

  private var compact: String {
    switch self {
    case .object(let members):
      "{" + members.map { "\(Self.quoted($0.0)): \($0.1.compact)" }.joined(separator: ", ") + "}"
    case .list(let items): "[" + items.map(\.compact).joined(separator: ", ") + "]"
    case .string(let text): Self.quoted(text)
    // Zero has no sign, and what is not finite has no place in JSON; results never hold it.
    case .number(let value): value == 0 ? "0.0" : value.isFinite ? "\(value)" : "null"
    case .integer(let value): "\(value)"
    case .boolean(let truth): "\(truth)"
    case .null: "null"
    case .row(let value): value.compact
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
