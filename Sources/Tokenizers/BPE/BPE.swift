/// Byte-pair encoding: a piece is cut into its smallest symbols, and pairs of those are replaced in the order of ranks.
final class BPE: Sendable {
  /// The options of the model.
  struct Options: Sendable {
    var unknownToken: String?
    /// Unknown characters in a row are one unknown token.
    var fusesUnknown = false
    /// What is not in the vocabulary is spelt in tokens such as `<0x0A>`.
    var fallsBackToBytes = false
    /// A piece that is in the vocabulary is that token, whatever the merges make of it.
    var ignoresMerges = false
    /// Stands before every symbol but the first of a piece.
    var continuingPrefix: [UInt8] = []
    /// Stands behind the last symbol of a piece.
    var suffix: [UInt8] = []
  }

  let vocabulary: Vocabulary
  let options: Options
  /// nil when the vocabulary lacks the unknown token, or none is named.
  let unknownID: UInt32?
  private let merges: MergeTable
  /// The tokens of the fallback, in order of bytes; `missing` where there is none.
  private let fallback: [UInt32]
  /// The tokens that stand for single bytes in the alphabet of `ByteLevel`; nil unless there is one for every byte.
  private let byteSymbols: [UInt32]?
  /// What every pair of those becomes.
  private let bytePairs: [UInt64]
  /// The tokens of single characters of ASCII, without prefix and suffix; `missing` where there is none.
  private let asciiSymbols: [UInt32]

  private static let missing = UInt32.max

  init(vocabulary: Vocabulary, merges: MergeTable, options: Options) {
    self.vocabulary = vocabulary
    self.merges = merges
    self.options = options
    unknownID = options.unknownToken.flatMap { vocabulary.id(of: Array($0.utf8)) }
    fallback = (0...255).map { (byte: UInt8) in
      let digits = Array("0123456789ABCDEF".utf8)
      let name = Array("<0x".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]] + Array(">".utf8)
      return vocabulary.id(of: name) ?? BPE.missing
    }
    asciiSymbols = (0...127).map { vocabulary.id(of: [$0]) ?? BPE.missing }
    let bytes = ByteAlphabet.scalars.map { scalar in
      var token: [UInt8] = []
      token.append(scalar: scalar)
      return vocabulary.id(of: token) ?? BPE.missing
    }
    let isWhole = !bytes.contains(BPE.missing) && options.continuingPrefix.isEmpty && options.suffix.isEmpty
    byteSymbols = isWhole ? bytes : nil
    bytePairs = isWhole ? merges.pairs(of: bytes) : []
  }

  /// Whether pieces may be given as raw bytes instead of in the alphabet of `ByteLevel`.
  var takesRawBytes: Bool { byteSymbols != nil }

  /// Fills `merger` with the symbols of a piece in the alphabet of the vocabulary, merged.
  ///
  /// - Returns: false at an unknown character, when an unknown token is named but not in the vocabulary.
  func tokenize(_ piece: UnsafeBufferPointer<UInt8>, _ merger: inout SymbolMerger, scratch: inout [UInt8]) -> Bool {
    merger.removeAll()
    if options.ignoresMerges, let id = vocabulary.id(of: piece) {
      merger.append(id)
      return true
    }
    let isPlain = options.continuingPrefix.isEmpty && options.suffix.isEmpty
    var pending: UInt32?
    var start = 0
    while start < piece.count {
      var end = start + 1
      while end < piece.count, piece[end] & 0xC0 == 0x80 { end += 1 }
      defer { start = end }
      let id: UInt32?
      if isPlain, piece[start] < 0x80 {
        let known = asciiSymbols[Int(piece[start])]
        id = known == BPE.missing ? nil : known
        if id == nil {
          scratch.removeAll(keepingCapacity: true)
          scratch.append(piece[start])
        }
      } else {
        scratch.removeAll(keepingCapacity: true)
        if start > 0 { scratch.append(contentsOf: options.continuingPrefix) }
        scratch.append(contentsOf: piece[start..<end])
        if end == piece.count { scratch.append(contentsOf: options.suffix) }
        id = scratch.withUnsafeBufferPointer { vocabulary.id(of: $0) }
      }
      if let id {
        if let unknown = pending { merger.append(unknown) }
        pending = nil
        merger.append(id)
        continue
      }
      if options.fallsBackToBytes, !scratch.contains(where: { fallback[Int($0)] == BPE.missing }) {
        // A pending unknown token stays pending, as in the reference, and comes after these bytes.
        for byte in scratch { merger.append(fallback[Int(byte)]) }
        continue
      }
      guard options.unknownToken != nil else { continue }
      guard let unknownID else { return false }
      if let unknown = pending, !options.fusesUnknown { merger.append(unknown) }
      pending = unknownID
    }
    if let pending { merger.append(pending) }
    merger.merge(merges)
    return true
  }

  /// Fills `merger` with the symbols of a piece of raw bytes, merged; a space goes before it if asked for.
  func tokenizeRaw(
    _ piece: UnsafeBufferPointer<UInt8>,
    prefixed isPrefixed: Bool,
    _ merger: inout SymbolMerger,
    scratch: inout [UInt8]
  ) {
    merger.removeAll()
    guard let byteSymbols else { return }
    if options.ignoresMerges {
      scratch.removeAll(keepingCapacity: true)
      if isPrefixed { scratch.append(scalar: ByteAlphabet.scalars[0x20]) }
      ByteAlphabet.append(piece, to: &scratch)
      if let id = scratch.withUnsafeBufferPointer({ vocabulary.id(of: $0) }) { return merger.append(id) }
    }
    merger.merge(piece, prefixed: isPrefixed, byteSymbols, bytePairs, merges)
  }
}

extension BPE {
  /// Appends the ids of every piece in `workspace.pieces`, until there are `limit`.
  ///
  /// - Returns: whether all pieces could be expressed.
  func tokenizePieces(
    _ workspace: inout TokenizerWorkspace,
    limit: Int,
    identity: TokenizerIdentity,
    takesBytes: Bool
  ) -> Bool {
    workspace.spans.prepare(for: identity)
    // A character may have several bytes of prefix and suffix to fall back to.
    let affixes = options.continuingPrefix.count + options.suffix.count
    workspace.reserve(workspace.pieces.bytes.count * (1 + affixes) + 4)
    var count = workspace.count
    let isExpressible: Bool? = workspace.storage.withUnsafeMutableBufferPointer { ids in
      workspace.spans.withSlots { slots in
        workspace.pieces.bytes.withUnsafeBufferPointer { bytes in
          guard let ids = ids.baseAddress else { return false }
          let spans = SpanTokenizer(self, takesBytes ? .bytes : .text, slots: slots)
          for index in 0..<workspace.pieces.count where count < limit {
            let range = workspace.pieces.range(index)
            let isKnown = spans.add(
              bytes,
              range.lowerBound,
              range.upperBound,
              ids,
              &count,
              &workspace.merger,
              &workspace.word
            )
            guard isKnown else { return false }
          }
          return true
        }
      }
    }
    workspace.count = count
    return isExpressible ?? false
  }
}
