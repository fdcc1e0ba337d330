/// Cuts a piece by what its characters are.
enum PieceCutter {
  /// What becomes of a character.
  enum Fate: Equatable {
    /// Ends the piece before it and vanishes.
    case removed
    /// A piece of its own.
    case alone
    /// Part of a piece with its neighbours of the same class.
    case kept(UInt8)
  }

  /// Cuts where the fate changes.
  @inline(__always)
  static func cut(_ piece: UnsafeBufferPointer<UInt8>, into output: inout TextPieces, _ fate: (UInt32) -> Fate) {
    var reader = ScalarReader(piece)
    var start = 0
    var last = Fate.removed
    while true {
      let place = reader.offset
      guard let scalar = reader.next() else { break }
      let next = fate(scalar)
      if next == last, last != .alone, last != .removed { continue }
      if last != .removed { emit(piece, start..<place, &output) }
      start = place
      last = next
    }
    if last != .removed { emit(piece, start..<piece.count, &output) }
  }

  /// Cuts after every `length` characters.
  static func cut(_ piece: UnsafeBufferPointer<UInt8>, every length: Int, into output: inout TextPieces) {
    var start = 0
    var left = length
    for place in 0..<piece.count where piece[place] & 0xC0 != 0x80 {
      if left == 0 {
        emit(piece, start..<place, &output)
        start = place
        left = length
      }
      left -= 1
    }
    if start < piece.count { emit(piece, start..<piece.count, &output) }
  }

  /// Cuts where the script changes; characters that fit to any stay with what is before them.
  ///
  /// As in the reference, those at the beginning are dropped, and a piece that holds nothing else is.
  static func cutByScript(_ piece: UnsafeBufferPointer<UInt8>, into output: inout TextPieces) {
    var reader = ScalarReader(piece)
    var start: Int?
    var last: UInt32 = 0
    while true {
      let place = reader.offset
      guard let scalar = reader.next() else { break }
      let script = script(of: scalar)
      guard script != 0, script != last else { continue }
      if let start { emit(piece, start..<place, &output) }
      start = place
      last = script
    }
    if let start { emit(piece, start..<piece.count, &output) }
  }

  /// Whether the pre-tokenizer Digits cuts a character out.
  @inline(__always)
  static func isDigit(_ scalar: UInt32) -> Bool {
    scalar < 0x80 ? scalar >= 0x30 && scalar <= 0x39 : digits.contains(scalar)
  }

  private static let digits = ScalarSet(table: RegexTables.digits)

  /// The class of a scalar for UnicodeScripts; 0 fits to any.
  private static func script(of scalar: UInt32) -> UInt32 {
    let runs = RegexTables.cuts
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if runs[middle] >> 8 <= scalar { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? runs[low - 1] & 0xFF : 0
  }

  private static func emit(_ piece: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ output: inout TextPieces) {
    output.add(UnsafeBufferPointer(rebasing: piece[range]), isAtStart: range.lowerBound == 0)
  }
}
