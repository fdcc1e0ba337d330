/// Writes values as block YAML that the Hub, PyYAML and YAML 1.2 readers take for the same thing.
///
/// Plain text stays plain only when no reader can mistake it; all other text is double-quoted on one line with escapes,
/// the one style that holds every character. Lists stand under their key without indentation, as on model cards.
public enum YAMLWriter {
  /// The value as a document that ends with a line break and has no `---` lines.
  public static func write(_ value: YAMLValue) -> String {
    var output = ""
    switch value {
    case .list(let items) where !items.isEmpty: list(items, indent: 0, into: &output)
    case .map(let pairs) where !pairs.isEmpty: map(pairs, indent: 0, into: &output)
    default: output = inline(value) + "\n"
    }
    return output
  }

  /// A single text as it is written inside a document: as it is, or in double quotes.
  public static func scalar(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

  // Both containers write their first line without indentation: the caller has already written it or a `- `.

  private static func map(_ pairs: [(String, YAMLValue)], indent: Int, into output: inout String) {
    for (position, (key, value)) in pairs.enumerated() {
      if position > 0 { output += blanks(indent) }
      output += scalar(key) + ":"
      switch value {
      case .list(let items) where !items.isEmpty:
        output += "\n" + blanks(indent)
        list(items, indent: indent, into: &output)
      case .map(let pairs) where !pairs.isEmpty:
        output += "\n" + blanks(indent + 2)
        map(pairs, indent: indent + 2, into: &output)
      default:
        output += " \(inline(value))\n"
      }
    }
  }

  private static func list(_ items: [YAMLValue], indent: Int, into output: inout String) {
    for (position, item) in items.enumerated() {
      if position > 0 { output += blanks(indent) }
      output += "- "
      switch item {
      case .list(let items) where !items.isEmpty: list(items, indent: indent + 2, into: &output)
      case .map(let pairs) where !pairs.isEmpty: map(pairs, indent: indent + 2, into: &output)
      default: output += inline(item) + "\n"
      }
    }
  }

  private static func inline(_ value: YAMLValue) -> String {
    switch value {
    case .string(let text): scalar(text)
    // A text that is not a plain decimal would be read differently here and there; it is then kept as text.
    case .number(let text): isDecimal(text) ? text : quoted(text)
    case .bool(let truth): truth ? "true" : "false"
    case .list: "[]"
    case .map: "{}"
    }
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

  private static func isDecimal(_ text: String) -> Bool {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = parts.first else { return false }
    let areDigits = parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) } }
    return areDigits && (whole.count == 1 || whole.first != UInt8(ascii: "0"))
  }

  private static func isPlain(_ text: String) -> Bool {
    guard !PlainScalar.isAmbiguous(text), text.utf8.count <= 512, let first = text.unicodeScalars.first,
      let last = text.unicodeScalars.last
    else {
      return false
    }
    if "-?:,[]{}#&*!|>'\"%@` ".unicodeScalars.contains(first) || text.hasPrefix("...") { return false }
    if last == " " || last == ":" { return false }
    var previous: Unicode.Scalar = "a"
    for scalar in text.unicodeScalars {
      if needsEscape(scalar) || (scalar.properties.isWhitespace && scalar != " ") { return false }
      if previous == ":", scalar == " " { return false }
      if previous == " ", scalar == "#" { return false }
      previous = scalar
    }
    return true
  }

  /// A single text in double quotes, as it may stand everywhere in a document.
  public static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where needsEscape(scalar):
        let hex = String(scalar.value, radix: 16, uppercase: true)
        let (letter, width) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
        result += "\\\(letter)" + String(repeating: "0", count: width - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Control characters, what some reader takes for a line break, and what YAML does not call printable.
  private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    case 0x10000...: scalar.value & 0xFFFE == 0xFFFE
    default: false
    }
  }
}
