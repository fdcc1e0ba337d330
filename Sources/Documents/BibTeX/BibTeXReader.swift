/// Reads BibTeX strictly: what a bibliography program would skip or repair is a fault.
///
/// The form is that of <https://www.bibtex.org/Format/>: `@type{key, name = value, …}` with values in braces, in quotes,
/// as digits or as a name; `@comment` and `@preamble` are passed over, `@string` defines names. Text between entries is
/// a comment, but a brace there closes nothing.
public struct BibTeXReader {
  private static let maximumDepth = 100

  private let characters: [UInt8]
  private var position = 0
  private var line = 1
  private var names: Set<String> = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// The entries of a text.
  ///
  /// - Throws: `BibTeXFault` at the first place that is no BibTeX.
  public static func entries(in text: String) throws(BibTeXFault) -> [BibTeXEntry] {
    var reader = BibTeXReader(characters: Array(text.utf8))
    return try reader.read()
  }

  private init(characters: [UInt8]) { self.characters = characters }

  private var current: UInt8? { position < characters.count ? characters[position] : nil }

  private func fault(_ reason: String, line: Int? = nil) -> BibTeXFault {
    .init(line: line ?? self.line, reason: reason)
  }

  private mutating func advance() {
    if current == UInt8(ascii: "\n") { line += 1 }
    position += 1
  }

  private mutating func skipBlanks() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { advance() }
  }

  private mutating func read() throws(BibTeXFault) -> [BibTeXEntry] {
    var entries: [BibTeXEntry] = []
    var depth = 0
    while let byte = current {
      guard byte == UInt8(ascii: "@") else {
        if byte == UInt8(ascii: "{") { depth += 1 }
        if byte == UInt8(ascii: "}") { depth -= 1 }
        // Mostly the end of an entry that a brace too many closed before.
        guard depth >= 0 else { throw fault("a brace closes nothing that is open") }
        advance()
        continue
      }
      let start = line
      advance()
      let type = word().lowercased()
      guard !type.isEmpty else { throw fault("`@` without the name of a type") }
      skipBlanks()
      guard let opening = current, opening == UInt8(ascii: "{") || opening == UInt8(ascii: "(") else {
        throw fault("`@\(type)` without a brace behind it")
      }
      let closing = opening == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: ")")
      switch type {
      case "comment", "preamble":
        guard opening == UInt8(ascii: "{") else { throw fault("`@\(type)` without a brace behind it") }
        _ = try braced()
      case "string":
        advance()
        for field in try fields(closing, start) { names.insert(field.name) }
      default:
        advance()
        entries.append(try entry(type, closing, start))
      }
    }
    return entries
  }

  private mutating func entry(_ type: String, _ closing: UInt8, _ start: Int) throws(BibTeXFault) -> BibTeXEntry {
    skipBlanks()
    let begin = position
    while let byte = current, ![UInt8(ascii: ","), closing, 0x20, 0x09, 0x0A, 0x0D].contains(byte) { advance() }
    let key = String(decoding: characters[begin..<position], as: UTF8.self)
    skipBlanks()
    guard !key.isEmpty, !key.contains("=") else { throw fault("`@\(type)` without a key to cite it by", line: start) }
    guard let byte = current else { throw fault("the entry `\(key)` is not closed", line: start) }
    if byte == closing {
      advance()
      return BibTeXEntry(type: type, key: key, fields: [], line: start)
    }
    guard byte == UInt8(ascii: ",") else { throw fault("no comma behind the key `\(key)`") }
    advance()
    return BibTeXEntry(type: type, key: key, fields: try fields(closing, start), line: start)
  }

  /// The fields up to the closing brace, which is taken.
  private mutating func fields(_ closing: UInt8, _ start: Int) throws(BibTeXFault) -> [BibTeXEntry.Field] {
    var fields: [BibTeXEntry.Field] = []
    var names: Set<String> = []
    while true {
      skipBlanks()
      guard let byte = current else { throw fault("the entry that begins here is not closed", line: start) }
      if byte == closing {
        advance()
        return fields
      }
      let at = line
      let name = word().lowercased()
      guard !name.isEmpty else {
        throw fault("`\(String(decoding: [byte], as: UTF8.self))` where the name of a field is expected")
      }
      guard names.insert(name).inserted else { throw fault("the field `\(name)` stands twice") }
      skipBlanks()
      guard current == UInt8(ascii: "=") else { throw fault("no `=` behind the field `\(name)`") }
      advance()
      fields.append(.init(name: name, value: try value(of: name), line: at))
      skipBlanks()
      switch current {
      case UInt8(ascii: ","): advance()
      case closing: continue
      case nil: throw fault("the entry that begins here is not closed", line: start)
      default: throw fault("no comma behind the field `\(name)`")
      }
    }
  }

  /// A value, in parts that `#` joins.
  private mutating func value(of name: String) throws(BibTeXFault) -> String {
    var value = ""
    while true {
      skipBlanks()
      switch current {
      case UInt8(ascii: "{"): value += try braced()
      case UInt8(ascii: "\""): value += try quoted()
      default:
        let part = word()
        guard !part.isEmpty else { throw fault("the field `\(name)` has no value") }
        guard part.allSatisfy(\.isNumber) || names.contains(part.lowercased()) else {
          throw fault("the value `\(part)` of `\(name)` needs braces")
        }
        value += part
      }
      skipBlanks()
      guard current == UInt8(ascii: "#") else { return value }
      advance()
    }
  }

  /// What is between balanced braces, which are taken.
  private mutating func braced() throws(BibTeXFault) -> String {
    let start = line
    let begin = position + 1
    var depth = 0
    repeat {
      guard let byte = current else { throw fault("a brace that is opened here is not closed", line: start) }
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      guard depth <= Self.maximumDepth else { throw fault("braces are nested deeper than \(Self.maximumDepth) levels") }
      advance()
    } while depth > 0
    return String(decoding: characters[begin..<(position - 1)], as: UTF8.self)
  }

  private mutating func quoted() throws(BibTeXFault) -> String {
    let start = line
    advance()
    let begin = position
    var depth = 0
    while let byte = current {
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      if byte == UInt8(ascii: "\""), depth <= 0 {
        advance()
        return String(decoding: characters[begin..<(position - 1)], as: UTF8.self)
      }
      advance()
    }
    throw fault("a quotation mark that is opened here is not closed", line: start)
  }

  private mutating func word() -> String {
    let begin = position
    while let byte = current, byte.isWordByte { advance() }
    return String(decoding: characters[begin..<position], as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate var isWordByte: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) || self >= 0x80
      || "-_:.+/'".utf8.contains(self)
  }
}
