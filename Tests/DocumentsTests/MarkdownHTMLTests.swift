import Documents
import Findings
import Foundation
import FoundationXML
import TestKit
import Testing

@Suite("Markdown as safe HTML")
struct MarkdownHTMLTests {
  private func html(_ markdown: String, _ options: MarkdownHTML.Options = .init()) -> String {
    MarkdownHTML.render(markdown, options: options).html
  }

  @Test("texts rendered at once do not disturb one another, though the library keeps state of its own")
  func atOnce() async {
    let text = "~~gone~~ and https://example.com/a\n"
    let expected = MarkdownHTML.render(text).html
    let results = await withTaskGroup(of: [String].self) { group in
      for _ in 0..<8 { group.addTask { (0..<500).map { _ in MarkdownHTML.render(text).html } } }
      return await group.reduce(into: []) { $0 += $1 }
    }
    #expect(expected.contains("<del>gone</del>"))
    #expect(results.count == 4_000)
    #expect(results.allSatisfy { $0 == expected })
  }

  @Test("tables, strikethrough, task lists and bare links are understood; tables can scroll")
  func extensions() {
    let html = html("| a | b |\n|---|--:|\n| 1 | 2 |\n\n~~old~~ https://example.org\n\n- [x] done\n- [ ] open\n")
    #expect(html.contains("<div class=\"table-scroll\"><table>") && html.contains("</table></div>"))
    #expect(html.contains("<th>a</th>") && html.contains("<td align=\"right\">2</td>"))
    #expect(html.contains("<del>old</del>"))
    #expect(html.contains("<a href=\"https://example.org\">https://example.org</a>"))
    #expect(html.contains("<li>☑ done</li>") && html.contains("<li>☐ open</li>"))
  }

  // MARK: Raw HTML

  @Test(
    "HTML that cards use is kept",
    arguments: [
      "<div align=\"center\">x</div>", "<details open=\"\"><summary>More</summary>x</details>",
      "<p align=\"right\">x</p>",
      "<img src=\"a.png\" alt=\"A\" width=\"300\" height=\"50%\">", "<a href=\"https://e.org\" title=\"t\">x</a>",
      "<span style=\"color: #ff0000; margin: 0 auto\">x</span>", "<td colspan=\"2\">x</td>",
      "<picture><source media=\"(prefers-color-scheme:dark)\" srcset=\"d.png 2x\"><img src=\"l.png\" alt=\"\"></picture>",
      "<kbd>x</kbd>", "<sub>x</sub>", "<p style=\"background: rgba(1, 2, 3, 0.5)\">x</p>", "<hr>", "<br>",
      "<img src=\"a.png\" alt=\"\" class=\"dark:hidden\">",
    ]
  )
  func kept(raw: String) {
    #expect(html(raw + "\n").contains(raw))
    #expect(html("text \(raw) text\n").contains(raw))
  }

