/// A fault in a JSON text, with its place.
package struct JSONError: Error, Sendable, Equatable {
  /// What is wrong there: "expected ':'".
  package var reason: String
  /// The place in bytes from the start of the text.
  package var offset: Int
  /// The line, from 1.
  package var line: Int
  /// The column in bytes, from 1.
  package var column: Int
}

/// A string inside a JSON text that has been checked but not copied.
package struct JSONString: Sendable, Equatable {
  /// The bytes between the quotation marks.
  package var range: Range<Int>
  /// Whether the bytes hold escapes, so that they differ from the text they stand for.
  package var isEscaped: Bool
}

/// A strict pull reader over the bytes of one JSON text (RFC 8259): no tree, no `String`, bounded depth.
///
/// Every value has to be taken or skipped; a container is walked with `nextKey` or `nextElement` until it says that
/// there is no more. Malformed UTF-8, lone surrogates, control characters in strings, leading zeros and anything after
/// the value are errors. The bytes must outlive the reader.
package struct JSONReader {
  /// What the next value is.
  package enum Kind: Sendable, Equatable {
    case object, array, string, number, boolean, null
  }

  /// The place of the next unread byte.
  package private(set) var offset = 0
  private let bytes: UnsafeRawBufferPointer
  private let maximumDepth: Int
  private var depth = 0
  private var isAtStart = false

  /// A reader over `bytes`; containers nested deeper than `maximumDepth` are an error.
  package init(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int = 64) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
  }

  /// The kind of the next value, judged by its first byte.
  package mutating func peek() throws(JSONError) -> Kind {
    skipSpace()
    guard offset < bytes.count else { throw failure("the text ends where a value should be") }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    default: throw failure("expected a value")
    }
  }

  /// Takes `{`; then `nextKey` until it is nil.
  package mutating func enterObject() throws(JSONError) { try enter(UInt8(ascii: "{"), "an object") }

  /// Takes `[`; then `nextElement` until it is false.
  package mutating func enterArray() throws(JSONError) { try enter(UInt8(ascii: "["), "a list") }

  /// The next key of the object that is being walked, or nil after its `}`.
  package mutating func nextKey() throws(JSONError) -> JSONString? {
    guard try advance(closing: UInt8(ascii: "}")) else { return nil }
    let key = try string()
    skipSpace()
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: ":") else { throw failure("expected ':'") }
    offset += 1
    return key
  }

  /// Whether the list that is being walked has another element; takes its `]` otherwise.
  package mutating func nextElement() throws(JSONError) -> Bool { try advance(closing: UInt8(ascii: "]")) }

  /// Takes a string.
  package mutating func string() throws(JSONError) -> JSONString {
    skipSpace()
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { throw failure("expected a string") }
    offset += 1
    let start = offset
    var isEscaped = false
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "\"") {
        defer { offset += 1 }
        return JSONString(range: start..<offset, isEscaped: isEscaped)
      }
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
        try checkEscape()
      } else if byte < 0x20 {
        throw failure("a control character in a string has to be escaped")
      } else if byte < 0x80 {
        offset += 1
      } else {
        offset += try multibyteLength()
      }
    }
    throw failure("the text ends inside a string")
  }

  /// Takes a number and gives the place of its digits.
  package mutating func number() throws(JSONError) -> Range<Int> {
    skipSpace()
    let start = offset
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "-") { offset += 1 }
    let isZero = offset < bytes.count && bytes[offset] == UInt8(ascii: "0")
    let whole = takeDigits()
    guard whole > 0 else { throw failure("expected a number") }
    guard !isZero || whole == 1 else { throw failure("a number may not start with 0") }
    if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
      offset += 1
      guard takeDigits() > 0 else { throw failure("expected a digit after the decimal point") }
    }
    if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") { offset += 1 }
      guard takeDigits() > 0 else { throw failure("expected a digit in the exponent") }
    }
    return start..<offset
  }

  /// Takes a number that is an integer and fits `Int`; `1.0` and `1e3` are not.
  package mutating func integer() throws(JSONError) -> Int {
    skipSpace()
    let start = offset
    let range = try number()
    let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
    var value = 0
    for index in range.dropFirst(isNegative ? 1 : 0) {
      let byte = bytes[index]
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else {
        throw failure("expected an integer", at: start)
      }
      let digit = Int(byte - UInt8(ascii: "0"))
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = isNegative ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
      guard !overflow, !carry else { throw failure("the integer is too large", at: start) }
      value = sum
    }
    return value
  }

  /// Takes `true` or `false`.
  package mutating func boolean() throws(JSONError) -> Bool {
    skipSpace()
    if takeWord("true") { return true }
    if takeWord("false") { return false }
    throw failure("expected true or false")
  }

  /// Takes `null` if it is next, and says whether it was.
  package mutating func takeNull() throws(JSONError) -> Bool {
    guard try peek() == .null else { return false }
    guard takeWord("null") else { throw failure("expected a value") }
    return true
  }

  /// Takes the next value whatever it is, checking it.
  package mutating func skipValue() throws(JSONError) {
    switch try peek() {
    case .object:
      try enterObject()
      while try nextKey() != nil { try skipValue() }
    case .array:
      try enterArray()
      while try nextElement() { try skipValue() }
    case .string: _ = try string()
    case .number: _ = try number()
    case .boolean: _ = try boolean()
    case .null: _ = try takeNull()
    }
  }

  /// Checks that nothing but white space is left.
  package mutating func finish() throws(JSONError) {
    skipSpace()
    guard offset == bytes.count else { throw failure("expected the end of the text") }
  }

  /// A fault at `place`, by default where the reader stands.
  package func failure(_ reason: String, at place: Int? = nil) -> JSONError {
    let end = Swift.min(place ?? offset, bytes.count)
    var line = 1
    var lineStart = 0
    for index in 0..<end where bytes[index] == UInt8(ascii: "\n") {
      line += 1
      lineStart = index + 1
    }
    return JSONError(reason: reason, offset: end, line: line, column: end - lineStart + 1)
  }

  private mutating func enter(_ opening: UInt8, _ what: String) throws(JSONError) {
    skipSpace()
    guard offset < bytes.count, bytes[offset] == opening else { throw failure("expected \(what)") }
    guard depth < maximumDepth else { throw failure("nested deeper than \(maximumDepth) levels") }
    depth += 1
    offset += 1
    isAtStart = true
  }

  private mutating func advance(closing: UInt8) throws(JSONError) -> Bool {
    skipSpace()
    guard offset < bytes.count else { throw failure("the text ends inside an object or a list") }
    let wasAtStart = isAtStart
    isAtStart = false
    if bytes[offset] == closing {
      offset += 1
      depth -= 1
      return false
    }
    if wasAtStart { return true }
    guard bytes[offset] == UInt8(ascii: ",") else {
      throw failure("expected ',' or '\(Character(UnicodeScalar(closing)))'")
    }
    offset += 1
    return true
  }

  private mutating func skipSpace() {
    while offset < bytes.count {
      let byte = bytes[offset]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      offset += 1
    }
  }

  private mutating func takeDigits() -> Int {
    let start = offset
    while offset < bytes.count, bytes[offset] >= UInt8(ascii: "0"), bytes[offset] <= UInt8(ascii: "9") { offset += 1 }
    return offset - start
  }

  private mutating func takeWord(_ word: StaticString) -> Bool {
    guard offset + word.utf8CodeUnitCount <= bytes.count else { return false }
    for index in 0..<word.utf8CodeUnitCount where bytes[offset + index] != word.utf8Start[index] { return false }
    offset += word.utf8CodeUnitCount
    return true
  }

  private mutating func checkEscape() throws(JSONError) {
    let start = offset
    guard offset + 1 < bytes.count else { throw failure("the text ends inside a string") }
    let kind = bytes[offset + 1]
    offset += 2
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return
    case UInt8(ascii: "u"):
      let unit = try hexUnit()
      if unit & 0xFC00 == 0xD800 {
        guard offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u")
        else { throw failure("half of a surrogate pair", at: start) }
        offset += 2
        guard try hexUnit() & 0xFC00 == 0xDC00 else { throw failure("half of a surrogate pair", at: start) }
      } else if unit & 0xFC00 == 0xDC00 {
        throw failure("half of a surrogate pair", at: start)
      }
    default: throw failure("an unknown escape", at: start)
    }
  }

  private mutating func hexUnit() throws(JSONError) -> UInt32 {
    guard offset + 4 <= bytes.count else { throw failure("the text ends inside a string") }
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = hexDigit(bytes[offset]) else { throw failure("expected a hexadecimal digit") }
      unit = unit << 4 | digit
      offset += 1
    }
    return unit
  }

  private func multibyteLength() throws(JSONError) -> Int {
    let first = bytes[offset]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: throw failure("malformed UTF-8")
    }
    guard offset + length <= bytes.count, second.contains(bytes[offset + 1]) else { throw failure("malformed UTF-8") }
    for index in 2..<Swift.max(length, 2) where bytes[offset + index] & 0xC0 != 0x80 {
      throw failure("malformed UTF-8")
    }
    return length
  }
}

