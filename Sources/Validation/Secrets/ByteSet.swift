/// A set of ASCII characters, asked once per byte.
struct ByteSet: Sendable, Hashable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// The characters of `text`, which must be ASCII; others are left out.
  init(_ text: String) {
    for byte in text.utf8 where byte < 128 {
      if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
    }
  }

  /// Whether a byte is in the set.
  func contains(_ byte: UInt8) -> Bool {
    byte < 128 && ((byte < 64 ? low : high) >> UInt64(byte & 63)) & 1 == 1
  }

  private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

  /// Letters and digits.
  static let alphanumeric = ByteSet(letters + "0123456789")
  /// Letters, digits and `_`: what a word of source code is made of.
  static let word = ByteSet(letters + "0123456789_")
  /// The alphabet of base64 for URLs.
  static let base64URL = ByteSet(letters + "0123456789_-")
  /// The alphabet of base64 with its padding.
  static let base64 = ByteSet(letters + "0123456789+/=")
  /// The alphabet of base32 in capitals.
  static let base32 = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
  /// Lower-case hexadecimal digits.
  static let hexadecimal = ByteSet("0123456789abcdef")
  /// What names of settings are made of.
  static let name = ByteSet(letters + "0123456789_-.")
  /// What machine-made secrets are made of.
  static let value = ByteSet(letters + "0123456789_-+/=.~")
  /// What passwords are made of that stand in a line of settings without quotation marks.
  static let password = ByteSet(letters + "0123456789_-+/=.~!#%&*?@^:|")
  /// What stands between `://` and `@` in an address.
  static let userInfo = ByteSet(letters + "0123456789_-+.~!*=%:")
  /// Everything of ASCII that can be seen.
  static let visible = ByteSet(letters + "0123456789!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
}

/// Where runs of one set's characters end, each run walked once however often it is asked about.
///
/// Without this a line of fifty million characters that might all begin a secret would take quadratic time.
struct ByteRuns {
  private let bytes: UnsafeRawBufferPointer
  // A dozen sets at most: comparing them is quicker than hashing them.
  private var known: [(set: ByteSet, run: Range<Int>)] = []

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// The place of the first byte from `place` on that is not in `set`.
  mutating func end(of set: ByteSet, from place: Int) -> Int {
    let index = known.firstIndex { $0.set == set }
    if let index, known[index].run.contains(place) { return known[index].run.upperBound }
    var end = place
    while end < bytes.count, set.contains(bytes[end]) { end &+= 1 }
    if let index { known[index].run = place..<end } else { known.append((set, place..<end)) }
    return end
  }
}
