import Documents

/// Makes foreign text inert in GitHub-flavoured Markdown: no mark-up, no HTML, no link, no mention, no broken table.
enum MarkdownText {
  /// The text for a table's cell or a list item: as it is when it is plain prose, as code otherwise.
  static func inline(_ text: String, limit: Int = 300) -> String {
    isProse(text.unicodeScalars.prefix(limit)) ? shortened(text, limit: limit) : code(text, limit: limit)
  }

  /// The text as code, where GitHub looks for no mentions and links either.
  static func code(_ text: String, limit: Int = 300) -> String {
    MarkdownEscape.cell(MarkdownEscape.codeSpan(shortened(text, limit: limit)))
  }

  /// Safe text with nothing behind the limit.
  static func shortened(_ text: String, limit: Int) -> String {
    let start = text.unicodeScalars.prefix(limit)
    return TextEscape.printable(String(start)) + (start.endIndex < text.unicodeScalars.endIndex ? "…" : "")
  }

  /// Whether nothing in the text is a mark, an address, a mention, a number of an issue or the hash of a commit.
  private static func isProse(_ text: String.UnicodeScalarView.SubSequence) -> Bool {
    guard let first = text.first, first != " " else { return false }
    var hexadecimals = 0
    for scalar in text {
      switch scalar {
      case "0"..."9", "a"..."f", "A"..."F":
        hexadecimals += 1
        // A short hash has seven; so has "defaced", which is code then.
        guard hexadecimals < 7 else { return false }
        continue
      case "g"..."z", "G"..."Z", " ", "-", ".", ",", "(", ")", "'", "\"", ";", "?", "%", "/", "+", "=", "…", "≥", "×":
        break
      default: guard !scalar.isASCII, scalar.properties.isAlphabetic else { return false }
      }
      hexadecimals = 0
    }
    let lower = String(text).lowercased()
    return !lower.contains("www.") && !lower.contains("gh-")
  }
}
