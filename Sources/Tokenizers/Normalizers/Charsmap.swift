/// Replacements of characters as SentencePiece stores them: a double array over UTF-8, and NUL-separated texts.
struct Charsmap: Sendable, Equatable {
  /// Why a charsmap is refused.
  struct Fault: Error, Equatable {
    var reason: String
  }

  /// Cells of the double array; each holds the distance to its children, whether it ends a key, and its own label.
  private let units: [UInt32]
  private let texts: [UInt8]
  /// No replacement has more bytes.
  let longestReplacement: Int

  init(_ bytes: [UInt8]) throws(Fault) {
    guard bytes.count >= 4 else { throw Fault(reason: "has \(bytes.count) bytes and no size of its table") }
    func unit(_ index: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(bytes[index * 4 + $1]) << UInt32($1 * 8) } }
    // A size that is no multiple of four is rounded down, as the reference does.
    let count = Int(unit(0)) / 4
    guard count <= (bytes.count - 4) / 4 else {
      throw Fault(reason: "says that its table has \(unit(0)) bytes, and holds \(bytes.count - 4)")
    }
    guard count > 0 else { throw Fault(reason: "holds no table") }
    units = (1...count).map(unit)
    texts = Array(bytes[(4 + count * 4)...])
    longestReplacement = texts.split(separator: 0).reduce(0) { max($0, $1.count) }
    guard String(validating: texts, as: UTF8.self) != nil else {
      throw Fault(reason: "holds replacements that are not UTF-8")
    }
    for (index, unit) in units.enumerated() where unit & Charsmap.isText == 0 && unit & Charsmap.hasText != 0 {
      let place = index ^ Charsmap.offset(unit)
      guard place < units.count else { throw Fault(reason: "points beyond its table, to \(place)") }
      let text = Int(units[place] & ~Charsmap.isText)
      guard text <= texts.count, text == texts.count || texts[text] & 0xC0 != 0x80 else {
        throw Fault(reason: "points to the replacement at \(text), where none begins")
      }
    }
  }

  private static let isText: UInt32 = 1 << 31
  private static let hasText: UInt32 = 1 << 8

  private static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & 0x200) >> 6)) }

  /// The place of the text for the shortest key that a text begins with.
  ///
  /// Takes at most one step for every byte, whatever the cells say, and ends where they point outside.
  @inline(__always)
  func replacement(of text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    units.withUnsafeBufferPointer { units in
      var position = Charsmap.offset(units[0])
      for byte in text {
        guard byte != 0 else { return nil }
        position ^= Int(byte)
        guard position < units.count else { return nil }
        let unit = units[position]
        guard unit & (Charsmap.isText | 0xFF) == UInt32(byte) else { return nil }
        position ^= Charsmap.offset(unit)
        guard unit & Charsmap.hasText != 0 else { continue }
        guard position < units.count else { return nil }
        let start = Int(units[position] & ~Charsmap.isText)
        guard start <= texts.count else { return nil }
        var end = start
        while end < texts.count, texts[end] != 0 { end += 1 }
        return start..<end
      }
      return nil
    }
  }

  /// A replacement found by `replacement`.
  func text(_ range: Range<Int>) -> ArraySlice<UInt8> { texts[range] }

  static func == (left: Charsmap, right: Charsmap) -> Bool { left.units == right.units && left.texts == right.texts }
}
