import Documents
import Testing

@Suite struct FrontMatterTests {
  @Test("the block and the body are split, with their first lines")
  func split() {
    let parts = FrontMatter.split("---\nlicense: mit\ntags: []\n---\n\n# Title\n")
    #expect(parts.yaml == "license: mit\ntags: []\n")
    #expect(parts.yamlStartLine == 2)
    #expect(parts.body == "\n# Title\n")
    #expect(parts.bodyStartLine == 5)
    #expect(!parts.isUnclosed && !parts.hasByteOrderMark)
  }

  @Test(
    "a block is found with white space before it, other line ends, blanks after the last dashes or nothing after it",
    arguments: [
      ("\n \n---\na: 1\n---\nB", "a: 1\n", 4, 6, "B"), ("  ---\na: 1\n---\nB", "a: 1\n", 2, 4, "B"),
      ("---\r\na: 1\r\n---\r\nB", "a: 1\r\n", 2, 4, "B"), ("---\ra: 1\r---\rB", "a: 1\r", 2, 4, "B"),
      ("---\na: 1\n--- \t\nB", "a: 1\n", 2, 4, "B"), ("---\na: 1\n---", "a: 1\n", 2, 3, ""),
      ("---\n---\nB", "", 2, 3, "B"),
      ("---\na: |\n  ---\n---\nB\n---\n", "a: |\n  ---\n", 2, 5, "B\n---\n"),
      ("---\na: 1\n---x\n---\n", "a: 1\n---x\n", 2, 5, ""),
    ]
  )
  func found(text: String, yaml: String, yamlLine: Int, bodyLine: Int, body: String) {
    let parts = FrontMatter.split(text)
    #expect(parts.yaml == yaml)
    #expect(parts.yamlStartLine == yamlLine)
    #expect(parts.bodyStartLine == bodyLine)
    #expect(parts.body == body)
  }

  @Test(
    "without dashes at the start there is no block",
    arguments: [
      "", "# T\n---\na: 1\n---\n", "x---\na: 1\n---\n", "----\na: 1\n----\n", "--- \na: 1\n---\n", "---", "\n\n",
    ]
  )
  func none(text: String) {
    let parts = FrontMatter.split(text)
    #expect(parts.yaml == nil)
    #expect(parts.body == text)
    #expect(parts.bodyStartLine == 1)
    #expect(!parts.isUnclosed)
  }

  @Test("a block that is never closed is body, and said")
  func unclosed() {
    let parts = FrontMatter.split("---\na: 1\n")
    #expect(parts.yaml == nil && parts.isUnclosed && parts.body == "---\na: 1\n")
  }

  @Test("a byte order mark is said and does not hide the block")
  func byteOrderMark() {
    let parts = FrontMatter.split("\u{FEFF}---\na: 1\n---\nB")
    #expect(parts.yaml == "a: 1\n" && parts.hasByteOrderMark && parts.body == "B")
  }
}
