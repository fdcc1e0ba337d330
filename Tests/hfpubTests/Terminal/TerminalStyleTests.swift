import Testing
@testable import hfpub

@Suite struct TerminalStyleTests {
  private func style(
    _ environment: [String: String],
    _ color: TerminalStyle.ColorChoice = .auto,
    columns: Int? = 80
  ) -> TerminalStyle {
    TerminalStyle(["LANG": "C.UTF-8"].merging(environment) { _, new in new }, color: color, columns: columns)
  }

  @Test("colours are for terminals, unless something says otherwise")
  func colors() {
    #expect(style([:]).hasColor)
    #expect(!style([:], columns: nil).hasColor)
    for variable in [["NO_COLOR": "1"], ["TERM": "dumb"], ["CI": "true"]] { #expect(!style(variable).hasColor) }
    #expect(style(["NO_COLOR": ""]).hasColor)
    #expect(style(["CI": "true", "CLICOLOR_FORCE": "1"]).hasColor)
    #expect(style(["CLICOLOR_FORCE": "1"], columns: nil).hasColor)
    #expect(!style(["CLICOLOR_FORCE": "0"], columns: nil).hasColor)
    #expect(!style(["NO_COLOR": "1", "CLICOLOR_FORCE": "1"]).hasColor)
    #expect(style(["NO_COLOR": "1"], .always, columns: nil).hasColor)
    #expect(!style(["CLICOLOR_FORCE": "1"], .never).hasColor)
  }

  @Test("only a terminal that can is redrawn, and only Unicode ones have symbols")
  func liveliness() {
    #expect(style([:]).isLive)
    #expect(style(["NO_COLOR": "1"]).isLive)
    for variable in [["TERM": "dumb"], ["CI": "1"]] { #expect(!style(variable).isLive) }
    #expect(!style([:], columns: nil).isLive)
    #expect(style([:]).hasSymbols)
    #expect(!style([:], columns: nil).hasSymbols)
    for locale in [["LANG": "C"], ["LANG": ""], ["LC_ALL": "POSIX"]] {
      #expect(!style(locale).hasSymbols)
      #expect(style(locale).shown("“a” 2 × 3 ≥ 5 → … é") == "\"a\" 2 x 3 >= 5 -> ... ?")
    }
    #expect(style(["LC_CTYPE": "de_DE.utf8", "LANG": "C"]).hasSymbols)
    // A file may be read anywhere.
    #expect(style(["LANG": "C"], columns: nil).shown("2 × 3") == "2 × 3")
  }

  @Test("long lines break between words, what follows hangs; a pipe gets them whole")
  func wrapping() {
    let line = "  fix: " + Array(repeating: "word", count: 12).joined(separator: " ")
    let narrow = style([:], columns: 40)
    #expect(
      narrow.wrapped(line, hanging: 7) == """
          fix: word word word word word word
               word word word word word word
        """
    )
    #expect(style([:], columns: nil).wrapped(line, hanging: 7) == line)
    let long = String(repeating: "x", count: 60)
    #expect(narrow.wrapped("  a \(long) b", hanging: 4) == "  a\n    \(long)\n    b")
    #expect(narrow.wrapped("短い 一二三四五六七八九十 一二三四五六七八九十", hanging: 2) == "短い 一二三四五六七八九十\n  一二三四五六七八九十")
  }

  @Test("cutting counts columns, not characters")
  func cutting() {
    #expect(style([:]).cut("abcdef", to: 6) == "abcdef")
    #expect(style([:]).cut("abcdefg", to: 6) == "abcde…")
    #expect(style([:]).cut("一二三四", to: 6) == "一二…")
    #expect(style([:]).cut("👍👍👍", to: 5) == "👍👍…")
    #expect(style(["LANG": "C"]).cut("abcdefg", to: 6) == "abc...")
  }

  @Test("words that say how something stands have a colour, and lose nothing with it")
  func highlights() {
    let text = "README.md:1:2: error[HFP104]: a [x] b\n  fix: do\n  pass  Files\nfix is a word\n"
    let coloured = style([:]).highlighted(text)
    #expect(
      coloured == "README.md:1:2: \u{1B}[1;31merror[HFP104]\u{1B}[0m: a [x] b\n  \u{1B}[1mfix:\u{1B}[0m do\n"
        + "  \u{1B}[1;32mpass  \u{1B}[0mFiles\nfix is a word\n"
    )
    #expect(style(["NO_COLOR": "1"]).highlighted(text) == text)
  }
}
