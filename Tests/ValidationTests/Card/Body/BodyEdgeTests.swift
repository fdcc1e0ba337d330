import Findings
import HubAPI
import Testing

@testable import Validation

/// What the rules about a card's text must leave alone, and places that are hard to tell; the body begins on line 1.
@Suite struct BodyEdgeTests {
  private func found(_ body: String, file: String = "README.md", shipped: PublishedPaths? = nil) -> [Expected] {
    let card = CardDocument(text: body, file: file, isCard: false, shippedPaths: shipped)
    return CardRuleRegistry.body.flatMap { $0.init().run(card) }.map { Expected($0) }
  }

  @Test("a title in HTML is a title")
  func titleInHTML() {
    #expect(found("<h1 align=\"center\">A</h1>\n\nWords.\n") == [])
    #expect(found("<h2>A</h2>\n\nWords.\n").map(\.code) == ["HFP602"])
  }

  @Test("a placeholder of a template is told from the braces of a formula, and has its own column")
  func placeholders() {
    #expect(
      found("# A\n\nThe model {{ model_name }} of **{{base|lower}}**, $$ {{n} \\choose {k}} $$, {{}}.\n") == [
        Expected("HFP604", .error, 3, 11, "\"{{ model_name }}\""),
        Expected("HFP604", .error, 3, 33, "\"{{base|lower}}\""),
      ]
    )
    #expect(
      found("# A\n\n| a | b |\n| - | - |\n| x | lorem TBD |\n") == [Expected("HFP604", .error, 5, 13, "\"TBD\"")]
    )
  }

  @Test("tables in lists and quotations, with tabs, are counted without the marks before them")
  func tablesInside() {
    #expect(
      found(
        "# A\n\n- | a | b |\n  | - | - |\n  | 1 | 2 |\n\n1. > a | b\n   > --|--\n   > 1 | 2\n\nx\n\n| a |\n| - |\n| 1 |\n"
      ) == []
    )
    #expect(
      found("# A\n\n- | a | b |\n  | - | - |\n  | 1 | 2 | 3 |\n") == [
        Expected("HFP605", .error, 5, 0, "a row of 3 cells")
      ]
    )
  }

  @Test("lines are those of the parser: other separators do not count")
  func lines() {
    let body = "# A\u{2028}B\u{0C}\n\nx\u{85}y\n\n| a | b |\r\n| - | - |\r\n| 1 |\r\n"
    #expect(found(body) == [Expected("HFP605", .error, 7, 0, "a row of 1 cells")])
  }

  @Test("names of headings in escapes, in HTML, with and without what an emoji leaves, and the top")
  func anchors() {
    let body = """
      # A

      [a](#caf%C3%A9) [b](#usage-notes) [c](#top) [d](#fn1) [e](#-fast) [f](#fast) [g](?x) [h](#)

      ## Café

      x

      <h2>Usage <b>notes</b></h2>

      x<a id="fn1"></a>

      ## ⚡ Fast

      x
      """
    #expect(
      found(body) == [Expected("HFP611", .warning, 13, 1, "the emoji ⚡ in the heading \"⚡ Fast\", which is linked to")]
    )
  }

  @Test("addresses in a file within a folder begin there")
  func folders() {
    let shipped: Set = ["docs/a.md", "docs/b.md", "LICENSE", "README.md"]
    #expect(
      found("# A\n\n[x](b.md) [y](../LICENSE) [z](..) [s](#a)\n", file: "docs/a.md", shipped: PublishedPaths(shipped))
        == []
    )
    #expect(
      found("# A\n\n[x](docs/b.md) [y](../../x)\n", file: "docs/a.md", shipped: PublishedPaths(shipped)) == [
        Expected("HFP606", .error, 3, 1, "the address docs/b.md, and no such file is published"),
        Expected("HFP606", .error, 3, 16, "the address ../../x, which leads out of the repository"),
      ]
    )
  }

  @Test("a path of one machine is one finding; a page about a picture on a code host too; what looks local is not")
  func addresses() {
    #expect(
      found("# A\n\n[a](C:\\\\x) ![b](https://github.com/o/n/blob/main/b.png) [c](/tmp/x)\n", shipped: []) == [
        Expected("HFP607", .error, 3, 1, "the address C:\\x, which is of one machine"),
        Expected(
          "HFP607",
          .error,
          3,
          12,
          "the picture https://github.com/o/n/blob/main/b.png, which is a page about the file"
        ),
        Expected("HFP607", .error, 3, 57, "the address /tmp/x, which is of one machine"),
      ]
    )
    #expect(
      found(
        """
        # A

        [a](https://github.com/o/n/blob/main/b.md) ![b](https://github.com/o/n/blob/main/b.png?raw=true)
        [c](https://localhost.example/) [d](https://example.org/home/me) me@example.org [e](mailto:a@b.org)
        """
      ) == []
    )
  }

  @Test("tags in a block of HTML have their own lines")
  func tags() {
    let body = "# A\n\n<div>\n  <!--\n  <iframe>\n  -->\n  <img src=\"gone.png\">\n  <script>x</script>\n</div>\n"
    #expect(
      found(body, shipped: []) == [
        Expected("HFP606", .error, 7, 3, "the address gone.png, and no such file is published"),
        Expected("HFP608", .error, 7, 3, "the picture gone.png without words"),
        Expected("HFP609", .error, 8, 3, "the element <script>, which pages drop"),
      ]
    )
  }

  @Test("an element that does not exist is a forgotten placeholder; elements without danger are left alone")
  func elements() {
    #expect(
      found("# A\n\nLoad <model> from <b>here</b>, or `<model>`.\n") == [
        Expected("HFP609", .error, 3, 6, "<model>, which is no element of HTML and is not shown")
      ]
    )
    #expect(found("# A\n\n<center><u>x</u> <font color=\"red\">y</font></center>\n\n<Gallery />\n") == [])
  }

  @Test("ratios, times and names with colons are no short codes; known ones have their own column")
  func shortcodes() {
    #expect(found("# A\n\n1:100:30, 12:30:45, urn:key:value, std::link::x, https://x.org:100:a and a :foo: b\n") == [])
    #expect(
      found("# A\n\nDone :white_check_mark: and **fast :zap:**\n") == [
        Expected("HFP610", .error, 3, 6, "the short code :white_check_mark:, which stays as it is"),
        Expected("HFP610", .error, 3, 36, "the short code :zap:, which stays as it is"),
      ]
    )
  }

  @Test("dollars in code, escaped ones and formulas over several paragraphs are in order")
  func dollars() {
    #expect(found("# A\n\n`echo $$` costs \\$\\$ and $5.\n\n$$\na = b\n\nc = d\n$$\n\n$$ x $$\n") == [])
  }

  @Test("a warning stays a warning: an empty first section is not, a title alone is")
  func shortCards() {
    #expect(found("# A\n").map(\.description) == ["HFP603 error 1:1 nothing below the heading \"A\""])
    #expect(found("") == [Expected("HFP602", .warning, 1, 0, "no heading of level 1")])
  }
}
