/// Makes text fit for XML 1.0, in elements and in attributes alike.
enum XMLText {
  /// The text with marks as entities; a character that XML cannot hold becomes U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      // Always, so that no `]]>` is left.
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t", " "..."~", "\u{85}", "\u{A0}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"...:
        result.unicodeScalars.append(scalar)
      // A reader would turn a bare one into a line feed.
      case "\r": result += "&#13;"
      default: result += "\u{FFFD}"
      }
    }
    return result
  }
}
