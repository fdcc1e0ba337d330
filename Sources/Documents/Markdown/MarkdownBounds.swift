import Findings

/// Finds texts that would keep the Markdown parser busy for minutes, before it begins.
///
/// The parser is fast on everything that people write; a few shapes take it time or room in the square of their size.
/// Each bound below is far beyond what a card needs, and was set by timing such shapes at the full size.
struct MarkdownBounds {
  /// The longest text, in bytes.
  static let bytes = 1 << 20
  /// Marks of lists and quotes at the beginning of one line, and its indentation in columns.
  private static let nesting = 100
  private static let indentation = 400
  /// Closing brackets, or at signs, in one word: the search for bare links looks at each again and again.
  private static let repeatsInWord = 300
  /// Openings `<?` and `<!A`, each of which is searched for its end.
  private static let declarations = 1_000
  /// Cells of all tables together, with those that short rows are filled up with.
  private static let cells = 200_000
  /// The longest definition of a reference times how often it could be used, in bytes.
  private static let expansion = 32 << 20

  /// Why a text is not rendered; nil when it can be.
  static func problem(in markdown: String) -> DocumentError? {
    let bytes = Array(markdown.utf8)
    guard bytes.count <= Self.bytes else {
      return error("it has \(bytes.count) bytes, at most \(Self.bytes) are shown", line: 0)
    }
    var bounds = MarkdownBounds()
    var start = 0
    var line = 1
    while start < bytes.count {
      let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
      if let reason = bounds.reason(against: bytes[start..<end]) { return error(reason, line: line) }
      let isPair = end + 1 < bytes.count && bytes[end] == 0x0D && bytes[end + 1] == 0x0A
      start = end + (isPair ? 2 : 1)
      line += 1
    }
    guard bounds.longestDefinition * bounds.brackets <= Self.expansion else {
      return error("its link definitions could grow it beyond \(Self.expansion >> 20) MiB", line: 0)
    }
    return nil
  }

  private var columns = 0
  private var cellCount = 0
  private var declarationCount = 0
  private var brackets = 0
  private var definition = 0
  private var longestDefinition = 0

  private mutating func reason(against line: ArraySlice<UInt8>) -> String? {
    if let reason = nestingReason(line) { return reason }
    if let reason = wordReason(line) { return reason }
    if let reason = tableReason(line) { return reason }
    let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x09 }
    // A definition may go on over lines, to the next one or to a blank line.
    if isBlank { definition = 0 }
    if definition > 0 { definition += line.count + 1 }
    var previous: UInt8 = 0
    for (index, byte) in zip(line.indices, line) {
      if byte == UInt8(ascii: "[") { brackets += 1 }
      if previous == UInt8(ascii: "]"), byte == UInt8(ascii: ":") { definition = line.endIndex - index }
      if previous == UInt8(ascii: "<") {
        let following = index + 1 < line.endIndex ? line[index + 1] | 0x20 : 0
        if byte == UInt8(ascii: "?") || byte == UInt8(ascii: "!") && (0x61...0x7A).contains(following) {
          declarationCount += 1
        }
      }
      previous = byte
    }
    longestDefinition = max(longestDefinition, definition)
    return declarationCount > Self.declarations ? "it has more than \(Self.declarations) HTML declarations" : nil
  }

  private func nestingReason(_ line: ArraySlice<UInt8>) -> String? {
    var marks = 0
    var columns = 0
    for byte in line {
      switch byte {
      case UInt8(ascii: " "): columns += 1
      case UInt8(ascii: "\t"): columns += 4
      case UInt8(ascii: ">"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "."),
        UInt8(ascii: ")"):
        marks += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"): break
      default: return columns > Self.indentation ? "a line is indented by more than \(Self.indentation) columns" : nil
      }
      // A rule, of any length, has no blanks or no other marks; that many with blanks are lists.
      if marks > Self.nesting, columns >= Self.nesting || byte == UInt8(ascii: ">") {
        return "lists or quotes are nested deeper than \(Self.nesting) levels"
      }
    }
    return nil
  }

  private func wordReason(_ line: ArraySlice<UInt8>) -> String? {
    var (closing, at) = (0, 0)
    for byte in line {
      switch byte {
      case UInt8(ascii: ")"): closing += 1
      case UInt8(ascii: "@"): at += 1
      case 0x20, 0x09: (closing, at) = (0, 0)
      default: continue
      }
      if max(closing, at) > Self.repeatsInWord {
        return "a word has more than \(Self.repeatsInWord) times `\(closing > at ? ")" : "@")`"
      }
    }
    return nil
  }

  private mutating func tableReason(_ line: ArraySlice<UInt8>) -> String? {
    let isBlank = line.allSatisfy { [0x20, 0x09, UInt8(ascii: ">")].contains($0) }
    if isBlank {
      columns = 0
      return nil
    }
    let marks = Array("|:-".utf8)
    let around = Array(" \t>+*.)0123456789".utf8)
    if line.contains(UInt8(ascii: "-")), line.allSatisfy({ marks.contains($0) || around.contains($0) }) {
      columns = max(columns, line.count { $0 == UInt8(ascii: "|") } + 1)
    }
    guard columns > 1 else { return nil }
    cellCount += columns
    return cellCount > Self.cells ? "its tables have more than \(Self.cells) cells" : nil
  }

  private static func error(_ reason: String, line: Int) -> DocumentError {
    DocumentError(
      .tooLarge,
      problem: "cannot show the Markdown as a page",
      reason: reason,
      remedy: "Shorten or split the text.",
      location: line > 0 ? SourceLocation(file: "README.md", line: line) : nil
    )
  }
}
