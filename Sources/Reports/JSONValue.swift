/// A JSON value to be written: keys in the order given, members that are nil left out.
indirect enum JSONValue {
  case object([(String, JSONValue?)])
  case list([JSONValue])
  case string(String)
  case integer(Int)
  case boolean(Bool)

  static func optional(_ text: String?) -> JSONValue? { text.map { .string($0) } }

  /// The number, or nothing when it is not known.
  static func known(_ number: Int) -> JSONValue? { number > 0 ? .integer(number) : nil }

  /// The text, indented by two blanks a level or on one line, with a newline at its end.
  func text(onOneLine: Bool = false) -> String {
    var output = ""
    write(to: &output, indent: onOneLine ? nil : 0)
    return output + "\n"
  }

  /// Nil as indent is for one line.
  private func write(to output: inout String, indent: Int?) {
    let inner = indent.map { $0 + 2 }
    switch self {
    case .object(let members):
      output += "{"
      var isFirst = true
      for case (let key, let value?) in members {
        Self.separate(&output, isFirst: isFirst, indent: inner)
        isFirst = false
        Self.quote(key, to: &output)
        output += ": "
        value.write(to: &output, indent: inner)
      }
      Self.close("}", &output, isEmpty: isFirst, indent: indent)
    case .list(let items):
      output += "["
      for (index, item) in items.enumerated() {
        Self.separate(&output, isFirst: index == 0, indent: inner)
        item.write(to: &output, indent: inner)
      }
      Self.close("]", &output, isEmpty: items.isEmpty, indent: indent)
    case .string(let text): Self.quote(text, to: &output)
    case .integer(let number): output += "\(number)"
    case .boolean(let truth): output += "\(truth)"
    }
  }

  private static func separate(_ output: inout String, isFirst: Bool, indent: Int?) {
    if let indent {
      output += (isFirst ? "\n" : ",\n") + String(repeating: " ", count: indent)
    } else if !isFirst {
      output += ", "
    }
  }

  private static func close(_ mark: String, _ output: inout String, isEmpty: Bool, indent: Int?) {
    if let indent, !isEmpty { output += "\n" + String(repeating: " ", count: indent) }
    output += mark
  }

  /// Writes a string so that whoever prints the text sees every character of it: those that steer, reorder or are
  /// invisible stand as escapes.
  private static func quote(_ text: String, to output: inout String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case " "..."~": output.unicodeScalars.append(scalar)
      default:
        if isHidden(scalar) {
          for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
          }
        } else {
          output.unicodeScalars.append(scalar)
        }
      }
    }
    output += "\""
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
