/// A text cut into pieces, packed.
struct TextPieces: Sendable {
  /// The bytes of all pieces, one after the other, in UTF-8.
  var bytes: [UInt8] = []
  /// Where each piece ends in `bytes`.
  private(set) var ends: [Int] = []

  /// Whether the first piece begins where the whole text begins.
  private(set) var isFirstAtOrigin = false
  /// Whether what is added now comes from the piece with which the whole text begins.
  var isPartOfFirst = false

  var count: Int { ends.count }

  /// Adds a piece; an empty one is no piece.
  ///
  /// `isAtStart` says whether it begins where the piece began that it was cut from.
  @inline(__always)
  mutating func add(_ piece: UnsafeBufferPointer<UInt8>, isAtStart: Bool) {
    bytes.append(contentsOf: piece)
    endPiece(isAtStart: isAtStart)
  }

  /// Ends the piece whose bytes were appended; an empty one is no piece.
  @inline(__always)
  mutating func endPiece(isAtStart: Bool) {
    guard bytes.count > (ends.last ?? 0) else { return }
    if ends.isEmpty { isFirstAtOrigin = isPartOfFirst && isAtStart }
    ends.append(bytes.count)
  }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    isFirstAtOrigin = false
  }

  /// The place of a piece in `bytes`.
  func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }
}

extension [UInt8] {
  /// Appends a scalar in UTF-8.
  mutating func append(scalar: UInt32) {
    if scalar < 0x80 {
      append(UInt8(truncatingIfNeeded: scalar))
      return
    }
    if scalar < 0x800 {
      append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
    } else {
      if scalar < 0x10000 {
        append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
      } else {
        append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
        append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
      }
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
    }
    append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
  }
}

/// Walks the scalars of valid UTF-8.
///
/// Never reads outside the buffer, whatever the bytes; what malformed bytes stand for is not defined.
struct ScalarReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var offset: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset
  }

  /// The number of bytes of a scalar, told by its first.
  @inline(__always)
  static func length(_ first: UInt8) -> Int { first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4 }

  @inline(__always)
  mutating func next() -> UInt32? {
    guard offset < bytes.count else { return nil }
    let first = UInt32(bytes[offset])
    if first < 0x80 {
      offset += 1
      return first
    }
    let length = ScalarReader.length(bytes[offset])
    guard offset + length <= bytes.count else {
      offset = bytes.count
      return 0xFFFD
    }
    var scalar = first & (0x7F >> UInt32(length))
    for index in 1..<length { scalar = scalar << 6 | UInt32(bytes[offset + index] & 0x3F) }
    offset += length
    return scalar
  }
}