  @Test(
    "HTML that runs, loads, sends or covers something is taken out",
    arguments: [
      ("<script>alert(1)</script>", ["script"]), ("<SCRIPT SRC=//e.org/x></SCRIPT>", ["script", "e.org"]),
      ("<scr<script>ipt>alert(1)</script>", ["<scr"]), ("<img src=x onerror=alert(1)>", ["onerror", "alert"]),
      ("<img/src=\"x\"/onerror=alert(1)>", ["onerror"]), ("<svg onload=alert(1)><circle/></svg>", ["svg", "onload"]),
      ("<a href=\"javascript:alert(1)\">x</a>", ["javascript"]),
      ("<a href=\" jav&#x09;ascript:alert(1)\">x</a>", ["ascript"]),
      ("<a href='JaVa&#115;cript:alert(1)'>x</a>", ["cript"]),
      ("<a href=\"javascript&colon;go(1)\">x</a>", ["javascript&colon;", "\"javascript:"]),
      ("<a href=\"\u{1}javascript:alert(1)\">x</a>", ["javascript"]),
      ("<a href=\"java\nscript:alert(1)\">x</a>", ["script"]),
      ("<iframe src=\"https://e.org\"></iframe>", ["iframe", "e.org"]), ("<object data=x></object>", ["object"]),
      ("<embed src=x>", ["embed"]), ("<form action=\"https://e.org\"><input name=p></form>", ["form", "input", "☐"]),
      ("<meta http-equiv=refresh content=\"0;url=//e.org\">", ["meta", "e.org"]),
      ("<base href=\"//e.org\">", ["base", "e.org"]),
      ("<link rel=stylesheet href=\"//e.org\">", ["link", "e.org"]),
      ("<style>*{display:none}</style>", ["style", "display"]),
      ("<p style=\"background: url(//e.org)\">x</p>", ["url", "e.org"]),
      ("<p style=\"position: fixed; top: 0; color: red\">x</p>", ["position", "top"]),
      ("<p style=\"margin-top: -900px\">x</p>", ["-900"]),
      ("<p style=\"width: expression(alert(1))\">x</p>", ["expression"]),
      ("<p style=\"background: u\\72l(//e.org)\">x</p>", ["e.org"]), ("<p style=\"color: /**/red\">x</p>", ["/**/"]),
      ("<p style=\"--x: y; behavior: z\">x</p>", ["--x", "behavior"]),
      ("<p class=\"panel\" onclick=x data-a=b>x</p>", ["panel", "onclick", "data-a"]),
      ("<img src=\"data:image/svg+xml;base64,AAAA\">", ["data:"]), ("<img src=\"data:text/html,x\">", ["data:"]),
      ("<img src=a srcset=\"javascript:x 1x, data:x 2x\">", ["srcset", "javascript"]),
      ("<source srcset=a media=\"(min-width: 1px)\">", ["media"]), ("<!-- hidden <b>x</b> -->", ["hidden", "<b>"]),
      ("<math><mi>x</mi></math>", ["math"]), ("<template><b>x</b></template>", ["template"]),
      ("<dialog open>x</dialog>", ["dialog"]),
      ("<button>x</button>", ["button"]), ("<a id=\"x y\" name=z>x</a>", ["name", "id="]),
      ("<img width=\"9999999\" src=x>", ["9999999"]),
      ("<td colspan=\"100000\">x</td>", ["100000"]), ("<?php x ?>", ["php"]), ("<!DOCTYPE html>", ["DOCTYPE"]),
      ("<![CDATA[x]]>", ["CDATA"]),
    ] as [(String, [String])]
  )
  func dropped(raw: String, bad: [String]) {
    for markdown in [
      "\(raw)\n", "text \(raw) text\n", "<div>\n\(raw)\n</div>\n", "> - \(raw)\n", "| \(raw) |\n|---|\n| \(raw) |\n",
    ] {
      let html = html(markdown, .init(allowsDataImages: true))
      // What a table or a paragraph shows as text is no markup.
      let tags = html.matches(of: /<[^>]*>/).map { String($0.output) }.joined()
      for part in bad where !html.contains("&lt;") { #expect(!tags.contains(part), "\(markdown): \(html)") }
      #expect(!tags.contains("alert(1)") && !tags.contains("onerror"))
    }
  }

  @Test("broken, open and crossed tags leave HTML that is whole, and nothing leads out of the text's place")
  func balanced() throws {
    for raw in [
      "</div></article></main></body></html>", "<div><div><b><i>", "<b><i></b></i>", "<ul><li>a<li>b</ul>", "<p>a<p>b",
      "<table><tr><td>a<td>b<tr><td>c</table>", "<table><table>", "<a href=\"x><b>", "<a href='", "<div", "<", "</",
      "<!", "<!--",
      "<b <i>", "<div\n\n</div>", "<details>\n\n**a**\n\n</details>\n\n</details>", "<h1><h2>a</h1></h2>",
      "<td></tr></table>",
      "<pre>\n\nnot a tag: <notatag>\n", "<img <img <img", "<a href=\"x\" href=\"javascript:y\">z",
    ] {
      let html = html("before\n\n\(raw)\n\nafter\n")
      try expectWellFormed(html)
    }
  }

  @Test("random pieces of HTML and Markdown never give a tag, attribute or address that is not allowed")
  func fuzzed() throws {
    let pieces = [
      "<", ">", "\"", "'", "/", "=", " ", "\n", "\n\n", "a", "<a ", "href", "src", "javascript:", "<img ", "onerror=",
      "<script>",
      "</script>", "<!--", "-->", "<style>", "<svg>", "</svg>", "`", "```\n", "[", "](", ")", "![", "> [!NOTE]\n", "# ",
      "| a |\n|---|\n",
      "<b>", "</b>", "<p style=\"", "color:red", "url(", "&#106;", "&lt;", "<table>", "<td>", "</table>", "<details>",
      "\\", "\u{0}",
      "\u{F0000}", "\u{100000}", "<?", "<![CDATA[", "]]>", "- ", "**", "~~", "https://", "@",
      "data:image/png;base64,AA",
    ]
    var generator = SeededGenerator(seed: 44)
    for _ in 0..<3_000 {
      let text = (0..<Int.random(in: 1...24, using: &generator)).map { _ in
        pieces.randomElement(using: &generator) ?? ""
      }
      let html = html(text.joined())
      try expectWellFormed(html)
      #expect(!html.contains("<script") && !html.contains("<svg") && !html.contains("<style") && !html.contains("<!"))
      for tag in html.matches(of: /<[a-z0-9]+([^>]*)>/) {
        let isBad = tag.output.1.contains(/\sonerror=|\s(href|src)="\s*javascript:|\sstyle="[^"]*url/)
        #expect(!isBad, "\(tag.output.0)")
      }
    }
  }

  /// Every tag is closed in its order and every attribute quoted.
  private func expectWellFormed(_ html: String, _ place: Testing.SourceLocation = #_sourceLocation) throws {
    let closed = html.replacing(/<(br|hr|img|source)([^>]*)>/) { "<\($0.output.1)\($0.output.2)/>" }
      .replacing(/&(?!(amp|lt|gt|quot|#39);)/, with: "&amp;").replacingOccurrences(of: "\u{FFFF}", with: "")
    let outline = SVGOutline()
    let parser = XMLParser(data: Data("<x>\(closed)</x>".utf8))
    parser.delegate = outline
    #expect(parser.parse(), "\(html)", sourceLocation: place)
  }

  // MARK: Addresses

  @Test(
    "links lead to http, https, mail or a relative address only",
    arguments: [
      ("https://e.org/a?b=c#d", true), ("HTTP://e.org", true), ("notes.md", true), ("#part", true), ("a/b:c", true),
      ("mailto:a@b.c", true), ("javascript:alert(1)", false), ("JaVaScript:alert(1)", false),
      ("data:text/html;base64,AAAA", false), ("data:image/png;base64,AAAA", false), ("vbscript:x", false),
      ("file:///etc/passwd", false), ("blob:x", false), ("filesystem:x", false),
    ]
  )
  func addresses(address: String, isKept: Bool) {
    for markdown in ["[x](<\(address)>)", "<a href=\"\(address)\">x</a>"] {
      #expect(html(markdown).contains(address) == isKept, "\(markdown)")
    }
    let isPicture = isKept && !address.hasPrefix("mailto") && !address.hasPrefix("#")
    for markdown in ["![x](<\(address)>)", "<img src=\"\(address)\">"] {
      #expect(html(markdown).contains(address) == isPicture, "\(markdown)")
    }
  }

  @Test("pictures as data are kept where the page allows them, as pixels only")
  func dataImages() {
    let options = MarkdownHTML.Options(allowsDataImages: true)
    #expect(html("![x](data:image/png;base64,AAAA)", options).contains("src=\"data:image/png;base64,AAAA\""))
    #expect(!html("![x](data:image/svg+xml;base64,AAAA)", options).contains("data:"))
    #expect(!html("[x](data:image/png;base64,AAAA)", options).contains("data:"))
    let ours = MarkdownHTML.render("![x](a.svg) <img src=b.svg>", options: options) { address, _ in
      "data:image/svg+xml;base64,\(address.utf8.count)"
    }
    #expect(ours.html.matches(of: /src="data:image\/svg\+xml;base64,5"/).count == 2)
  }

  @Test("addresses can be replaced, but not by unsafe ones")
  func replaced() {
    let html = MarkdownHTML.render("[a](b.md) ![c](d.png) <img src=\"e.png\">") { address, isImage in
      isImage ? "/images/\(address)" : "javascript:\(address)"
    }
    .html
    #expect(
      html.contains("src=\"/images/d.png\"") && html.contains("src=\"/images/e.png\"") && html.contains("href=\"\"")
    )
  }

  @Test("a picture for one mode gets a class instead of the fragment")
  func modes() {
    let rendering = MarkdownHTML.render(
      "![a](l.svg#hf-light-mode-only) ![b](d.svg#hf-dark-mode-only) <img src=\"d.svg#hf-dark-mode-only\"> ![c](l.svg#other)"
    ) { address, _ in "/r/\(address)" }
    let html = rendering.html
    #expect(html.contains("<img src=\"/r/l.svg\" alt=\"a\" class=\"hf-light-mode-only\">"))
    #expect(html.matches(of: /<img src="\/r\/d\.svg" alt="b?" class="hf-dark-mode-only">/).count == 2)
    #expect(html.contains("src=\"/r/l.svg#other\""))
  }

  // MARK: Alerts and headings

  @Test(
    "quotes that begin with a kind of alert become alerts",
    arguments: ["NOTE", "tip", "Important", "WARNING", "caution"]
  )
  func alerts(kind: String) {
    let html = html("> [!\(kind)]\n> Some **text**\n>\n> - more\n")
    let name = kind.lowercased()
    #expect(
      html.contains(
        "<div class=\"alert alert-\(name)\">\n<p class=\"alert-title\">\(name.prefix(1).uppercased())\(name.dropFirst())</p>"
      )
    )
    #expect(html.contains("Some <strong>text</strong>") && html.contains("<li>more</li>"))
    #expect(!html.contains("blockquote") && !html.contains("[!"))
  }

  @Test("an alert may be empty or have its text in a paragraph of its own")
  func oddAlerts() {
    #expect(html("> [!NOTE]\n").contains("alert-note"))
    #expect(html("> [!NOTE]\n>\n> Text\n").contains("<p>Text</p>\n</div>"))
  }

  @Test(
    "other quotes stay quotes",
    arguments: [
      "> [!OTHER]\n> x", "> [!NOTE] x", "> x\n> [!NOTE]", "- > [!NOTE]\n  > x", "> **[!NOTE]**\n> x",
      "> `[!NOTE]`\n> x",
    ]
  )
  func quotes(markdown: String) {
    let html = html(markdown + "\n")
    #expect(html.contains("<blockquote>") && !html.contains("alert"))
  }

  @Test(
    "headings are named by their text",
    arguments: [
      ("Quick start", "quick-start"), ("Use `encode()` & more", "use-encode--more"), ("Größe: 1.5 MB", "größe-15-mb"),
      ("⚠\u{FE0F} Important", "\u{FE0F}-important"), ("🚀 Go", "-go"), ("[Link](x) and ![p](q)", "link-and-"),
      ("snake_case", "snake_case"),
      ("a < b", "a--b"), ("日本語", "日本語"),
    ]
  )
  func headings(text: String, id: String) {
    #expect(html("## \(text)\n").hasPrefix("<h2 id=\"\(id)\">"), "\(html("## \(text)\n"))")
  }

  @Test("equal headings get numbers, one without letters no name, and the page's prefix stands before all")
  func headingNames() {
    #expect(
      html("# A\n# A\n# A-1\n# A\n").matches(of: /id="([^"]*)"/).map { String($0.output.1) } == [
        "a", "a-1", "a-1-1", "a-2",
      ]
    )
    #expect(html("# !\n").hasPrefix("<h1>"))
    let html = html(
      "# A b\n\n[x](#a-b) <a id=\"y\"></a> <a href=\"#y\">z</a>\n\n<h2 id=\"own\">C</h2>\n",
      .init(idPrefix: "card-")
    )
    #expect(html.contains("<h1 id=\"card-a-b\">") && html.contains("href=\"#card-a-b\""))
    #expect(
      html.contains("id=\"card-y\"") && html.contains("href=\"#card-y\"") && html.contains("<h2 id=\"card-own\">C</h2>")
    )
  }

