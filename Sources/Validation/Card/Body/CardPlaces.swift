import Documents
import Findings

extension CardDocument {
  /// The lines that a piece is written on.
  func lines(of node: MarkdownNode) -> ArraySlice<Substring> {
    lines[min(node.line - 1, lines.count)..<max(min(node.line - 1, lines.count), min(node.endLine, lines.count))]
  }

  /// Where some words of a piece stand: their own column where they are found once behind the piece's, or once in the
  /// line when the piece has none.
  func location(of words: String, in node: MarkdownNode) -> SourceLocation {
    let start = location(of: node)
    guard lines.indices.contains(node.line - 1) else { return start }
    let line = lines[node.line - 1]
    // Beyond this nobody counts columns.
    guard line.utf8.count < 1_024 else { return start }
    let before = max(0, start.column - 1)
    let rest = line.dropFirst(before)
    guard let range = rest.firstRange(of: words) else { return start }
    if start.column == 0, rest[range.upperBound...].firstRange(of: words) != nil { return start }
    let column = before + rest.distance(from: rest.startIndex, to: range.lowerBound) + 1
    return SourceLocation(file: start.file, line: start.line, column: column)
  }

  /// Where a tag within a piece stands.
  func location(of tag: HTMLTag, in node: MarkdownNode) -> SourceLocation {
    guard case .htmlBlock = node.kind else { return location(of: node) }
    var place = node
    place.line += tag.lineOffset
    place.column = nil
    return location(of: "<\(tag.name)", in: place)
  }

  /// Where a link or picture stands.
  func location(of entry: CardLinks.Entry) -> SourceLocation {
    entry.tag.map { location(of: $0, in: entry.node) } ?? location(of: entry.node)
  }
}
