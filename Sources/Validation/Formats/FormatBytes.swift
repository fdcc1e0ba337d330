import Glibc

/// Questions about the bytes of a file that are answered within bounds.
struct FormatBytes {
  /// All bytes.
  let all: UnsafeRawBufferPointer

  init(_ all: UnsafeRawBufferPointer) {
    self.all = all
  }

  func byte(_ place: Int) -> UInt8? { all.indices.contains(place) ? all[place] : nil }

  /// The unsigned number of four bytes at a place, little-endian.
  func integer(at place: Int) -> Int? {
    guard place >= 0, place <= all.count - 4 else { return nil }
    return Int(UInt32(littleEndian: all.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
  }

  /// The unsigned number of two bytes at a place, little-endian.
  func short(at place: Int) -> Int? {
    guard place >= 0, place <= all.count - 2 else { return nil }
    return Int(UInt16(littleEndian: all.loadUnaligned(fromByteOffset: place, as: UInt16.self)))
  }

  func begins(_ mark: String) -> Bool { has(Array(mark.utf8), at: 0) }
  func begins(_ mark: [UInt8]) -> Bool { has(mark, at: 0) }
  func has(_ mark: String, at place: Int) -> Bool { has(Array(mark.utf8), at: place) }

  func has(_ mark: [UInt8], at place: Int) -> Bool {
    place >= 0 && mark.count <= all.count - place && all[place...].starts(with: mark)
  }

  func contains(_ text: String, within limit: Int) -> Bool { contains(Array(text.utf8), within: limit) }

  func contains(_ text: [UInt8], within limit: Int) -> Bool {
    guard let base = all.baseAddress, let first = text.first else { return false }
    let end = min(limit, all.count) - text.count
    var place = 0
    while place <= end, let found = memchr(base + place, Int32(first), end - place + 1) {
      if memcmp(found, text, text.count) == 0 { return true }
      place = UnsafeRawPointer(found) - base + 1
    }
    return false
  }

  /// Whether a length and as many visible characters stand at a place, as a short string of protocol buffers.
  func hasWord(at place: Int) -> Bool {
    guard let length = byte(place), (2...64).contains(length), place + Int(length) < all.count else { return false }
    return all[(place + 1)...(place + Int(length))].allSatisfy(ByteSet.visible.contains)
  }

  /// Whether the beginning holds no control character but those of texts; any encoding that extends ASCII will do.
  func isText(within limit: Int) -> Bool {
    if has([0xFF, 0xFE], at: 0) || has([0xFE, 0xFF], at: 0) { return true }
    return all.prefix(limit).allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x08...0x0D).contains($0) || $0 == 0x1B }
  }

  /// The first characters behind blanks and a byte order mark, in small letters.
  func firstLetters(_ count: Int) -> String {
    let start = has([0xEF, 0xBB, 0xBF], at: 0) ? 3 : 0
    let letters = all[start...].prefix(4096).drop { $0 <= 0x20 }.prefix(count)
    return String(decoding: letters, as: UTF8.self).lowercased()
  }
}