private func hexDigit(_ byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
  default: nil
  }
}

extension JSONReader {
  /// Appends the text that a string stands for, as UTF-8.
  package func append(_ string: JSONString, to buffer: inout [UInt8]) {
    guard string.isEscaped else {
      buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[string.range]))
      return
    }
    // Escapes were checked when the string was taken.
    var index = string.range.lowerBound
    while index < string.range.upperBound {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\\") else {
        buffer.append(byte)
        continue
      }
      let kind = bytes[index]
      index += 1
      switch kind {
      case UInt8(ascii: "b"): buffer.append(0x08)
      case UInt8(ascii: "f"): buffer.append(0x0C)
      case UInt8(ascii: "n"): buffer.append(0x0A)
      case UInt8(ascii: "r"): buffer.append(0x0D)
      case UInt8(ascii: "t"): buffer.append(0x09)
      case UInt8(ascii: "u"):
        var value = unit(at: index)
        index += 4
        if value & 0xFC00 == 0xD800 {
          value = 0x10000 + (value & 0x3FF) << 10 + unit(at: index + 2) & 0x3FF
          index += 6
        }
        if let scalar = Unicode.Scalar(value) { buffer.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
      default: buffer.append(kind)
      }
    }
  }

  /// The text that a string stands for.
  package func text(_ string: JSONString) -> String {
    var buffer: [UInt8] = []
    append(string, to: &buffer)
    return String(decoding: buffer, as: UTF8.self)
  }

  /// Whether a string stands for `text`.
  package func matches(_ string: JSONString, _ text: StaticString) -> Bool {
    if string.isEscaped { return self.text(string) == "\(text)" }
    guard string.range.count == text.utf8CodeUnitCount else { return false }
    for index in 0..<text.utf8CodeUnitCount where bytes[string.range.lowerBound + index] != text.utf8Start[index] {
      return false
    }
    return true
  }

  /// The bytes of the text at a place, such as those of a number; they live as long as the reader's.
  package func bytes(in range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[range]) }

  /// The characters in a place of the text, such as a number's digits.
  package func source(_ range: Range<Int>) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  private func unit(at index: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 << 4 | (hexDigit(bytes[index + $1]) ?? 0) }
  }
}
