/// Cuts as GPT-2 does and writes every byte as a character of the byte alphabet.
struct ByteLevel: Sendable, Equatable {
  /// A space goes before every piece that does not begin with one.
  var addsPrefixSpace: Bool
  var usesRegex: Bool
  /// The pieces stay raw bytes, for a model that reads those.
  var keepsBytes = false

  func split(_ piece: UnsafeBufferPointer<UInt8>, into output: inout TextPieces, scratch: inout [UInt8]) {
    scratch.removeAll(keepingCapacity: true)
    if addsPrefixSpace, piece.first != 0x20 { scratch.append(0x20) }
    scratch.append(contentsOf: piece)
    scratch.withUnsafeBufferPointer { text in
      guard usesRegex else { return add(text, 0..<text.count, to: &output) }
      // A known pattern never runs out of steps.
      _ = TextPattern(.gpt2).forEachMatch(in: text) { add(text, $0, to: &output) }
    }
  }

  private func add(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, to output: inout TextPieces) {
    let part = UnsafeBufferPointer(rebasing: text[range])
    guard !keepsBytes else { return output.add(part, isAtStart: range.lowerBound == 0) }
    ByteAlphabet.append(part, to: &output.bytes)
    output.endPiece(isAtStart: range.lowerBound == 0)
  }
}
