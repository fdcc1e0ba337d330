import Glibc

/// Finds a sequence of bytes from left to right in linear time, whatever the bytes (Knuth, Morris, Pratt).
struct LiteralSearch: Sendable {
  private let bytes: [UInt8]
  /// For every length of a beginning of `bytes`: how long the longest proper one that ends it is.
  private let borders: [Int32]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var borders = [Int32](repeating: 0, count: bytes.count + 1)
    var length = 0
    for index in bytes.indices.dropFirst() {
      while length > 0, bytes[length] != bytes[index] { length = Int(borders[length]) }
      if bytes[length] == bytes[index] { length += 1 }
      borders[index + 1] = Int32(clamping: length)
    }
    self.borders = borders
  }

  /// Calls `body` with every occurrence, none overlapping; an empty sequence stands before every scalar and at the end.
  func forEachMatch(in text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
    guard let first = bytes.first else {
      for index in 0..<text.count where text[index] & 0xC0 != 0x80 { body(index..<index) }
      return body(text.count..<text.count)
    }
    guard let start = text.baseAddress else { return }
    var position = 0
    var length = 0
    while position < text.count {
      if length == 0 {
        guard let found = memchr(start + position, Int32(first), text.count - position) else { return }
        position = UnsafeRawPointer(found) - UnsafeRawPointer(start)
      }
      while length > 0, bytes[length] != text[position] { length = Int(borders[length]) }
      if bytes[length] == text[position] { length += 1 }
      position += 1
      if length == bytes.count {
        body(position - length..<position)
        length = 0
      }
    }
  }
}
