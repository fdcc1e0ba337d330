/// Puts foreign text into Markdown so that it reads as itself.
///
/// It looks at scalars, as readers of Markdown do: a back quote with an accent on it is one `Character` and still ends
/// a code span.
public enum MarkdownEscape {
  /// Inline Markdown made fit for a cell of a table: on one line, `|` escaped, no blanks around it.
  ///
  /// The text may hold inline Markdown, whose marks are kept; for plain text use `cell(inline(text))`.
  public static func cell(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var backslashes = 0
    for character in oneLine(text).unicodeScalars {
      if character == "\\" {
        backslashes += 1
      } else {
        if character == "|" {
          // The table is cut before escapes are read, so an odd backslash here would free the bar again.
          if backslashes % 2 == 0 { result.append("\\") }
        }
        backslashes = 0
      }
      result.append(character)
    }
    return backslashes % 2 == 1 ? String(result) + "\\" : String(result)
  }

  /// Plain text made fit for a paragraph, a heading or a list item: on one line, with every mark escaped.
  public static func inline(_ text: String) -> String {
    let characters = Array(oneLine(text).unicodeScalars)
    var result = String.UnicodeScalarView()
    for (index, character) in characters.enumerated() {
      let previous = index > 0 ? characters[index - 1] : nil
      let next = index + 1 < characters.count ? characters[index + 1] : nil
      if isMark(character, previous: previous, next: next) || startsBlock(characters, at: index) { result.append("\\") }
      result.append(character)
    }
    return String(result)
  }

  /// Plain text made fit for the brackets of a link or the alternative text of an image.
  public static func linkText(_ text: String) -> String { inline(text) }

  /// A link's target made fit for the parentheses: blanks, brackets, quotes and control characters percent-encoded.
  public static func linkTarget(_ target: String) -> String {
    let hex = Array("0123456789ABCDEF")
    var result = ""
    for byte in target.utf8 {
      if byte > 0x20, byte < 0x7F, !"()<>[]\\\"'`|{}^".utf8.contains(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        result += "%\(hex[Int(byte >> 4)])\(hex[Int(byte & 15)])"
      }
    }
    return result
  }

  /// A link with plain text to a target.
  public static func link(_ text: String, to target: String) -> String { "[\(linkText(text))](\(linkTarget(target)))" }

  /// A code span that holds the text, whatever back quotes are in it.
  public static func codeSpan(_ text: String) -> String {
    let content = text.map { $0.isNewline ? " " : String($0) }.joined()
    let quotes = String(repeating: "`", count: shortestUnusedRun(in: content))
    let needsPadding =
      content.utf8.first == UInt8(ascii: "`") || content.utf8.last == UInt8(ascii: "`")
      || (content.hasPrefix(" ") && content.hasSuffix(" ") && content.contains { $0 != " " })
    return content.isEmpty ? "" : needsPadding ? "\(quotes) \(content) \(quotes)" : quotes + content + quotes
  }

  /// A fenced code block, fenced with more back quotes than any run inside; ends without a line break.
  public static func codeBlock(_ code: String, language: String = "") -> String {
    let fence = codeFence(for: code)
    let body = code.isEmpty || code.hasSuffix("\n") ? code : code + "\n"
    return "\(fence)\(oneLine(language).filter { $0 != "`" })\n\(body)\(fence)"
  }

  /// The fence for a code block with this content: at least three back quotes, more than any run inside.
  public static func codeFence(for code: String) -> String {
    String(repeating: "`", count: max(3, longestRun(in: code) + 1))
  }

  private static func oneLine(_ text: String) -> String {
    text.split { $0.isNewline || $0 == "\t" || $0 == " " }.joined(separator: " ")
  }

  private static func isMark(_ character: Unicode.Scalar, previous: Unicode.Scalar?, next: Unicode.Scalar?) -> Bool {
    switch character {
    case "\\", "`", "*", "[", "]", "<", ">", "|", "~", "$": true
    // Between letters an underscore is a letter to every reader: identifiers stay readable.
    case "_": !((previous.map(isWord) ?? false) && (next.map(isWord) ?? false))
    // An entity such as `&amp;` would be decoded.
    case "&": next.map { $0 == "#" || $0.properties.isAlphabetic } ?? false
    case "!": next == "["
    default: false
    }
  }

  /// Whether the character would make the line a heading, a list item or a rule.
  private static func startsBlock(_ characters: [Unicode.Scalar], at index: Int) -> Bool {
    switch characters[index] {
    case "#", "+", "-", "=": return index == 0
    case ".", ")":
      let number = characters[..<index]
      return !number.isEmpty && number.count < 10 && number.allSatisfy { "0"..."9" ~= $0 }
    default: return false
    }
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
    }
  }

  private static func runs(in text: String) -> [Int] {
    text.unicodeScalars.split(omittingEmptySubsequences: true) { $0 != "`" }.map(\.count)
  }

  private static func longestRun(in text: String) -> Int { runs(in: text).max() ?? 0 }

  private static func shortestUnusedRun(in text: String) -> Int {
    let used = Set(runs(in: text))
    var length = 1
    while used.contains(length) { length += 1 }
    return length
  }
}
