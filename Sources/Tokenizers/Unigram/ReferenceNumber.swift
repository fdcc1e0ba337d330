/// Numbers as the reference library's JSON reader understands them, which is not always the nearest double.
///
/// It gathers the digits in 64 bits, leaves out those that do not fit, and multiplies or divides once by a power of ten:
/// about one score in eight is a bit off. Ties between segmentations are decided by such bits.
enum ReferenceNumber {
  private static let powersOfTen: [Double] = (0...308).map { Double("1e\($0)") ?? .infinity }

  /// The value of a number of JSON; nil where the reference finds it too large.
  static func value(_ digits: some Sequence<UInt8>) -> Double? {
    var significand: UInt64 = 0
    var exponent = 0
    var isNegative = false
    var isFraction = false
    var isFull = false
    var iterator = digits.makeIterator()
    var next = iterator.next()
    while let byte = next, byte | 0x20 != UInt8(ascii: "e") {
      switch byte {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "."):
        isFraction = true
        // Digits that did not fit before the point are counted, those after it are tried again.
        isFull = false
      default:
        let digit = UInt64(byte &- UInt8(ascii: "0"))
        let (product, overflows) = significand.multipliedReportingOverflow(by: 10)
        let (sum, carries) = product.addingReportingOverflow(digit)
        if isFull || overflows || carries {
          isFull = true
          if !isFraction { exponent += 1 }
        } else {
          significand = sum
          if isFraction { exponent -= 1 }
        }
      }
      next = iterator.next()
    }
    if next != nil {
      var written = 0
      var isBelowOne = false
      while let byte = iterator.next() {
        if byte == UInt8(ascii: "-") {
          isBelowOne = true
        } else if byte != UInt8(ascii: "+") {
          // Nothing between the bound and infinity would change the result.
          written = min(written * 10 + Int(byte &- UInt8(ascii: "0")), 1_000_000_000)
        }
      }
      exponent += isBelowOne ? -written : written
    }
    guard let magnitude = scale(Double(significand), exponent) else { return nil }
    return isNegative ? -magnitude : magnitude
  }

  private static func scale(_ significand: Double, _ exponent: Int) -> Double? {
    var value = significand
    var exponent = exponent
    while true {
      if exponent.magnitude <= 308 {
        value = exponent >= 0 ? value * powersOfTen[exponent] : value / powersOfTen[-exponent]
        return value.isFinite ? value : nil
      }
      if value == 0 { return 0 }
      if exponent > 0 { return nil }
      value /= 1e308
      exponent += 308
    }
  }
}
