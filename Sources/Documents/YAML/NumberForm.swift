/// Recognises the ways YAML 1.1 (PyYAML) and YAML 1.2 (core schema) write numbers and dates.
///
/// A hand-written matcher over bytes: the rules are small, and a scalar may be as long as a file.
struct NumberForm {
  private let bytes: [UInt8]

  init(_ text: String) {
    // No number that means anything is longer; whatever is, is text.
    bytes = text.utf8.count <= 512 ? Array(text.utf8) : []
  }

  /// Decimal digits with an optional sign, or `0o` and `0x` forms without one.
  var isInteger12: Bool {
    var scan = Scan(bytes)
    if scan.skip("0o") { return scan.run("01234567") > 0 && scan.isAtEnd }
    if scan.skip("0x") { return scan.run(Scan.hex) > 0 && scan.isAtEnd }
    scan.skipOne(of: "+-")
    return scan.run(Scan.digits) > 0 && scan.isAtEnd
  }

  /// A decimal with optional fraction and exponent, or `.inf` and `.nan`.
  var isFloat12: Bool {
    if isSpecial { return true }
    var scan = Scan(bytes)
    scan.skipOne(of: "+-")
    let whole = scan.run(Scan.digits)
    var fraction = 0
    if scan.skip(".") { fraction = scan.run(Scan.digits) }
    guard whole + fraction > 0 else { return false }
    if scan.skipOne(of: "eE") {
      scan.skipOne(of: "+-")
      guard scan.run(Scan.digits) > 0 else { return false }
    }
    return scan.isAtEnd
  }

  /// Binary, octal with a leading zero, decimal or hexadecimal with underscores, or base sixty.
  var isInteger11: Bool {
    var scan = Scan(bytes)
    scan.skipOne(of: "+-")
    if scan.skip("0b") { return scan.run("01_") > 0 && scan.isAtEnd }
    if scan.skip("0x") { return scan.run(Scan.hex + "_") > 0 && scan.isAtEnd }
    if scan.skip("0") { return scan.run("01234567_") >= 0 && scan.isAtEnd }
    guard scan.skipOne(of: "123456789") else { return false }
    _ = scan.run(Scan.digits + "_")
    return scan.isAtEnd || (scan.sexagesimal() && scan.isAtEnd)
  }

  /// A decimal that has a point, whose exponent (if any) has a sign; base sixty with a point; `.inf` and `.nan`.
  var isFloat11: Bool {
    if isSpecial { return true }
    var scan = Scan(bytes)
    // PyYAML takes a sign before a leading digit, but not before a leading point.
    let signed = scan.skipOne(of: "+-")
    if !signed, scan.skip(".") {
      guard scan.skipOne(of: Scan.digits) else { return false }
      _ = scan.run(Scan.digits + "_")
    } else {
      guard scan.skipOne(of: Scan.digits) else { return false }
      _ = scan.run(Scan.digits + "_")
      if scan.peek == UInt8(ascii: ":") {
        guard scan.sexagesimal(), scan.skip(".") else { return false }
        _ = scan.run(Scan.digits + "_")
        return scan.isAtEnd
      }
      guard scan.skip(".") else { return false }
      _ = scan.run(Scan.digits + "_")
    }
    if scan.skipOne(of: "eE") {
      guard scan.skipOne(of: "+-"), scan.run(Scan.digits) > 0 else { return false }
    }
    return scan.isAtEnd
  }

  /// `2025-10-18`, or the same with a time of day.
  var isDate: Bool {
    var scan = Scan(bytes)
    guard scan.run(Scan.digits) == 4, scan.skip("-") else { return false }
    let month = scan.run(Scan.digits)
    guard scan.skip("-") else { return false }
    let day = scan.run(Scan.digits)
    if scan.isAtEnd { return month == 2 && day == 2 }
    guard (1...2).contains(month), (1...2).contains(day) else { return false }
    guard scan.skipOne(of: "Tt") || scan.run(" \t") > 0 else { return false }
    guard (1...2).contains(scan.run(Scan.digits)), scan.skip(":"), scan.run(Scan.digits) == 2 else { return false }
    guard scan.skip(":"), scan.run(Scan.digits) == 2 else { return false }
    if scan.skip(".") { _ = scan.run(Scan.digits) }
    _ = scan.run(" \t")
    if scan.isAtEnd || (scan.skip("Z") && scan.isAtEnd) { return true }
    guard scan.skipOne(of: "+-"), (1...2).contains(scan.run(Scan.digits)) else { return false }
    if scan.isAtEnd { return true }
    return scan.skip(":") && scan.run(Scan.digits) == 2 && scan.isAtEnd
  }

  private var isSpecial: Bool {
    var scan = Scan(bytes)
    if scan.skip(".nan") || scan.skip(".NaN") || scan.skip(".NAN") { return scan.isAtEnd }
    scan.skipOne(of: "+-")
    return (scan.skip(".inf") || scan.skip(".Inf") || scan.skip(".INF")) && scan.isAtEnd
  }
}

/// A position in bytes that moves forward over what it is asked for.
private struct Scan {
  static let digits = "0123456789"
  static let hex = "0123456789abcdefABCDEF"

  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }
  var peek: UInt8? { rest.first }

  mutating func skip(_ text: String) -> Bool {
    guard rest.starts(with: text.utf8) else { return false }
    rest = rest.dropFirst(text.utf8.count)
    return true
  }

  @discardableResult
  mutating func skipOne(of set: String) -> Bool {
    guard let first = rest.first, set.utf8.contains(first) else { return false }
    rest = rest.dropFirst()
    return true
  }

  mutating func run(_ set: String) -> Int {
    let length = rest.prefix { set.utf8.contains($0) }.count
    rest = rest.dropFirst(length)
    return length
  }

  /// `:12:30`, every part below sixty.
  mutating func sexagesimal() -> Bool {
    var parts = 0
    while skip(":") {
      let part = rest.prefix { Scan.digits.utf8.contains($0) }
      guard part.count == 1 || (part.count == 2 && part[part.startIndex] < UInt8(ascii: "6")) else { return false }
      rest = rest.dropFirst(part.count)
      parts += 1
    }
    return parts > 0
  }
}
