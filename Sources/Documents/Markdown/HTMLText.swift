/// Small pieces of HTML; everything foreign passes through here.
public enum HTMLText {
  /// Text fit for content and for quoted attributes; control and direction characters become visible.
  public static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      default: escaped.unicodeScalars.append(isHidden(scalar) ? "\u{FFFD}" : scalar)
      }
    }
    return escaped
  }

  /// An opening tag; values are escaped here, names are ours.
  static func tag(_ name: String, _ attributes: [(name: String, value: String)]) -> String {
    "<\(name)\(attributes.map { " \($0.name)=\"\(escape($0.value))\"" }.joined())>"
  }

  /// Whether a character steers the reader's line instead of showing.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Content of raw HTML with its entities, fit to be content again: what looks like a tag is text.
  static func content(_ raw: some Sequence<UInt8>) -> String {
    var result = ""
    for scalar in String(decoding: Array(raw), as: UTF8.self).unicodeScalars {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\n", "\t", "\r": result.unicodeScalars.append(scalar)
      // Marks of the direction belong into some scripts; what turns a whole line around does not.
      default:
        let isKept = !isHidden(scalar) || scalar == "\u{200E}" || scalar == "\u{200F}"
        result.unicodeScalars.append(isKept ? scalar : "\u{FFFD}")
      }
    }
    return result
  }

  /// The value of an attribute with the entities that addresses use resolved.
  ///
  /// An entity that is not known here stays as it is, and is then written as text, so that no browser resolves it.
  static func unescape(_ value: String) -> String {
    guard value.utf8.contains(UInt8(ascii: "&")) else { return value }
    var result = ""
    var rest = value[...]
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      rest = rest[start...]
      // No entity that is resolved here is longer.
      let window = rest.prefix(12)
      if let end = window.firstIndex(of: ";"), let scalar = entity(window[..<end].dropFirst()) {
        result.unicodeScalars.append(scalar)
        rest = rest[rest.index(after: end)...]
      } else {
        result.append("&")
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }

  private static func entity(_ name: Substring) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst()
      let number =
        digits.hasPrefix("x") || digits.hasPrefix("X") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return number.flatMap(Unicode.Scalar.init)
    }
  }
}
