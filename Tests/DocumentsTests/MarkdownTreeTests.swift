import Documents
import Findings
import Testing

@Suite struct MarkdownTreeTests {
  private func parse(_ text: String, firstLine: Int = 1) throws -> MarkdownNode {
    try MarkdownTree.parse(text, file: "README.md", firstLine: firstLine)
  }

  @Test("blocks have their kinds, their lines in the file and their words")
  func blocks() throws {
    let tree = try parse(
      """
      # A *title* with `code`

      Some words and
      more.

      - [x] done

      > quoted

      | a | b |
      | --- | --- |
      | 1 | `2` |

      ---
      """,
      firstLine: 8
    )
    #expect(tree.children.map(\.kind) == [.heading(1), .paragraph, .list, .quote, .table, .rule])
    #expect(tree.children.map(\.line) == [8, 10, 13, 15, 17, 21])
    #expect(tree.children.map(\.endLine) == [8, 11, 14, 15, 19, 21])
    #expect(tree.children[0].text == "A title with code")
    #expect(tree.children[1].text == "Some words and more.")
    let rows = tree.children[4].children
    #expect(rows.map { $0.children.map(\.text) } == [["a", "b"], ["1", "2"]])
    #expect(rows.map(\.line) == [17, 19])
    #expect(tree.all { $0.kind == .text("1") ? $0.column : nil }.isEmpty)
  }

  @Test("code blocks keep their words behind the fence, and indented ones have no fence")
  func code() throws {
    let tree = try parse("```python title=x\nprint(1)\n```\n\n    indented\n")
    #expect(
      tree.children.map(\.kind) == [
        .codeBlock(info: "python title=x", code: "print(1)\n", isFenced: true),
        .codeBlock(info: "", code: "indented\n", isFenced: false),
      ]
    )
  }

  @Test("links and pictures have addresses and columns; tags stand as they are written")
  func addresses() throws {
    let tree = try parse("See [here](a.md#b) and ![a cat](cat.png).\n\nhttps://x.org <br>\n\n<div>\nraw\n</div>\n")
    let found = tree.all { node -> String? in
      switch node.kind {
      case .link(let address): "link \(address) \(node.line):\(node.column ?? 0) \(node.text)"
      case .image(let address): "image \(address) \(node.line):\(node.column ?? 0) \(node.text)"
      case .html(let text), .htmlBlock(let text): text
      default: nil
      }
    }
    #expect(
      found == [
        "link a.md#b 1:5 here", "image cat.png 1:24 a cat", "link https://x.org 3:0 https://x.org", "<br>",
        "<div>\nraw\n</div>\n",
      ]
    )
  }

  @Test("a text that is nested too deeply, or too large, is refused with its place")
  func hostile() throws {
    let nested = String(repeating: "*a **b ", count: 50_000)
    _ = try? parse(nested)
    let deep = String(repeating: "*", count: 900).map { "\($0)a " }.joined()
    _ = try? parse(deep)
    let error = #expect(throws: DocumentError.self) {
      try parse("fine\n\n" + String(repeating: "> ", count: 5_000) + "deep", firstLine: 4)
    }
    #expect(error?.code == .tooLarge)
    #expect(error?.location == SourceLocation(file: "README.md", line: 6))
    #expect(throws: DocumentError.self) { try parse(String(repeating: "[a](", count: 600_000)) }
    // 300 openings that are all closed: deeper than the tree goes.
    let emphasis = (0..<300).map { $0 % 2 == 0 ? "*a " : "**b " }.joined()
    let closed = emphasis + (0..<300).reversed().map { $0 % 2 == 0 ? "c*" : "d**" }.joined(separator: " ")
    #expect(throws: DocumentError.self) { try parse(closed) }
  }
}
