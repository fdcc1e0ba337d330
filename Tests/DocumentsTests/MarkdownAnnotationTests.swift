import Documents
import Findings
import TestKit
import Testing

@Suite("Annotations in rendered Markdown")
struct MarkdownAnnotationTests {
  /// Annotations for each `⟦…⟧` of a text, and the text without the brackets.
  private func marked(_ text: String) -> (String, [TextAnnotation]) {
    var annotations: [TextAnnotation] = []
    var lines: [String] = []
    for (row, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var plain = ""
      var start: (column: Int, from: String.Index)?
      for character in line {
        if character == "⟦" {
          start = (plain.count + 1, plain.endIndex)
        } else if character == "⟧", let begun = start {
          let piece = String(plain[begun.from...])
          annotations.append(
            .init(line: row + 1, column: begun.column, text: piece, title: "origin of \(piece)", classes: ["claim"])
          )
          start = nil
        } else {
          plain.append(character)
        }
      }
      lines.append(plain)
    }
    return (lines.joined(separator: "\n"), annotations)
  }

  private func span(_ text: String) -> String {
    "<span class=\"claim\" title=\"origin of \(text)\" tabindex=\"0\">\(text)</span>"
  }

  @Test("each piece is wrapped where it stands and the rest of the page is as without")
  func places() {
    let source = """
      # Results ⟦12⟧ of ⟦13⟧

      Plain ⟦0.95⟧, **⟦0.96⟧**, *⟦0.97⟧* and `code ⟦0.98⟧` and [link ⟦0.99⟧](x). Again ⟦0.95⟧; (⟦1⟧).

      | metric | value |
      | --- | ---: |
      | Größe 日本 👩‍👩‍👧 | ⟦65.0 MB⟧ |
      | `a` | **⟦0.682⟧** |

      - item ⟦7⟧
        - nested ⟦8⟧

      > quote ⟦9⟧

      > [!NOTE]
      > alert ⟦10⟧

      ```python
      print(⟦128⟧)  # ⟦2⟧
      ```

      <details><summary>⟦3⟧ files</summary>

      inside <b>⟦4⟧</b>

      </details>
      """
    let (text, annotations) = marked(source)
    let rendering = MarkdownHTML.render(text, options: .init(annotations: annotations))
    #expect(rendering.missingAnnotations == [])
    for annotation in annotations { #expect(rendering.html.contains(span(annotation.text)), "\(annotation.text)") }
    #expect(rendering.html.matches(of: /<span/).count == annotations.count)
    let stripped = rendering.html.replacing(/<span [^>]*>/, with: "").replacing("</span>", with: "")
    #expect(stripped == MarkdownHTML.render(text).html)
    #expect(rendering.html.contains("<h1 id=\"results-12-of-13\">"))
  }

  @Test("pieces in addresses, titles, alternative texts and attributes are reported as missing and leave no trace")
  func attributes() {
    let (text, annotations) = marked(
      """
      ![alt ⟦1.1⟧](img-⟦1.2⟧.png "title ⟦1.3⟧") [x](page-⟦1.4⟧) https://example.org/⟦1.5⟧ <img width="⟦1600⟧" src="a">

      [ref]

      [ref]: u-⟦1.7⟧

      ~~~c⟦1.8⟧
      x
      ~~~

      <!-- ⟦1.9⟧ -->
      """
    )
    let rendering = MarkdownHTML.render(text, options: .init(annotations: annotations))
    // The bare link shows its address, so that one is there.
    #expect(rendering.missingAnnotations == [0, 1, 2, 3, 5, 6, 7, 8])
    #expect(rendering.html.contains(span("1.5")))
    let stripped = rendering.html.replacing(/<span [^>]*>/, with: "").replacing("</span>", with: "")
    #expect(stripped == MarkdownHTML.render(text).html)
    #expect(!rendering.html.unicodeScalars.contains { $0.value >= 0xF0000 } && !rendering.html.contains("%F3"))
  }

  @Test("a mark that would change what the text means is left out, the others stay")
  func meaning() {
    let (text, annotations) = marked(
      "⟦1⟧. first\n⟦2⟧. second\n\nvalue ⟦5⟧\n\n⟦---⟧\n\nx\n⟦===⟧\n\n⟦#⟧ head\n\nend ⟦6⟧\n"
    )
    let rendering = MarkdownHTML.render(text, options: .init(annotations: annotations))
    #expect(rendering.missingAnnotations == [0, 1, 3, 4, 5])
    #expect(rendering.html.contains(span("5")) && rendering.html.contains(span("6")))
    #expect(rendering.html.contains("<ol>") && rendering.html.contains("<hr>"))
  }

  @Test("annotations that are not where they say, overlap, or are empty are reported as missing")
  func wrong() {
    func note(_ line: Int, _ column: Int, _ text: String) -> TextAnnotation {
      .init(line: line, column: column, text: text, title: "t", classes: ["claim"])
    }
    let notes = [
      note(1, 3, "1234"), note(1, 4, "23"), note(1, 1, "x"), note(0, 1, "a"), note(9, 1, "a"), note(1, 0, "a"),
      note(1, 99, "a"), note(1, -5, "a"), note(1, 6, ""), note(1, 6, "4 and more than the line"), note(2, 1, "42"),
      note(.min, 1, "a"), note(1, .max, "a"),
    ]
    let rendering = MarkdownHTML.render("a 1234\r\n42 b", options: .init(annotations: notes))
    #expect(rendering.missingAnnotations == [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12])
    #expect(rendering.html.contains(">1234</span>") && rendering.html.contains(">42</span>"))
  }

  @Test("a piece that a tag cuts is wrapped once, and titles are escaped")
  func cut() {
    let notes = [
      TextAnnotation(line: 1, column: 1, text: "1**2**3", title: "\"><script>\u{202E}", classes: ["claim", "x\"y"])
    ]
    let html = MarkdownHTML.render("1**2**3 b", options: .init(annotations: notes)).html
    #expect(html.matches(of: /<span/).count == 1 && html.matches(of: /<\/span>/).count == 1)
    #expect(!html.contains("<script>") && !html.contains("\u{202E}") && html.contains("&quot;&gt;&lt;script&gt;"))
  }

  @Test("characters of the text's own that look like marks are shown as unknown")
  func foreignMarks() {
    let notes = [TextAnnotation(line: 1, column: 5, text: "7", title: "t", classes: ["claim"])]
    let html = MarkdownHTML.render("\u{F0000}x\u{100000} 7", options: .init(annotations: notes)).html
    #expect(html.matches(of: /<span/).count == 1 && html.contains("\u{FFFD}x\u{FFFD} <span"))
  }

  @Test("a whole card: the metadata in a box, lines counted from the top of the file")
  func card() {
    let text = """
      ---
      license: mit
      language:
      - en
      - "no"
      tags: [a, "<b>"]
      pipeline_tag: sentence-similarity
      base_model: owner/model
      unknown: 5
      empty:
      ---
      # Title

      Value 0.5
      """
    let notes = [
      TextAnnotation(line: 14, column: 7, text: "0.5", title: "origin of 0.5", classes: ["claim"]),
      TextAnnotation(line: 9, column: 10, text: "5", title: "t", classes: ["claim"]),
    ]
    let card = CardHTML(text, options: .init(annotations: notes))
    #expect(card.body.html.contains("Value \(span("0.5"))") && card.body.missingAnnotations == [1])
    #expect(card.metadata.fields.map(\.key) == ["pipeline_tag", "language", "license", "base_model", "tags"])
    #expect(card.metadata.fields[1].values == ["en", "no"])
    #expect(card.metadata.html.contains("<div><dt>Licence</dt> <dd>mit</dd></div>"))
    #expect(card.metadata.html.contains("<dd>&lt;b&gt;</dd>") && !card.body.html.contains("license"))
  }

  @Test("front matter that cannot be read leaves the card and says why")
  func badCard() {
    let card = CardHTML("---\na: 1\na: 2\n---\n# T\n")
    #expect(card.metadata.problem?.code == .duplicateKey && card.metadata.problem?.location?.line == 3)
    #expect(card.metadata.html == "" && card.body.html == "<h1 id=\"t\">T</h1>\n")
    let without = CardHTML("# T\n")
    #expect(without.metadata.problem == nil && without.metadata.fields.isEmpty)
  }
}
