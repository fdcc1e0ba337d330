/// Paths as reports give them.
enum ReportPath {
  /// The path from the base folder, with `..` where it leads out of it.
  ///
  /// An absolute path without a base is reduced to its last part: where somebody's folders lie is nobody's business.
  static func relative(_ path: String, to base: String?) -> String {
    let parts = parts(path)
    guard path.utf8.first == UInt8(ascii: "/") else { return parts.joined(separator: "/") }
    guard let base, base.utf8.first == UInt8(ascii: "/") else { return parts.last ?? "" }
    let start = self.parts(base)
    let common = zip(parts, start).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: start.count - common)
    return (up + parts.dropFirst(common)).joined(separator: "/")
  }

  /// The path as a relative reference of RFC 3986: every byte but letters, digits, `-._~` and `/` is written in hex.
  static func reference(_ path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return result
  }

  private static func parts(_ path: String) -> [String] {
    path.unicodeScalars.split(separator: "/").map { String($0) }.filter { $0 != "." }
  }
}
