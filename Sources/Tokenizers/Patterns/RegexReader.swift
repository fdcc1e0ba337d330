/// The scalars of a regular expression and the place of the next one.
struct RegexReader {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ pattern: String) {
    scalars = Array(pattern.unicodeScalars)
  }

  var isAtEnd: Bool { position == scalars.count }
  var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  mutating func advance() { if !isAtEnd { position += 1 } }

  mutating func next() -> Unicode.Scalar? {
    defer { advance() }
    return peek
  }

  /// Takes a scalar if it is next.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    position += 1
    return true
  }

  /// Takes a text if it is next.
  mutating func take(_ text: String) -> Bool {
    guard scalars[position...].starts(with: text.unicodeScalars) else { return false }
    position += text.unicodeScalars.count
    return true
  }

  /// Takes everything through the next `end`.
  mutating func skip(through end: Unicode.Scalar) -> Bool {
    while let next = next() { if next == end { return true } }
    return false
  }

  /// Takes the text before the next `end`, and that too.
  mutating func text(before end: Unicode.Scalar) -> String? {
    var text = String.UnicodeScalarView()
    while let next = next() {
      if next == end { return String(text) }
      text.append(next)
    }
    return nil
  }

  /// Takes at most `limit` digits of a base.
  mutating func digits(base: UInt32, limit: Int) -> (value: UInt32, count: Int) {
    var value: UInt32 = 0
    var count = 0
    while count < limit, let digit = peek.flatMap({ $0.isASCII ? Character($0).hexDigitValue : nil }), digit < base {
      value = value &* base &+ UInt32(digit)
      count += 1
      advance()
    }
    return (value, count)
  }

  /// Takes blanks and comments of the extended form.
  mutating func skipExtendedSpace() throws(RegexFault) {
    while let next = peek {
      if next == "#" {
        while let next = peek, next != "\n" { _ = (next, advance()) }
      } else if next.isASCII, next.properties.isWhitespace {
        advance()
      } else if next.properties.isWhitespace {
        throw RegexFault(construct: "white space beyond ASCII under (?x)")
      } else {
        return
      }
    }
  }

  /// `{n}`, `{n,}`, `{n,m}` or `{,m}` at the next place and where it ends; nil when the brace is only a brace.
  func interval() -> (minimum: Int, maximum: Int?, end: RegexReader)? {
    var reader = self
    guard reader.take("{") else { return nil }
    let minimum = reader.digits(base: 10, limit: 6)
    if reader.take("}") { return minimum.count > 0 ? (Int(minimum.value), Int(minimum.value), reader) : nil }
    guard reader.take(",") else { return nil }
    let maximum = reader.digits(base: 10, limit: 6)
    guard reader.take("}"), minimum.count + maximum.count > 0 else { return nil }
    return (Int(minimum.value), maximum.count > 0 ? Int(maximum.value) : nil, reader)
  }
}
