/// Names from inside archives and files, as they may be printed.
enum ShownName {
  /// The name with what could steer a terminal or break a line written out, and not endlessly long.
  static func of(_ name: String) -> String {
    var text = ""
    for scalar in name.unicodeScalars.prefix(120) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
        text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return name.unicodeScalars.count > 120 ? "\(text)…" : text
  }
}
