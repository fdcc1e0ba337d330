import Documents
import Testing

@Suite struct NumberFormatTests {
  @Test(
    "decimals are rounded half up, once, from the shortest text",
    arguments: [
      (2.675, 2, "2.68"), (1.005, 2, "1.01"), (0.37453, 3, "0.375"), (37.453 / 600, 3, "0.062"), (0.5, 0, "1"),
      (1.5, 0, "2"),
      (2.5, 0, "3"), (-2.5, 0, "-3"), (-0.001, 2, "0.00"), (-0.0, 1, "0.0"), (0, 0, "0"), (94.96, 2, "94.96"),
      (94.96, 1, "95.0"),
      (99.995, 2, "100.00"), (9.5, 0, "10"), (100, 2, "100.00"), (0.1 + 0.2, 2, "0.30"),
      (1e21, 0, "1000000000000000000000"),
      (1.5e-7, 2, "0.00"), (1.5e-7, 8, "0.00000015"), (1.5e-7, 7, "0.0000002"), (.leastNonzeroMagnitude, 3, "0.000"),
      (0.049, 1, "0.0"),
      (0.05, 1, "0.1"),
      (1e16, 1, "10000000000000000.0"), (123456.789, -1, "123457"), (.nan, 2, "nan"), (.infinity, 2, "inf"),
      (-.infinity, 2, "-inf"),
    ]
  )
  func decimal(value: Double, places: Int, text: String) {
    #expect(NumberFormat.decimal(value, places: places) == text)
  }

  @Test(
    "a percentage moves the point in the text",
    arguments: [
      (0.9496, 1, "95.0%"), (0.57, 0, "57%"), (0.00285, 2, "0.29%"), (1, 1, "100.0%"), (-0.0005, 1, "-0.1%"),
      (0, 1, "0.0%"),
    ]
  )
  func percent(share: Double, places: Int, text: String) {
    #expect(NumberFormat.percent(share, places: places) == text)
  }

  @Test(
    "whole numbers have commas",
    arguments: [
      (0, "0"), (999, "999"), (1000, "1,000"), (29_525, "29,525"), (-1_234_567, "-1,234,567"),
      (.min, "-9,223,372,036,854,775,808"),
    ]
  )
  func count(number: Int, text: String) {
    #expect(NumberFormat.count(number) == text)
  }

  @Test(
    "sizes have three digits and decimal units",
    arguments: [
      (0, "0 B"), (278, "278 B"), (999, "999 B"), (1000, "1.00 kB"), (1004, "1.00 kB"), (1005, "1.01 kB"),
      (9994, "9.99 kB"), (9995, "10.0 kB"),
      (99_949, "99.9 kB"), (99_950, "100 kB"), (999_499, "999 kB"), (999_500, "1.00 MB"), (3_779_000, "3.78 MB"),
      (311_164_928, "311 MB"),
      (8_000_000_000, "8.00 GB"), (.max, "9.22 EB"), (-1500, "-1.50 kB"),
    ]
  )
  func bytes(number: Int, text: String) {
    #expect(NumberFormat.bytes(number) == text)
  }
}

@Suite struct MarkdownEscapeTests {
  @Test(
    "a cell stays one cell on one line",
    arguments: [
      ("a|b", "a\\|b"), ("a\nb", "a b"), ("  x\t", "x"), ("a\\|b", "a\\|b"), ("a\\\\|b", "a\\\\\\|b"),
      ("end\\", "end\\\\"), ("`a|b`", "`a\\|b`"),
      ("a\r\nb", "a b"), ("", ""), ("a|\u{301}b", "a\\|\u{301}b"),
    ]
  )
  func cell(text: String, expected: String) {
    #expect(MarkdownEscape.cell(text) == expected)
  }

  @Test(
    "plain text shows as itself",
    arguments: [
      ("a*b*", "a\\*b\\*"), ("snake_case_name", "snake_case_name"), ("_x_", "\\_x\\_"), ("[a](b)", "\\[a\\](b)"),
      ("<b>", "\\<b\\>"), ("# x", "\\# x"),
      ("a # x", "a # x"), ("- x", "\\- x"), ("a-b", "a-b"), ("1. x", "1\\. x"), ("1.5", "1\\.5"), ("v1.5", "v1.5"),
      ("&amp;", "\\&amp;"), ("A & B", "A & B"),
      ("a\n\nb", "a b"), ("`c`", "\\`c\\`"), ("\\", "\\\\"), ("$$x$$", "\\$\\$x\\$\\$"), ("![a](b)", "\\!\\[a\\](b)"),
      ("hi!", "hi!"), ("~~x~~", "\\~\\~x\\~\\~"),
    ]
  )
  func inline(text: String, expected: String) {
    #expect(MarkdownEscape.inline(text) == expected)
  }

  @Test("links hold any text and any target")
  func link() {
    #expect(MarkdownEscape.link("a]b", to: "x y(1).md") == "[a\\]b](x%20y%281%29.md)")
    #expect(MarkdownEscape.linkTarget("https://huggingface.co/a/b?x=1#é") == "https://huggingface.co/a/b?x=1#%C3%A9")
    #expect(MarkdownEscape.linkTarget("a%20b") == "a%20b")
  }

  @Test(
    "a code span holds any run of back quotes",
    arguments: [
      ("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("``a`", "``` ``a` ```"), (" a ", "`  a  `"),
      ("a\nb", "`a b`"), ("", ""), ("`\u{301}<b>", "`` `\u{301}<b> ``"),
    ]
  )
  func codeSpan(text: String, expected: String) {
    #expect(MarkdownEscape.codeSpan(text) == expected)
  }

  @Test("a code block's fence is longer than any run inside")
  func codeBlock() {
    #expect(MarkdownEscape.codeBlock("x", language: "swift") == "```swift\nx\n```")
    #expect(MarkdownEscape.codeBlock("```\nx\n```\n") == "````\n```\nx\n```\n````")
    #expect(MarkdownEscape.codeBlock("") == "```\n```")
    #expect(MarkdownEscape.codeFence(for: "`````") == "``````")
  }
}

@Suite struct TerminalTextTests {
  @Test(
    "emoji and wide characters take two columns, combining ones none",
    arguments: [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("🚀", 2),
      ("👩‍🔬", 2), ("🇩🇪", 2), ("❤️", 2), ("❤", 1),
      ("✅", 2), ("a\u{200B}b", 2), ("ｆ", 2), ("\u{7}", 0), ("—", 1), ("№", 1),
    ]
  )
  func width(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test("padding counts columns")
  func padded() {
    #expect(DisplayWidth.padded("日本", to: 6) == "日本  ")
    #expect(DisplayWidth.padded("long", to: 2) == "long")
  }

  @Test("what could steer a terminal is written out")
  func printable() {
    #expect(TextEscape.printable("a\u{1B}[31mred\u{7}\n\t\r") == "a\\u{1B}[31mred\\u{7}\\n\\t\\r")
    #expect(TextEscape.printable("x\u{202E}y\u{2028}\u{9B}\u{FEFF}") == "x\\u{202E}y\\u{2028}\\u{9B}\\u{FEFF}")
    #expect(TextEscape.printable("👩‍🔬 é 日本") == "👩‍🔬 é 日本")
  }
}
