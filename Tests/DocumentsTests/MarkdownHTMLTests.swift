import Documents
import Testing

@Suite("Markdown as safe HTML")
struct MarkdownHTMLTests {
  @Test("texts rendered at once do not disturb one another, though the library keeps state of its own")
  func atOnce() async {
    let text = "~~gone~~ and https://example.com/a\n"
    let expected = MarkdownHTML.render(text)
    let results = await withTaskGroup(of: [String].self) { group in
      for _ in 0..<8 { group.addTask { (0..<500).map { _ in MarkdownHTML.render(text) } } }
      return await group.reduce(into: []) { $0 += $1 }
    }
    #expect(expected.contains("<del>gone</del>"))
    #expect(results.count == 4_000)
    #expect(results.allSatisfy { $0 == expected })
  }

  @Test("tables, strikethrough and bare links are understood")
  func extensions() {
    let html = MarkdownHTML.render("| a | b |\n|---|--:|\n| 1 | 2 |\n\n~~old~~ https://example.org\n")
    #expect(html.contains("<th>a</th>") && html.contains("<td align=\"right\">2</td>"))
    #expect(html.contains("<del>old</del>"))
    #expect(html.contains("<a href=\"https://example.org\">https://example.org</a>"))
  }

  @Test("raw HTML is dropped")
  func rawHTML() {
    let html = MarkdownHTML.render("<script>alert(1)</script>\n\na <b onclick=x>c</b> <!-- d -->\n")
    #expect(!html.contains("<script") && !html.contains("<b") && !html.contains("onclick"))
  }

  @Test(
    "links lead to http, https or a relative address only",
    arguments: [
      ("https://e.org/a?b=c#d", true), ("HTTP://e.org", true), ("notes.md", true), ("#part", true), ("a/b:c", true),
      ("javascript:alert(1)", false), ("JaVaScript:alert(1)", false), ("data:text/html;base64,AAAA", false),
      ("data:image/png;base64,AAAA", false), ("vbscript:x", false), ("file:///etc/passwd", false),
      ("mailto:a@b.c", false),
    ]
  )
  func addresses(address: String, isKept: Bool) {
    for markdown in ["[x](<\(address)>)", "![x](<\(address)>)"] {
      #expect(MarkdownHTML.render(markdown).contains(address) == isKept, "\(markdown)")
    }
  }

  @Test("addresses can be replaced, but not by unsafe ones")
  func replaced() {
    let html = MarkdownHTML.render("[a](b.md) ![c](d.png)") { address, isImage in
      isImage ? "/images/\(address)" : "javascript:\(address)"
    }
    #expect(html.contains("src=\"/images/d.png\"") && html.contains("href=\"\""))
  }

  @Test("empty, very deep and malformed texts are rendered")
  func odd() {
    #expect(MarkdownHTML.render("") == "")
    #expect(MarkdownHTML.render(String(repeating: ">", count: 20_000)).contains("blockquote"))
    #expect(MarkdownHTML.render("a\u{0}b").contains("a\u{FFFD}b"))
  }
}
