/// Precompiled: replaces clusters of characters by the rules of a SentencePiece model.
///
/// A cluster of fewer than six bytes that begins with a key is replaced as a whole, with what follows the key in it.
/// In any other cluster every character that is a key is replaced.
struct PrecompiledNormalizer: Sendable, Equatable {
  /// Clusters of so many bytes are looked up character by character.
  private static let longCluster = 6

  private let charsmap: Charsmap
  /// What becomes of every ASCII character alone; nil where it stays.
  private let ascii: [Range<Int>?]

  /// No replacement has more bytes.
  var longestReplacement: Int { charsmap.longestReplacement }

  init(_ charsmap: Charsmap) {
    self.charsmap = charsmap
    ascii = (0..<0x80).map { (byte: UInt8) in
      withUnsafePointer(to: byte) { charsmap.replacement(of: UnsafeBufferPointer(start: $0, count: 1)) }
    }
  }

  func apply(to text: inout [UInt8], using workspace: inout TokenizerWorkspace) {
    let first = text.withUnsafeBufferPointer { endOfPlain(in: $0, from: 0) }
    guard first < text.count else { return }
    var output: [UInt8] = []
    swap(&output, &workspace.spare)
    output.removeAll(keepingCapacity: true)
    var pass = Pass(self, origin: workspace.originLength)
    text.withUnsafeBufferPointer { pass.run($0, from: first, into: &output) }
    if pass.isChanged {
      swap(&text, &output)
      workspace.originLength = pass.originLength
    }
    swap(&output, &workspace.spare)
  }

  /// Whether a text is ASCII that stays as it is.
  func keeps(_ text: UnsafeBufferPointer<UInt8>) -> Bool { endOfPlain(in: text, from: 0) == text.count }

  /// The end of the ASCII characters from a place on that stay, each of which is a cluster.
  @inline(__always)
  private func endOfPlain(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    ascii.withUnsafeBufferPointer { ascii in
      var index = start
      while index < text.count, text[index] < 0x80, ascii[Int(text[index])] == nil {
        if index + 1 < text.count {
          // A mark may follow, or a line feed a carriage return.
          if text[index + 1] >= 0x80 || text[index] == 0x0D && text[index + 1] == 0x0A { return index }
        }
        index += 1
      }
      return index
    }
  }

  /// One text on its way.
  private struct Pass {
    let normalizer: PrecompiledNormalizer
    let origin: Int
    var originLength = 0
    var copied = 0
    var isChanged = false
    /// Whether something vanished before anything was written.
    var lostBeginning = false

    init(_ normalizer: PrecompiledNormalizer, origin: Int) {
      self.normalizer = normalizer
      self.origin = origin
    }

    mutating func run(_ text: UnsafeBufferPointer<UInt8>, from start: Int, into output: inout [UInt8]) {
      let data = NormalizationData.shared
      var place = start
      while place < text.count {
        let end = clusterEnd(text, place, data)
        let cluster = UnsafeBufferPointer(rebasing: text[place..<end])
        if end - place < PrecompiledNormalizer.longCluster, let found = normalizer.charsmap.replacement(of: cluster) {
          replace(place..<end, by: found, of: text, in: &output)
        } else {
          replaceCharacters(place..<end, of: text, in: &output)
        }
        place = normalizer.endOfPlain(in: text, from: end)
      }
      if isChanged { copy(copied..<text.count, of: text, to: &output) }
    }

    @inline(__always)
    private func clusterEnd(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ data: NormalizationData) -> Int {
      if text[start] < 0x80, text[start] != 0x0D, start + 1 == text.count || text[start + 1] < 0x80 { return start + 1 }
      return ScalarClusters.end(in: text, from: start, data)
    }

    private mutating func replaceCharacters(
      _ range: Range<Int>,
      of text: UnsafeBufferPointer<UInt8>,
      in output: inout [UInt8]
    ) {
      var reader = ScalarReader(text, at: range.lowerBound)
      var place = range.lowerBound
      while place < range.upperBound, reader.next() != nil {
        let character = UnsafeBufferPointer(rebasing: text[place..<reader.offset])
        if let found = normalizer.charsmap.replacement(of: character) {
          replace(place..<reader.offset, by: found, of: text, in: &output)
        }
        place = reader.offset
      }
    }

    private mutating func replace(
      _ range: Range<Int>,
      by found: Range<Int>,
      of text: UnsafeBufferPointer<UInt8>,
      in output: inout [UInt8]
    ) {
      copy(copied..<range.lowerBound, of: text, to: &output)
      let start = output.count
      if found.isEmpty, start == 0 { lostBeginning = true }
      output.append(contentsOf: normalizer.charsmap.text(found))
      count(range, of: text, output, from: start, isReplaced: true)
      copied = range.upperBound
      isChanged = true
    }

    private mutating func copy(_ range: Range<Int>, of text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
      guard !range.isEmpty else { return }
      let start = output.count
      output.append(contentsOf: UnsafeBufferPointer(rebasing: text[range]))
      count(range, of: text, output, from: start, isReplaced: false)
    }

    /// Counts what of the output from `start` on, made from a part of the text, comes from the text's first character.
    ///
    /// The reference takes the characters of both for pairs, and what is left over in the output for the last one's.
    /// It loses count of what vanishes before anything is written: what comes next takes its place.
    private mutating func count(
      _ range: Range<Int>,
      of text: UnsafeBufferPointer<UInt8>,
      _ output: [UInt8],
      from start: Int,
      isReplaced: Bool
    ) {
      let first = lostBeginning ? 0 : range.lowerBound
      guard first < origin, !lostBeginning || start == 0 else { return }
      let all = scalarCount(text[range])
      let covered = min(scalarCount(text[first..<min(origin, first + range.count)]), all)
      guard !isReplaced || covered < all else {
        originLength = output.count
        return
      }
      var length = 0
      var seen = 0
      for byte in output[start...] {
        if byte & 0xC0 != 0x80 { seen += 1 }
        if seen > covered { break }
        length += 1
      }
      originLength = start + length
    }

    private func scalarCount(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
      var count = 0
      for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
      return count
    }
  }
}
