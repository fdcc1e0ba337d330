import Findings
import HubAPI
import TestKit
import Testing

@testable import Validation

/// Every rule about a card's text with what breaks it and what does not; the body begins on line 1.
@Suite struct BodyRulesTests {
  private func found(_ body: String, shipped: PublishedPaths? = nil) -> [Expected] {
    let card = CardDocument(text: body, file: "README.md", isCard: false, shippedPaths: shipped)
    return CardRuleRegistry.body.flatMap { $0.init().run(card) }.map { Expected($0) }
  }

  @Test("a card that breaks no rule has no finding")
  func clean() {
    let body = """
      # A model

      Words with [a link](https://example.org/a_(b)), [a file](examples/a.py), [a folder](examples) and
      [a place](#how-it-works), f(x) and a price of $5 or $$ 6 $$.

      ## How it works

      | a | b |
      | --- | ---: |
      | `x \\| y` | 2 |

      ### Details

      ![A figure](figures/a.svg#hf-light-mode-only) <img src="https://example.org/a.png" alt="Another" width="40">

      > [!NOTE]
      > <sub>small</sub><br>
      > The ratio 3:4:5 and 10:30:00.

      <!-- a comment -->
      <details><summary>More</summary>

      Something: text.

      </details>
      """
    #expect(found(body, shipped: ["examples/a.py", "figures/a.svg"]) == [])
  }

