/// What a backslash and what follows it stand for.
enum RegexEscape {
  case scalar(UInt32)
  case set(ScalarSet)
  case assertion(RegexAssertion)
  /// `\R`.
  case newline
  /// `\N` and `\O`.
  case anything(includingNewline: Bool)

  /// Takes an escape, from its backslash on.
  static func take(from reader: inout RegexReader, inClass: Bool) throws(RegexFault) -> RegexEscape {
    reader.advance()
    guard let letter = reader.next() else { throw RegexFault(construct: "a backslash at the end") }
    switch letter {
    case "t": return .scalar(0x09)
    case "n": return .scalar(0x0A)
    case "v": return .scalar(0x0B)
    case "f": return .scalar(0x0C)
    case "r": return .scalar(0x0D)
    case "a": return .scalar(0x07)
    case "e": return .scalar(0x1B)
    case "0": return .scalar(reader.digits(base: 8, limit: 2).value)
    case "x": return .scalar(try hexadecimal(&reader))
    case "u":
      let digits = reader.digits(base: 16, limit: 4)
      guard digits.count == 4 else { throw RegexFault(construct: "\\u without four digits") }
      return .scalar(try checked(digits.value))
    case "d": return .set(RegexSets.digit)
    case "D": return .set(RegexSets.digit.inverted)
    case "w": return .set(inClass ? RegexSets.classWord : RegexSets.word)
    case "W": return .set((inClass ? RegexSets.classWord : RegexSets.word).inverted)
    case "s": return .set(RegexSets.whitespace)
    case "S": return .set(RegexSets.whitespace.inverted)
    case "h": return .set(RegexSets.hexDigit)
    case "H": return .set(RegexSets.hexDigit.inverted)
    case "p", "P": return .set(try property(&reader, isNegative: letter == "P", inClass: inClass))
    case "b" where inClass: return .scalar(0x08)
    case "b": return .assertion(.wordBoundary)
    case "B" where !inClass: return .assertion(.noWordBoundary)
    case "A" where !inClass: return .assertion(.textStart)
    case "z" where !inClass: return .assertion(.textEnd)
    case "Z" where !inClass: return .assertion(.textEndOrNewline)
    case "R" where !inClass: return .newline
    case "N" where !inClass: return .anything(includingNewline: false)
    case "O" where !inClass: return .anything(includingNewline: true)
    default:
      // Back references, \K, \G, \X, octal and control characters, and letters that mean nothing today.
      if letter.isASCII, letter.properties.isAlphabetic || letter.properties.numericType != nil {
        throw RegexFault(construct: "\\\(letter)")
      }
      return .scalar(letter.value)
    }
  }

  private static func hexadecimal(_ reader: inout RegexReader) throws(RegexFault) -> UInt32 {
    if reader.take("{") {
      let digits = reader.digits(base: 16, limit: 8)
      guard digits.count > 0, reader.take("}") else { throw RegexFault(construct: "\\x{ with more than one number") }
      return try checked(digits.value)
    }
    let digits = reader.digits(base: 16, limit: 2)
    // Above ASCII it would be a byte, not a character.
    guard digits.count > 0, digits.value < 0x80 else { throw RegexFault(construct: "\\x without a character of ASCII") }
    return digits.value
  }

  private static func checked(_ value: UInt32) throws(RegexFault) -> UInt32 {
    guard Unicode.Scalar(value) != nil else { throw RegexFault(construct: "a number that is no character") }
    return value
  }

  private static func property(
    _ reader: inout RegexReader,
    isNegative: Bool,
    inClass: Bool
  ) throws(RegexFault) -> ScalarSet {
    let letter = isNegative ? "P" : "p"
    guard reader.take("{"), let text = reader.text(before: "}") else {
      throw RegexFault(construct: "\\\(letter) without {}")
    }
    let isInverted = text.hasPrefix("^")
    guard let set = RegexSets.property(isInverted ? String(text.dropFirst()) : text, inClass: inClass) else {
      throw RegexFault(construct: "\\\(letter){\(text)}")
    }
    return isInverted != isNegative ? set.inverted : set
  }
}
