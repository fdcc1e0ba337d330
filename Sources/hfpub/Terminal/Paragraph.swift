import Documents

/// Text in lines that a terminal of 80 columns shows whole.
enum Paragraph {
  private static let width = 80

  /// The words of a text in lines, each after `indent` blanks.
  static func lines(_ text: String, indent: Int = 0) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in TextEscape.printable(text).split(separator: " ") {
      if !line.isEmpty, indent + DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) > width {
        lines.append(margin + line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return lines + [margin + line]
  }
}
