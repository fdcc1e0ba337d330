import Testing

/// Texts of shapes that Markdown parsers are known to be slow on, or to grow.
enum MarkdownShapes {
  struct Shape: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var reason = ""
    var testDescription: String { name }
  }

  static let size = 1 << 20

  private static func fill(_ part: String, _ size: Int = size) -> String {
    String(repeating: part, count: max(1, size / part.utf8.count))
  }

  /// Those that take time or room in the square of their size.
  static let refused: [Shape] = [
    Shape(name: "2 MB", text: fill("word ", 2 * size), reason: "bytes"),
    Shape(name: "deep quotes", text: fill(">"), reason: "nested deeper"),
    Shape(name: "deep lists", text: fill("- ", size / 2) + "a\n" + fill("\n", size / 2 - 4), reason: "nested deeper"),
    Shape(name: "deep stars", text: fill("* ", size / 2) + "a\n" + fill("\n", size / 2 - 4), reason: "nested deeper"),
    Shape(
      name: "deep numbers",
      text: fill("1. ", size / 2) + "a\n" + fill("\n", size / 2 - 4),
      reason: "nested deeper"
    ),
    Shape(
      name: "deep mixture",
      text: fill("> - ", size / 2) + "a\n" + fill("b\n", size / 2 - 4),
      reason: "nested deeper"
    ),
    Shape(
      name: "stairs of lists",
      text: (0..<900).map { String(repeating: " ", count: $0) + "- a\n" }.joined(),
      reason: "indented"
    ),
    Shape(name: "brackets behind a link", text: "http://a.b" + fill(")", size / 2), reason: "more than 300 times `)`"),
    Shape(name: "at signs", text: fill("a@"), reason: "more than 300 times `@`"),
    Shape(name: "instructions", text: fill("a <?"), reason: "declarations"),
    Shape(name: "declarations", text: fill("a <!A "), reason: "declarations"),
    Shape(
      name: "short rows of a wide table",
      text: fill("a|", 2_000) + "\n" + fill("-|", 2_000) + "\n" + fill("a\n", size / 2),
      reason: "cells"
    ),
    Shape(
      name: "a long address used often",
      text: "[a]: /\(fill("u", size / 2))\n\n\(fill("[a]", size / 3))",
      reason: "link definitions"
    ),
    Shape(
      name: "a long title used often",
      text: "[a]: /u '\(fill("t\n", size / 2))'\n\n\(fill("[a]", size / 3))",
      reason: "link definitions"
    ),
  ]

  /// Those that look alike and are quick.
  static let allowed: [Shape] = [
    "[", "![", "![l", "[a](", "*a ", "*a_", "_", "a_", "**a *b ", "*a**b", "~a ", "~~a~", "www.a", "://", "a:/",
    "http://a ",
    "<![CDATA[", "a <!-- ", "a <!--a--", "<", "a <a ", "<a b=\"", "&", "&a", "|", "| - ", "| a\n| - \n", "|\n", "\\|",
    "[a\n", "\n", "a\n", "a\n\n", "#\n", "\t", " ", "a  \n", "- [ ] a\n", "\\", "<div>\n", "<b><i></b>", "a\n=\n",
    "[a](b", "[x](<", "- a\n", "`a", "<p>", "<!-- ", "</b>", "<img src=x>", "\u{F0000}",
  ]
  .map { part in
    Shape(name: part.debugDescription, text: fill(part, 1 << 17))
  }
}
