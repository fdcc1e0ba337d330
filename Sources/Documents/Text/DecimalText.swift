/// A number as decimal digits and the place of its point: the shortest text that reads back as the same value.
struct DecimalText {
  var isNegative: Bool
  /// Digits 0 to 9 without leading zeros.
  var digits: [UInt8]
  /// How many of the digits stand before the point; may be negative or more than there are.
  var point: Int

  /// Nil unless the value is finite.
  init?(_ value: Double) {
    guard value.isFinite else { return nil }
    isNegative = value < 0
    let text = value.magnitude.description
    let parts = text.split(separator: "e")
    let mantissa = parts.first ?? "0"
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let whole = mantissa.prefix { $0 != "." }
    let all = mantissa.utf8.filter { $0 != UInt8(ascii: ".") }.map { $0 - UInt8(ascii: "0") }
    let zeros = all.prefix { $0 == 0 }.count
    digits = Array(all[zeros...])
    point = whole.utf8.count + exponent - zeros
    if digits.isEmpty { point = 0 }
  }

  /// Text with `places` digits after the point, rounded half away from zero; no sign before zero.
  func rounded(places: Int) -> String {
    let kept = digits.isEmpty ? 0 : point + places
    var number: [UInt8]
    if kept < 0 {
      number = []
    } else {
      number = Array(digits.prefix(kept)) + [UInt8](repeating: 0, count: max(0, kept - digits.count))
      if digits.count > kept, digits[kept] >= 5 { Self.increment(&number) }
    }
    number = [UInt8](repeating: 0, count: max(0, places + 1 - number.count)) + number
    var text = number.map { $0 + UInt8(ascii: "0") }
    if places > 0 { text.insert(UInt8(ascii: "."), at: text.count - places) }
    let sign = isNegative && number.contains { $0 != 0 } ? "-" : ""
    return sign + String(decoding: text, as: UTF8.self)
  }

  private static func increment(_ number: inout [UInt8]) {
    for index in number.indices.reversed() {
      if number[index] < 9 {
        number[index] += 1
        return
      }
      number[index] = 0
    }
    number.insert(1, at: 0)
  }
}
