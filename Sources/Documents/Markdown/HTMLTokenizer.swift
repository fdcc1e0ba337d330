/// Cuts HTML into tags and text, in time linear in its length.
///
/// It need not agree with browsers on what broken markup means: whatever is kept is written anew, so a browser sees only
/// what was understood here.
struct HTMLTokenizer {
  enum Token {
    /// Text as it stands in the source, with its entities.
    case text(ArraySlice<UInt8>)
    /// An opening tag; the name in lower case, values without quotes and with their entities.
    case open(name: String, attributes: [(name: String, value: String)])
    case close(name: String)
  }

  let bytes: [UInt8]
  private var position = 0
  /// Where the last token begins.
  private(set) var tokenStart = 0
  /// Searches that found nothing before the end need not be made again.
  private var missing: Set<String> = []
  private var hasNoMoreTags = false

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The next tag or piece of text; comments, declarations and processing instructions are passed over.
  mutating func next() -> Token? {
    while position < bytes.count {
      let start = position
      tokenStart = start
      guard bytes[position] == UInt8(ascii: "<"), !hasNoMoreTags else {
        position += 1
        while position < bytes.count, hasNoMoreTags || bytes[position] != UInt8(ascii: "<") { position += 1 }
        return .text(bytes[start..<position])
      }
      let following = position + 1 < bytes.count ? bytes[position + 1] : 0
      switch following {
      case UInt8(ascii: "!") where matches("<!--"):
        position += 4
        // `<!-->` is a whole comment.
        if matches(">") { position += 1 } else if !skip(past: "-->") { position = bytes.count }
      case UInt8(ascii: "!"), UInt8(ascii: "?"):
        if !skip(past: ">") { position = bytes.count }
      case UInt8(ascii: "/") where position + 2 < bytes.count && Self.isLetter(bytes[position + 2]):
        position += 2
        let name = tagName()
        if !skip(past: ">") { position = bytes.count }
        return .close(name: name)
      case _ where Self.isLetter(following):
        position += 1
        let name = tagName()
        if let attributes = attributes() { return .open(name: name, attributes: attributes) }
        // Not closed before the end: neither is any later tag, as this one's text would have held its end.
        hasNoMoreTags = true
        position = bytes.count
        return .text(bytes[start..<position])
      default:
        position += 1
        return .text(bytes[start..<position])
      }
    }
    return nil
  }

  /// Passes over the content of an element whose content is no markup, and its closing tag if there is one.
  mutating func skipContent(of name: String) {
    guard !missing.contains(name) else { return }
    var place = position
    let wanted = Array("</\(name)".utf8)
    while place + wanted.count <= bytes.count {
      if bytes[place] == UInt8(ascii: "<"), bytes[place..<(place + wanted.count)].map(Self.lowercase) == wanted {
        position = place + wanted.count
        if !skip(past: ">") { position = bytes.count }
        return
      }
      place += 1
    }
    missing.insert(name)
  }

  // MARK: Parts of tags

  private func matches(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

  private mutating func skip(past text: String) -> Bool {
    guard !missing.contains(text) else { return false }
    let wanted = Array(text.utf8)
    var place = position
    while place + wanted.count <= bytes.count {
      if bytes[place..<(place + wanted.count)].elementsEqual(wanted) {
        position = place + wanted.count
        return true
      }
      place += 1
    }
    missing.insert(text)
    return false
  }

  private mutating func tagName() -> String {
    let start = position
    while position < bytes.count, !Self.isBlank(bytes[position]), !"/>".utf8.contains(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position].map(Self.lowercase), as: UTF8.self)
  }

  /// Reads up to the tag's end; nil when it has none.
  private mutating func attributes() -> [(name: String, value: String)]? {
    var result: [(name: String, value: String)] = []
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: ">") {
        position += 1
        return result
      }
      guard !Self.isBlank(byte), byte != UInt8(ascii: "/") else {
        position += 1
        continue
      }
      let start = position
      position += 1
      while position < bytes.count, !Self.isBlank(bytes[position]), !"/>=".utf8.contains(bytes[position]) {
        position += 1
      }
      let name = String(decoding: bytes[start..<position].map(Self.lowercase), as: UTF8.self)
      skipBlanks()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else {
        result.append((name, ""))
        continue
      }
      position += 1
      skipBlanks()
      guard let value = attributeValue() else { return nil }
      result.append((name, value))
    }
    return nil
  }

  private mutating func attributeValue() -> String? {
    guard position < bytes.count else { return nil }
    let quote = bytes[position]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    if isQuoted { position += 1 }
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if isQuoted ? byte == quote : Self.isBlank(byte) || byte == UInt8(ascii: ">") { break }
      position += 1
    }
    guard position < bytes.count else { return nil }
    let value = String(decoding: bytes[start..<position], as: UTF8.self)
    if isQuoted { position += 1 }
    return value
  }

  private mutating func skipBlanks() {
    while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private static func lowercase(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
