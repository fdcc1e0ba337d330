/// A Markdown text split into its YAML block and what follows.
///
/// The block is found as the Hub and its Python client find it: optional white space, a line `---`, the block, and a
/// line `---` that may end in blanks. Text before the first line means that there is no block.
public struct FrontMatter: Sendable, Hashable {
  /// The text between the two lines, without them; nil when there is no block.
  public var yaml: String?
  /// The line of the file on which `yaml` begins, from 1.
  public var yamlStartLine: Int
  /// The line of the file on which `body` begins, from 1.
  public var bodyStartLine: Int
  /// What follows the block, or the whole text when there is none.
  public var body: String
  /// Whether a block is opened and never closed; everything is then body.
  public var isUnclosed: Bool
  /// Whether the text begins with a byte order mark, which hides the block from some readers.
  public var hasByteOrderMark: Bool

  /// Splits a text, in time linear in its length.
  public static func split(_ text: String) -> FrontMatter {
    let bytes = Array(text.utf8)
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    var lines = LineScanner(bytes, from: hasMark ? 3 : 0)
    var result = FrontMatter(
      yaml: nil,
      yamlStartLine: 1,
      bodyStartLine: 1,
      body: text,
      isUnclosed: false,
      hasByteOrderMark: hasMark
    )
    // White space may stand before the dashes, on lines of its own and on theirs.
    var opening = lines.next()
    while let line = opening, line.content.allSatisfy(LineScanner.isBlank) { opening = lines.next() }
    guard let opening, opening.isTerminated,
      opening.content.drop(while: LineScanner.isBlank).elementsEqual("---".utf8)
    else {
      return result
    }
    let start = lines.position
    result.yamlStartLine = lines.number
    while let line = lines.next() {
      guard line.content.starts(with: "---".utf8), line.content.dropFirst(3).allSatisfy(LineScanner.isBlank) else {
        continue
      }
      result.yaml = String(decoding: bytes[start..<line.content.startIndex], as: UTF8.self)
      result.body = String(decoding: bytes[lines.position...], as: UTF8.self)
      result.bodyStartLine = lines.number
      return result
    }
    result.yamlStartLine = 1
    result.isUnclosed = true
    return result
  }
}

/// Walks over the lines of a text, ended by a line feed, a carriage return or both.
private struct LineScanner {
  private let bytes: [UInt8]
  private(set) var position: Int
  /// The number of the line at `position`, from 1.
  private(set) var number = 1

  init(_ bytes: [UInt8], from start: Int) {
    self.bytes = bytes
    position = start
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  mutating func next() -> (content: ArraySlice<UInt8>, isTerminated: Bool)? {
    guard position < bytes.count else { return nil }
    let start = position
    while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
    let content = bytes[start..<position]
    guard position < bytes.count else { return (content, false) }
    position += bytes[position...].starts(with: [0x0D, 0x0A]) ? 2 : 1
    number += 1
    return (content, true)
  }
}
