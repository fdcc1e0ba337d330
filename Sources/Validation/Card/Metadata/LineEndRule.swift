import Findings

/// Lines end in a line feed alone.
struct LineEndRule: CardRule {
  static let code = "HFP506"
  static let title = "lines end in a line feed"
  static let page = CheckPage(
    why: """
      A carriage return stays at the end of every value when another system reads the file, and every line differs \
      in a comparison with the repository.
      """,
    fix: """
      Save the file with line feeds alone, and set `*.md text eol=lf` in .gitattributes.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    var count = 0
    var first: SourceLocation?
    var isPair = false
    var line = 1
    var column = 1
    var previous: UInt8 = 0
    for byte in card.text.utf8 {
      if byte == 0x0D {
        if first == nil { first = SourceLocation(file: card.file, line: line, column: column) }
        count += 1
      } else if byte == 0x0A {
        if previous == 0x0D, count == 1 { isPair = true }
      }
      if byte == 0x0A || (previous == 0x0D && byte != 0x0A) {
        line += 1
        column = byte == 0x0A ? 1 : 2
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
      previous = byte
    }
    guard let first else { return [] }
    let ends = isPair ? "a carriage return and a line feed" : "a carriage return"
    return [
      Self.finding(
        seen: count == 1 ? "one line that ends in \(ends)" : "\(count) lines that end in \(ends)",
        expected: "lines that end in a line feed alone",
        remedy: "Save the file with Unix line ends (LF).",
        at: first
      )
    ]
  }
}