  @Test("HFP601: a text that no page can show")
  func readable() {
    let body = "# T\n\n" + String(repeating: "> ", count: 3_000) + "deep"
    #expect(
      found(body) == [Expected("HFP601", .error, 3, 0, "lists or quotes are nested deeper than 100 levels")]
    )
  }

  @Test("HFP602: titles and levels")
  func headings() {
    #expect(
      found("# A\n\nx\n\n#### B\n\ny\n\n# C\n\nz") == [
        Expected("HFP602", .error, 5, 1, "the heading \"B\" is of level 4 below one of level 1"),
        Expected("HFP602", .error, 9, 1, "a second title, \"C\""),
      ]
    )
    #expect(found("Only words.") == [Expected("HFP602", .warning, 1, 0, "no heading of level 1")])
  }

  @Test("HFP603: headings over nothing")
  func sections() {
    #expect(
      found("# A\n\n## B\n\n<!-- later -->\n\n## C\n\nx\n\n### D\n") == [
        Expected("HFP603", .error, 3, 1, "nothing below the heading \"B\""),
        Expected("HFP603", .error, 11, 1, "nothing below the heading \"D\""),
      ]
    )
  }

  @Test("HFP604: what a template or a draft left, and words that only look like it")
  func leftovers() {
    #expect(
      found("# A\n\n- **Language:** [More Information Needed]\n- TODO write {{ this }}\n") == [
        Expected("HFP604", .error, 3, 17, "\"[More Information Needed]\""),
        Expected("HFP604", .error, 4, 3, "\"TODO\""),
      ]
    )
    #expect(found("# A\n\nTODOS are not meant, nor `TODO` as code.\n") == [])
  }

  @Test("HFP605: rows with other numbers of cells, bars in code, and words that a table swallows")
  func tables() {
    #expect(
      found("# A\n\n| a | b |\n| --- | --- |\n| 1 |\n| 1 | 2 | 3 |\n| `x | y` | 2 |\nmore words\n") == [
        Expected("HFP605", .error, 5, 0, "a row of 1 cells"),
        Expected("HFP605", .error, 6, 0, "a row of 3 cells"),
        Expected("HFP605", .error, 7, 0, "a row of 3 cells"),
        Expected("HFP605", .error, 8, 0, "a line without `|` directly below a table becomes a row of it"),
      ]
    )
    #expect(found("# A\n\n> | a | b |\n> | - | - |\n> | | 2 |\n\na | b\n--|--\n1 | 2\n") == [])
  }

  @Test("HFP606: files that are not published, headings that do not exist, ways out")
  func relative() {
    #expect(
      found(
        "# A\n\n[a](LICENCE) [b](#hou) [c](../x) [d](/e) ![f](g.png) [h](sub/../LICENSE)\n\n## How\n\nx",
        shipped: ["LICENSE"]
      )
        == [
          Expected("HFP606", .error, 3, 1, "the address LICENCE, and no such file is published"),
          Expected("HFP606", .error, 3, 14, "the link #hou, and no heading of that name"),
          Expected("HFP606", .error, 3, 24, "the address ../x, which leads out of the repository"),
          Expected("HFP606", .error, 3, 34, "the address /e, which leads out of the repository"),
          Expected("HFP606", .error, 3, 42, "the address g.png, and no such file is published"),
        ]
    )
  }

  @Test("HFP607: addresses of one machine, pages in place of pictures, forgotten brackets")
  func addresses() {
    #expect(
      found(
        """
        # A

        [a](/home/me/x) [b](http://localhost:8000/) ![c](https://huggingface.co/o/n/blob/main/c.png) [d]()
        [e](http://huggingface.co/o) the base_model(https://huggingface.co/o/n). [f](file:///x) <a href="C:/x">g</a>
        """
      )
      .filter { $0.code == "HFP607" } == [
        Expected("HFP607", .error, 3, 1, "the address /home/me/x, which is of one machine"),
        Expected("HFP607", .error, 3, 17, "the address http://localhost:8000/, which is of one machine"),
        Expected(
          "HFP607",
          .error,
          3,
          45,
          "the picture https://huggingface.co/o/n/blob/main/c.png, which is a page about the file"
        ),
        Expected("HFP607", .error, 3, 94, "a link without an address"),
        Expected("HFP607", .error, 4, 1, "the address http://huggingface.co/o without encryption"),
        Expected("HFP607", .error, 4, 74, "the address file:///x, which is of one machine"),
        Expected("HFP607", .error, 4, 89, "the address C:/x, which is of one machine"),
        Expected("HFP607", .error, 4, 29, "\"base_model(https://huggingface.co/o/n…\", which is no link"),
      ]
    )
  }

  @Test("HFP608: pictures without words")
  func pictures() {
    #expect(
      found("# A\n\n![](https://x.org/a.png) <img src=\"https://x.org/b.png\"> ![ ](https://x.org/c.png)\n") == [
        Expected("HFP608", .error, 3, 1, "the picture https://x.org/a.png without words"),
        Expected("HFP608", .error, 3, 26, "the picture https://x.org/b.png without words"),
        Expected("HFP608", .error, 3, 58, "the picture https://x.org/c.png without words"),
      ]
    )
  }

  @Test("HFP609: elements that pages drop, and those that would run something")
  func html() {
    #expect(
      found("# A\n\n<iframe src=\"https://x.org\"></iframe>\n\nSee <a href=\" JavaScript:x\" onclick=\"y\">z</a>.\n")
        == [
          Expected("HFP609", .error, 3, 1, "the element <iframe>, which pages drop"),
          Expected("HFP609", .error, 5, 5, "the attribute onclick of <a>, which would run a script"),
        ]
    )
  }

  @Test("HFP610: markup of other pages")
  func markup() {
    #expect(
      found("# A :rocket:\n\n<Tip>\n\nx\n\n</Tip>\n\n```mermaid\ngraph LR\n```\n\nIt costs $$ 5.\n") == [
        Expected("HFP610", .error, 1, 5, "the short code :rocket:, which stays as it is"),
        Expected("HFP610", .error, 3, 1, "<Tip>, which only documentation pages know"),
        Expected("HFP610", .error, 9, 1, "a mermaid diagram, which stays source text"),
        Expected("HFP610", .error, 13, 1, "a single `$$`, which begins a formula"),
      ]
    )
  }

  @Test("HFP611: an emoji in a heading that is linked to; others may have one")
  func emoji() {
    #expect(
      found("# A\n\n[x](#-how)\n\n## 🚀 How\n\nx\n\n## 🎉 Why\n\ny\n") == [
        Expected("HFP611", .warning, 5, 1, "the emoji 🚀 in the heading \"🚀 How\", which is linked to")
      ]
    )
  }

  @Test("places are of the whole file, and columns count characters")
  func places() {
    let card = CardDocument(text: "---\nlicense: mit\n---\n\n# A\n\nGrüße 👋🏽 [x](#nowhere)\n", file: "README.md")
    let found = CardRuleRegistry.body.flatMap { $0.init().run(card) }
    #expect(found.map(\.location) == [SourceLocation(file: "README.md", line: 7, column: 9)])
  }

  @Test("codes are unique and in their order")
  func codes() {
    let codes = CardRuleRegistry.all.map { $0.code }
    #expect(Set(codes).count == codes.count)
    #expect(codes == codes.sorted())
    #expect(CardRuleRegistry.metadata.allSatisfy { $0.code.hasPrefix("HFP5") })
    #expect(CardRuleRegistry.body.allSatisfy { $0.code.hasPrefix("HFP6") })
  }

  @Test("large and hostile texts are looked at whole, or refused")
  func hostile() {
    let shapes = [
      String(repeating: "[a](b) ", count: 4_000), String(repeating: "| a ", count: 4_000),
      String(repeating: "# h\n", count: 4_000), String(repeating: "<div onclick=x>", count: 4_000),
      String(repeating: "$$", count: 8_000), String(repeating: ":x:", count: 8_000),
      String(repeating: "```\n", count: 8_000), String(repeating: "x(https://x.org ", count: 2_000),
    ]
    // Each lacks a title, unless it is refused.
    for shape in shapes where !shape.hasPrefix("#") {
      #expect(found(shape + "\n").contains { $0.code == "HFP602" || $0.code == "HFP601" }, "\(shape.prefix(8))")
    }
    #expect(found(shapes[2]).count >= 4_000)
  }
}
