/// Makes foreign text safe to show.
public enum TextEscape {
  /// The text on one line with everything that could steer a terminal or reorder the line written out.
  ///
  /// A line break becomes `\n`, a tab `\t`, any other control character `\u{1B}` and so on; so do the characters that
  /// change the direction of writing and the line separators. Letters, emoji and their joiners stay.
  public static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where isUnsafe(scalar): result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text as `printable(_:)` gives it in back quotes, cut after `limit` characters: for names inside messages.
  static func quoted(_ text: String, limit: Int = 60) -> String {
    let shown = text.count > limit ? "\(text.prefix(limit))…" : text
    return "`\(printable(shown))`"
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: true
    // Line and paragraph separators.
    case 0x2028, 0x2029: true
    // Marks, embeddings, overrides and isolates of the writing direction.
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    // A byte order mark, which nobody sees, and tags, which can hide text.
    case 0xFEFF, 0xE0001: true
    default: false
    }
  }
}
