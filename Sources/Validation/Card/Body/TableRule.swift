import Documents
import Findings

/// Every row of a table has as many cells as its header.
///
/// The parser fills short rows up and drops what is too much, so that rows are counted in the text. A `|` parts cells
/// even within code (<https://github.github.com/gfm/#tables-extension->).
struct TableRule: CardRule {
  static let code = "HFP605"
  static let title = "table rows have as many cells as their header"
  static let page = CheckPage(
    why: """
      A missing or an extra `|` moves every number behind it into the column of another metric, and the page shows \
      no error.
      """,
    fix: """
      Give every row as many cells as the header has; write `\\|` for a bar within a cell, and leave a blank line \
      behind the table.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    (card.body?.all { $0.kind == .table ? $0 : nil } ?? []).flatMap { table -> [Finding] in
      guard let header = table.children.first, let last = table.children.last else { return [] }
      let columns = header.children.count
      // In a list the header stands behind the list's mark.
      let mark = max(0, (table.column ?? 1) - 1)
      return (header.line...max(header.line, last.line)).compactMap { line in
        // The line below the header says how the columns stand.
        guard line != header.line + 1, card.lines.indices.contains(line - 1) else { return nil }
        let text = card.lines[line - 1]
        return Self.problem(
          in: line == header.line ? text.dropFirst(mark) : text,
          columns: columns,
          at: SourceLocation(file: card.file, line: line)
        )
      }
    }
  }

  private static func problem(in line: Substring, columns: Int, at location: SourceLocation) -> Finding? {
    let cells = cells(line)
    guard cells.count != columns else { return nil }
    if cells.count == 1, !line.contains("|") {
      return finding(
        seen: "a line without `|` directly below a table becomes a row of it",
        expected: "a blank line behind the table",
        remedy: "Put a blank line before \"\(line.prefix(40))\".",
        at: location
      )
    }
    let isInCode = cells.count > columns && cells.contains { $0.count { $0 == "`" } % 2 == 1 }
    return finding(
      seen: "a row of \(cells.count) cells",
      expected: "\(columns) cells, as the header has",
      remedy: isInCode
        ? "A `|` within code parts cells too; write `\\|`."
        : "Add or join cells; a `|` within a cell is written `\\|`.",
      at: location
    )
  }

  private static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isEscaped = false
    for character in line.drop(while: { $0 == " " || $0 == "\t" || $0 == ">" }) {
      if character == "|", !isEscaped { cells.append("") } else { cells[cells.count - 1].append(character) }
      isEscaped = character == "\\" && !isEscaped
    }
    // The bars at both ends part nothing.
    if cells.first?.allSatisfy(\.isWhitespace) == true { cells.removeFirst() }
    if cells.last?.allSatisfy(\.isWhitespace) == true, !cells.isEmpty { cells.removeLast() }
    return cells
  }
}
