import Documents

/// Rows of text as aligned columns; widths count what a terminal shows.
struct Table {
  /// Which side a column's text stands at.
  enum Alignment {
    case left, right
  }

  private var rows: [[String]] = []
  private let alignments: [Alignment]

  init(_ alignments: Alignment...) { self.alignments = alignments }

  mutating func add(_ cells: String...) { rows.append(cells.map(TextEscape.printable)) }

  /// The rows as lines, each after `indent` blanks, without blanks at the end.
  func lines(indent: Int = 2) -> [String] {
    let widths = alignments.indices.map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
    return rows.map { row in
      var line = String(repeating: " ", count: indent)
      for (column, cell) in row.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - DisplayWidth.of(cell))
        line += (column > 0 ? "  " : "") + (alignments[column] == .right ? blanks + cell : cell + blanks)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
