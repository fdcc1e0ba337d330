/// Writes blanks as a visible character, puts one before the text, and cuts before every one (SentencePiece's habit).
struct Metaspace: Sendable, Equatable {
  /// Where a replacement is put before a piece that does not begin with one.
  enum PrependScheme: String, Sendable {
    case always
    /// Only before the piece with which the whole text begins.
    case first
    case never
  }

  /// In UTF-8, one scalar.
  var replacement: [UInt8]
  var prependScheme: PrependScheme
  var splits: Bool

  func split(_ piece: UnsafeBufferPointer<UInt8>, into output: inout TextPieces, scratch: inout [UInt8]) {
    scratch.removeAll(keepingCapacity: true)
    let begins = piece.starts(with: replacement) || piece.first == 0x20
    if !begins, prependScheme == .always || prependScheme == .first && output.isPartOfFirst {
      scratch.append(contentsOf: replacement)
    }
    for byte in piece {
      if byte == 0x20 { scratch.append(contentsOf: replacement) } else { scratch.append(byte) }
    }
    scratch.withUnsafeBufferPointer { text in
      var start = 0
      if splits, let first = replacement.first {
        for place in 1..<max(text.count, 1) where text[place] == first && text[place...].starts(with: replacement) {
          output.add(UnsafeBufferPointer(rebasing: text[start..<place]), isAtStart: start == 0)
          start = place
        }
      }
      output.add(UnsafeBufferPointer(rebasing: text[start...]), isAtStart: start == 0)
    }
  }
}
