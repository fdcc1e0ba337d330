/// Private characters that stand around annotated pieces while Markdown becomes HTML.
///
/// They are letters to the parser, so that `**0.95**` stays strong with a mark before the digit; where one lands in an
/// address or another attribute it is dropped.
enum AnnotationMarks {
  /// How many annotations one text can have.
  static let limit = 60_000

  private static let opening: UInt32 = 0xF0000
  private static let closing: UInt32 = 0x100000

  /// The text with marks around the pieces with these indices, and which of them were found where they should be.
  ///
  /// Characters of the card's own that look like marks become U+FFFD. Pieces that overlap an earlier one are left out.
  static func insert(_ annotations: [TextAnnotation], _ indices: [Int], into markdown: String) -> (String, [Int]) {
    var lines: [[Character]] = [[]]
    for character in cleaned(markdown) {
      lines[lines.count - 1].append(character)
      // A carriage return with a line feed is one character.
      if character == "\n" || character == "\r\n" || character == "\r" { lines.append([]) }
    }
    var placed: [Int] = []
    var edits: [Int: [(from: Int, to: Int, index: Int)]] = [:]
    for index in indices where index < limit {
      let annotation = annotations[index]
      let (row, from, text) = (max(0, annotation.line) - 1, max(0, annotation.column) - 1, Array(annotation.text))
      guard lines.indices.contains(row), from >= 0, !text.isEmpty, from <= lines[row].count - text.count,
        lines[row][from..<(from + text.count)].elementsEqual(text),
        !(edits[row] ?? []).contains(where: { $0.from < from + text.count && from < $0.to })
      else { continue }
      edits[row, default: []].append((from, from + text.count, index))
      placed.append(index)
    }
    for (row, edits) in edits {
      // From the end, so that the places before stay true.
      for edit in edits.sorted(by: { $0.from > $1.from }) {
        lines[row].insert(contentsOf: mark(closing, edit.index), at: edit.to)
        lines[row].insert(contentsOf: mark(opening, edit.index), at: edit.from)
      }
    }
    return (String(lines.joined()), placed)
  }

  /// The text without marks.
  static func removed(from text: String) -> String {
    guard contains(text) else { return text }
    var result = ""
    for scalar in text.unicodeScalars where !isMark(scalar) { result.unicodeScalars.append(scalar) }
    return result
  }

  /// Content of HTML with its marks turned into `span` elements; indices of those that appeared are added.
  ///
  /// A piece that a tag cuts is wrapped up to the tag.
  static func spans(in content: String, _ annotations: [TextAnnotation]?, _ appeared: inout Set<Int>) -> String {
    guard contains(content) else { return content }
    var result = ""
    var open: Int?
    func close() {
      if open != nil { result += "</span>" }
      open = nil
    }
    for scalar in content.unicodeScalars {
      guard isMark(scalar) else {
        result.unicodeScalars.append(scalar)
        continue
      }
      close()
      guard scalar.value < closing, let annotations else { continue }
      let index = Int(scalar.value - opening)
      guard annotations.indices.contains(index), appeared.insert(index).inserted else { continue }
      result += annotations[index].tag
      open = index
    }
    close()
    return result
  }

  private static func cleaned(_ text: String) -> String {
    guard contains(text) else { return text }
    var result = ""
    for scalar in text.unicodeScalars { result.unicodeScalars.append(isMark(scalar) ? "\u{FFFD}" : scalar) }
    return result
  }

  private static func mark(_ base: UInt32, _ index: Int) -> String {
    Unicode.Scalar(base + UInt32(index)).map { String(Character($0)) } ?? ""
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= opening }

  private static func contains(_ text: String) -> Bool {
    text.utf8.contains { $0 >= 0xF3 } && text.unicodeScalars.contains(where: isMark)
  }
}
