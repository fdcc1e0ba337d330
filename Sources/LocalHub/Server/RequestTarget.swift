import Files

/// The target of a request, taken apart and decoded, or refused.
struct RequestTarget: Sendable {
  /// The path as sent, percent-encoded, without the query.
  var path: String
  /// The decoded parts between the slashes; a part may hold a decoded slash (`refs%2Fpr%2F1`) but no `..`.
  var segments: [String]
  /// The query as sent, without the question mark.
  var rawQuery: String
  /// The decoded query in its order.
  var query: [(name: String, value: String)]

  static let maximumLength = 16_384

  /// Parses the origin form (`/path?query`); nil for what no honest client sends.
  init?(_ uri: String) {
    guard uri.utf8.first == UInt8(ascii: "/"), uri.utf8.count <= Self.maximumLength else { return nil }
    let halves = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = String(halves[0])
    rawQuery = halves.count > 1 ? String(halves[1]) : ""
    segments = []
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    if parts.last?.isEmpty == true { parts.removeLast() }
    for part in parts {
      guard let segment = Self.decode(part, plusIsSpace: false), !segment.isEmpty else { return nil }
      guard PathParts.of(segment).allSatisfy({ $0 != "." && $0 != ".." }) else { return nil }
      segments.append(segment)
    }
    guard let query = Self.parseForm(rawQuery) else { return nil }
    self.query = query
  }

  /// The first value of a query field.
  subscript(name: String) -> String? { query.first { $0.name == name }?.value }

  /// Parses `a=1&b=2`; nil when an escape is malformed.
  static func parseForm(_ text: String) -> [(name: String, value: String)]? {
    var fields: [(name: String, value: String)] = []
    for field in text.split(separator: "&") {
      let halves = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = decode(halves[0], plusIsSpace: true),
        let value = decode(halves.count > 1 ? halves[1] : "", plusIsSpace: true)
      else { return nil }
      fields.append((name, value))
    }
    return fields
  }

  /// Decodes percent escapes; nil for a broken escape, malformed UTF-8 or a control character.
  static func decode(_ text: Substring, plusIsSpace: Bool) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
          return nil
        }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Percent-encodes one path part or query value: everything but the unreserved characters.
  static func encode(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        bytes.append(byte)
      default:
        let digits = Array("0123456789ABCDEF".utf8)
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Percent-encodes a file path, keeping its slashes.
  static func encodePath(_ path: String) -> String {
    path.split(separator: "/").map { encode(String($0)) }.joined(separator: "/")
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
