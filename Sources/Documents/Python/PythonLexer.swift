/// Cuts Python code into names, texts and marks, and notices what is opened and not closed.
struct PythonLexer {
  enum Kind: Equatable { case name, text, mark, lineEnd }

  struct Token: Equatable {
    var kind: Kind
    var text: String
    var line: Int
  }

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var open: [(mark: UInt8, line: Int)] = []
  /// Whether the text that comes next had an `f` in front.
  private var isFormatted = false
  private(set) var fault: PythonScan.Fault?

  init(_ code: String) { bytes = Array(code.utf8) }

  /// The tokens up to the end, or to the first fault.
  mutating func tokens() -> [Token] {
    var tokens: [Token] = []
    while position < bytes.count, fault == nil {
      let byte = bytes[position]
      switch byte {
      case 0x0A:
        if open.isEmpty { tokens.append(Token(kind: .lineEnd, text: "", line: line)) }
        position += 1
        line += 1
        checkIndentation()
      case 0x20, 0x09, 0x0D, 0x0C: position += 1
      case UInt8(ascii: "#"): while position < bytes.count, bytes[position] != 0x0A { position += 1 }
      case UInt8(ascii: "\\") where position + 1 < bytes.count && bytes[position + 1] == 0x0A:
        position += 2
        line += 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"): tokens.append(text())
      case _ where Self.isName(byte): if let token = name() { tokens.append(token) }
      default: tokens.append(mark())
      }
    }
    if fault == nil, let last = open.last {
      fault = .init(line: last.line, reason: "`\(Character(UnicodeScalar(last.mark)))` is not closed")
    }
    tokens.append(Token(kind: .lineEnd, text: "", line: line))
    return tokens
  }

  /// A word; one that is the prefix of a text, such as `rb`, belongs to the text.
  private mutating func name() -> Token? {
    let start = position
    while position < bytes.count, Self.isName(bytes[position]) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    let isPrefix = word.count <= 2 && word.lowercased().allSatisfy { "rbfut".contains($0) }
    if isPrefix, position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'") {
      isFormatted = word.lowercased().contains { $0 == "f" || $0 == "t" }
      return nil
    }
    return Token(kind: .name, text: word, line: line)
  }

  private mutating func mark() -> Token {
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): open.append((byte, line))
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      let expected = open.popLast()
      let pairs = [UInt8(ascii: ")"): "(", UInt8(ascii: "]"): "[", UInt8(ascii: "}"): "{"]
      if expected.map({ String(UnicodeScalar($0.mark)) }) != pairs[byte] {
        fault = .init(line: line, reason: "`\(Character(UnicodeScalar(byte)))` closes nothing that is open")
      }
    default: break
    }
    return Token(kind: .mark, text: String(decoding: [byte], as: UTF8.self), line: line)
  }

  private mutating func text() -> Token {
    let quote = bytes[position]
    let start = line
    let isTriple = bytes[position...].starts(with: [quote, quote, quote])
    position += isTriple ? 3 : 1
    if isFormatted {
      isFormatted = false
      if let end = formattedEnd(position, quote, isTriple) {
        let content = bytes[position..<(end - (isTriple ? 3 : 1))]
        line += content.count { $0 == 0x0A }
        position = end
        return Token(kind: .text, text: String(decoding: content, as: UTF8.self), line: start)
      }
    }
    var content: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\\"), position + 1 < bytes.count {
        content += bytes[position...(position + 1)]
        if bytes[position + 1] == 0x0A { line += 1 }
        position += 2
        continue
      }
      if byte == quote, !isTriple || bytes[position...].starts(with: [quote, quote, quote]) {
        position += isTriple ? 3 : 1
        return Token(kind: .text, text: String(decoding: content, as: UTF8.self), line: start)
      }
      if byte == 0x0A {
        guard isTriple else { break }
        line += 1
      }
      content.append(byte)
      position += 1
    }
    fault = .init(line: start, reason: "a text that begins here is not closed")
    return Token(kind: .text, text: String(decoding: content, as: UTF8.self), line: start)
  }

  /// The place behind a formatted text whose braces may hold texts with its own quotation mark, as Python 3.12 takes
  /// them; nil where it does not end so, or not soon: then the first such mark ends it.
  private func formattedEnd(_ start: Int, _ quote: UInt8, _ isTriple: Bool, level: Int = 0) -> Int? {
    guard level < 4 else { return nil }
    let limit = min(bytes.count, start + 1_024)
    var place = start
    var depth = 0
    while place < limit {
      let byte = bytes[place]
      if byte == 0x0A, !isTriple { return nil }
      let isQuote = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
      if depth == 0 {
        if byte == quote, !isTriple || bytes[place...].starts(with: [quote, quote, quote]) {
          return place + (isTriple ? 3 : 1)
        }
        let isDoubled = byte == UInt8(ascii: "{") && place + 1 < limit && bytes[place + 1] == byte
        if byte == UInt8(ascii: "{"), !isDoubled { depth = 1 }
        place += isDoubled || byte == UInt8(ascii: "\\") ? 2 : 1
      } else if isQuote {
        let isInnerTriple = bytes[place...].starts(with: [byte, byte, byte])
        let inner = place + (isInnerTriple ? 3 : 1)
        let isInnerFormatted = bytes[place - 1] | 0x20 == UInt8(ascii: "f")
        guard
          let end = isInnerFormatted
            ? formattedEnd(inner, byte, isInnerTriple, level: level + 1) : plainEnd(inner, byte, isInnerTriple, limit)
        else { return nil }
        place = end
      } else {
        if byte == UInt8(ascii: "{") { depth += 1 }
        if byte == UInt8(ascii: "}") { depth -= 1 }
        place += 1
      }
    }
    return nil
  }

  private func plainEnd(_ start: Int, _ quote: UInt8, _ isTriple: Bool, _ limit: Int) -> Int? {
    var place = start
    while place < limit {
      let byte = bytes[place]
      if byte == 0x0A, !isTriple { return nil }
      if byte == quote, !isTriple || bytes[place...].starts(with: [quote, quote, quote]) {
        return place + (isTriple ? 3 : 1)
      }
      place += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  /// A line may be indented by blanks or by tabs, not by both.
  private mutating func checkIndentation() {
    guard open.isEmpty else { return }
    let blanks = bytes[position...].prefix { $0 == 0x20 || $0 == 0x09 }
    let following = position + blanks.count < bytes.count ? bytes[position + blanks.count] : 0x0A
    let isCode = ![0x0A, 0x0D, UInt8(ascii: "#")].contains(following)
    if isCode, blanks.contains(0x20), blanks.contains(0x09) {
      fault = .init(line: line, reason: "the line is indented by blanks and by tabs")
    }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte >= 0x80
      || byte == UInt8(ascii: "_")
  }
}