  // MARK: Bounds

  @Test("empty, very deep and malformed texts are rendered")
  func odd() {
    #expect(html("") == "")
    #expect(html(String(repeating: ">", count: 90)).contains("blockquote"))
    #expect(html("a\u{0}b").contains("a\u{FFFD}b"))
    let deep = html(String(repeating: "<div>", count: 5_000) + "x")
    #expect(deep.contains("x") && deep.matches(of: /<div>/).count <= 200)
  }

  static let size = MarkdownShapes.size

  @Test(
    "texts that would keep the parser busy are shown as they are, with the reason",
    arguments: MarkdownShapes.refused
  )
  func refused(shape: MarkdownShapes.Shape) {
    let clock = ContinuousClock.now
    let rendering = MarkdownHTML.render(shape.text)
    #expect(rendering.problem?.code == .tooLarge)
    #expect(rendering.problem?.reason.contains(shape.reason) == true, "\(rendering.problem?.reason ?? "")")
    #expect(rendering.html.hasPrefix("<pre>") && rendering.html.hasSuffix("</pre>\n"))
    #expect(ContinuousClock.now - clock < .seconds(20))
  }

  @Test("the text that says why names size, place and what to do")
  func problemText() {
    let problem = MarkdownHTML.render(String(repeating: "a", count: (1 << 20) + 1)).problem
    #expect(
      problem?.description
        == "error[document.too-large]: cannot show the Markdown as a page: it has 1048577 bytes, at most 1048576 are "
        + "shown. Shorten or split the text."
    )
    let line = MarkdownHTML.render("a\n\n\(String(repeating: "- ", count: 200))b\n").problem
    #expect(line?.location?.line == 3)
  }

  @Test(
    "large texts of every odd shape are rendered in time that grows with their size",
    arguments: MarkdownShapes.allowed
  )
  func bounded(shape: MarkdownShapes.Shape) {
    let clock = ContinuousClock.now
    let rendering = MarkdownHTML.render(shape.text)
    #expect(rendering.problem == nil, "\(rendering.problem?.reason ?? "")")
    // Generous, for a slow machine without optimization; what the bounds keep out takes minutes.
    #expect(ContinuousClock.now - clock < .seconds(30))
  }
}
