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
      workspace.originLength = pass.originLength(of: text)
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
    var rewriter: TextRewriter
    var copied = 0
    var isChanged = false
    /// Whether something vanished before anything was written.
    var lostBeginning = false

    init(_ normalizer: PrecompiledNormalizer, origin: Int) {
      self.normalizer = normalizer
      self.origin = origin
      rewriter = TextRewriter(origin: origin)
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
      if isChanged { rewriter.copy(copied..<text.count, of: text, to: &output) }
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
      rewriter.copy(copied..<range.lowerBound, of: text, to: &output)
      if found.isEmpty, output.isEmpty { lostBeginning = true }
      output.append(contentsOf: normalizer.charsmap.text(found))
      rewriter.replaced(
        upTo: range.lowerBound < origin ? min(range.upperBound, origin) : range.upperBound,
        outputCount: output.count
      )
      copied = range.upperBound
      isChanged = true
    }

    /// How much of the result comes from the text's first character.
    func originLength(of text: [UInt8]) -> Int {
      // The reference loses count of what vanishes before anything is written: the next character takes its place.
      guard lostBeginning, origin > 0 else { return rewriter.newOrigin }
      var length = min(1, text.count)
      while length < text.count, text[length] & 0xC0 == 0x80 { length += 1 }
      return length
    }
  }
}
