/// Finds secrets in the bytes of a file, whatever the file is.
///
/// One pass: a table of 256 words follows up to sixteen groups of four-byte beginnings at once, one look-up, one shift
/// and two logical operations for each byte; only where one of them is complete the text is judged. Nothing is copied,
/// and no secret leaves the scanner: a match holds its first four characters.
///
/// Escapes of JSON (`\n`, `\"`, `\u003d`) count as borders, so that what notebooks and safetensors headers hold is found
/// without being decoded. Text in UTF-16 is read as such when it begins with its mark.
public struct SecretScanner: Sendable {
  /// The most matches that are reported for one file.
  public static let maximumMatches = 1000

  /// A scanner for all kinds of secrets.
  public init() {}

  /// The secrets in some bytes, in their order.
  ///
  /// - Parameters:
  ///   - bytes: the content; need be no text.
  ///   - path: where it is from; `.netrc`, `.npmrc` and `.pypirc` are read as what they are.
  /// - Returns: at most `maximumMatches`.
  /// - Complexity: linear in the number of bytes.
  public func matches(in bytes: UnsafeRawBufferPointer, path: String) -> [SecretMatch] {
    if let text = Self.narrowed(bytes) { return text.withUnsafeBytes { matches(in: $0, path: path) } }
    var pass = SecretPass(bytes, path: path)
    SecretBeginnings.shared.forEach(in: bytes) { beginning, place in
      pass.judge(beginning, at: place)
      return pass.hits.count < Self.maximumMatches
    }
    return Self.located(Self.distinct(pass.hits), in: bytes)
  }

  /// The secrets in some bytes, in their order.
  ///
  /// - Parameters:
  ///   - bytes: the content; need be no text.
  ///   - path: where it is from.
  /// - Returns: at most `maximumMatches`.
  public func matches(in bytes: [UInt8], path: String) -> [SecretMatch] {
    bytes.withUnsafeBytes { matches(in: $0, path: path) }
  }

  /// A token in an address or behind a telling name is one secret, of the kind that says more.
  private static func distinct(_ hits: [SecretPass.Hit]) -> [SecretPass.Hit] {
    var kept: [SecretPass.Hit] = []
    for hit in hits.sorted(by: {
      ($0.range.lowerBound, $0.isGeneral ? 1 : 0) < ($1.range.lowerBound, $1.isGeneral ? 1 : 0)
    }) {
      guard let last = kept.last, last.range.overlaps(hit.range) else {
        kept.append(hit)
        continue
      }
      if last.isGeneral, !hit.isGeneral { kept[kept.count - 1] = hit }
    }
    return kept
  }

  private static func located(_ hits: [SecretPass.Hit], in bytes: UnsafeRawBufferPointer) -> [SecretMatch] {
    var line = 1
    var column = 1
    var place = 0
    return hits.map { hit in
      while place < hit.range.lowerBound {
        let byte = bytes[place]
        if byte == UInt8(ascii: "\n") {
          line += 1
          column = 1
        } else if byte & 0xC0 != 0x80 {
          column += 1
        }
        place &+= 1
      }
      let secret = UnsafeRawBufferPointer(rebasing: bytes[hit.range])
      return SecretMatch(line: line, column: column, kind: hit.kind, secret: secret)
    }
  }

  /// UTF-16 with its mark as one byte for each unit, `?` for what is not ASCII; nil for everything else.
  private static func narrowed(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    guard bytes.count >= 2 else { return nil }
    let low: Int
    switch (bytes[0], bytes[1]) {
    case (0xFF, 0xFE): low = 0
    case (0xFE, 0xFF): low = 1
    default: return nil
    }
    return stride(from: 2, to: bytes.count - 1, by: 2).map { place in
      bytes[place + 1 - low] == 0 && bytes[place + low] < 128 ? bytes[place + low] : UInt8(ascii: "?")
    }
  }
}
