/// Numbers as text, the same on every machine: no locale, decimal point, commas between thousands.
public enum NumberFormat {
  /// The value with `places` digits after the point (0 to 20).
  ///
  /// Rounded half away from zero, once, from the shortest decimal text that reads back as `value`, so that 2.675 gives
  /// 2.68 although the binary value lies below. Zero has no sign. A value that is not finite gives `nan`, `inf` or
  /// `-inf`, which no card may print.
  public static func decimal(_ value: Double, places: Int) -> String {
    guard let text = DecimalText(value) else { return nonFinite(value) }
    return text.rounded(places: min(max(places, 0), 20))
  }

  /// A share as a percentage with `places` digits after the point: 0.9496 with one place is `95.0%`.
  ///
  /// The point is moved in the text, so that no multiplication adds an error of its own.
  public static func percent(_ share: Double, places: Int = 1) -> String {
    guard var text = DecimalText(share) else { return nonFinite(share) }
    text.point += 2
    return text.rounded(places: min(max(places, 0), 20)) + "%"
  }

  /// A whole number with a comma between thousands: `29,525`.
  public static func count(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// A size in decimal units (1 kB is 1000 bytes) with three significant digits: `278 B`, `3.78 MB`, `1.20 GB`.
  public static func bytes(_ number: Int) -> String {
    let sign = number < 0 ? "-" : ""
    let size = number.magnitude
    guard size >= 1000 else { return "\(sign)\(size) B" }
    let names = ["kB", "MB", "GB", "TB", "PB", "EB"]
    var (index, unit, places, scale) = (0, UInt(1000), 2, UInt(100))
    while true {
      // Half up in whole numbers: unit / scale is the weight of the last digit shown.
      let step = unit / scale
      let shown = size / step + (size % step >= step - step / 2 ? 1 : 0)
      if shown < 1000 || (index == names.count - 1 && places == 0) {
        let fraction = String(shown % scale)
        let tail = places == 0 ? "" : "." + String(repeating: "0", count: places - fraction.count) + fraction
        return "\(sign)\(shown / scale)\(tail) \(names[index])"
      }
      // The next digit fewer, or the next unit with all digits.
      (places, scale) = places == 0 ? (2, 100) : (places - 1, scale / 10)
      if places == 2 { (index, unit) = (index + 1, unit * 1000) }
    }
  }

  private static func nonFinite(_ value: Double) -> String {
    value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
  }
}
