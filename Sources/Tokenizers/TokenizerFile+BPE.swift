import Files

/// The fields that a BPE model has beyond those of others, in whatever order they came.
struct BPEFields {
  var options = BPE.Options()
  var hasDropout = false
  /// Where the merges stand, in case they have to be read again.
  fileprivate var place: JSONReader?
  /// The merges, if the vocabulary and the prefix came before them.
  fileprivate var merges: MergeTable?

  var hasMerges: Bool { place != nil }
}

/// The BPE model of a `tokenizer.json`.
extension TokenizerFileParser {
  /// Takes the value of a field, if it is one of BPE's own; `vocabulary` and `prefix` are nil before their fields.
  mutating func parseBPEField(
    _ name: String,
    _ fields: inout BPEFields,
    vocabulary: Vocabulary?,
    prefix: [UInt8]?
  ) throws -> Bool {
    switch name {
    case "dropout":
      guard try !reader.takeNull() else { break }
      let number = reader.source(try reader.number())
      fields.hasDropout = number.prefix { $0 != "e" && $0 != "E" }.contains { ("1"..."9").contains($0) }
    case "end_of_word_suffix": fields.options.suffix = try reader.takeNull() ? [] : Array(try text().utf8)
    case "fuse_unk": fields.options.fusesUnknown = try reader.takeNull() ? false : try reader.boolean()
    case "ignore_merges": fields.options.ignoresMerges = try reader.takeNull() ? false : try reader.boolean()
    case "merges":
      guard try !reader.takeNull() else { break }
      fields.place = reader
      if let vocabulary, let prefix {
        fields.merges = try parseMerges(vocabulary, prefix: prefix)
      } else {
        try reader.skipValue()
      }
    default: return false
    }
    return true
  }

  /// The model of all fields.
  func bpe(
    _ fields: BPEFields,
    vocabulary: Vocabulary?,
    unknownToken: String?,
    prefix: String?,
    fallsBackToBytes: Bool
  ) throws -> BPE {
    guard let vocabulary else { throw reader.failure("the BPE model has no vocab") }
    guard let place = fields.place else { throw reader.failure("the BPE model has no merges") }
    guard !fields.hasDropout else { throw unsupported("dropout, which makes every result a random one,") }
    var options = fields.options
    options.unknownToken = unknownToken
    options.continuingPrefix = Array((prefix ?? "").utf8)
    options.fallsBackToBytes = fallsBackToBytes
    if let merges = fields.merges { return BPE(vocabulary: vocabulary, merges: merges, options: options) }
    var parser = self
    parser.reader = place
    let merges = try parser.parseMerges(vocabulary, prefix: options.continuingPrefix)
    return BPE(vocabulary: vocabulary, merges: merges, options: options)
  }

  /// Takes `["a b", …]` or `[["a", "b"], …]`; the place in the list is the rank, and the last of a pair counts.
  private mutating func parseMerges(_ vocabulary: Vocabulary, prefix: [UInt8]) throws -> MergeTable {
    var builder = MergeBuilder(vocabulary: vocabulary, prefix: prefix.count)
    var isListOfLists: Bool?
    try reader.enterArray()
    while try reader.nextElement() {
      if isListOfLists == nil { isListOfLists = try reader.peek() == .array }
      builder.bytes.removeAll(keepingCapacity: true)
      if isListOfLists == true {
        try reader.enterArray()
        guard try reader.nextElement() else { throw reader.failure("a merge is a pair") }
        reader.append(try reader.string(), to: &builder.bytes)
        builder.middle = builder.bytes.count
        guard try reader.nextElement() else { throw reader.failure("a merge is a pair") }
        reader.append(try reader.string(), to: &builder.bytes)
        guard try !reader.nextElement() else { throw reader.failure("a merge is a pair") }
      } else {
        reader.append(try reader.string(), to: &builder.bytes)
        if builder.bytes.starts(with: "#version".utf8) { continue }
        guard builder.splitAtSpace() else { throw reader.failure("a merge is two tokens with one space between them") }
      }
      try builder.endMerge()
    }
    return builder.table()
  }
}

/// Turns the pairs of tokens into pairs of ids.
private struct MergeBuilder {
  let vocabulary: Vocabulary
  /// How much of the right token is left out when the two are joined.
  let prefix: Int
  /// The bytes of both tokens, and where the second begins.
  var bytes: [UInt8] = []
  var middle = 0
  private var pairs: [(left: UInt32, right: UInt32, merged: UInt32)] = []

  init(vocabulary: Vocabulary, prefix: Int) {
    self.vocabulary = vocabulary
    self.prefix = prefix
    pairs.reserveCapacity(vocabulary.count)
  }

  /// Takes the space out; false unless there is exactly one.
  mutating func splitAtSpace() -> Bool {
    guard let space = bytes.firstIndex(of: 0x20), !bytes[(space + 1)...].contains(0x20) else { return false }
    bytes.remove(at: space)
    middle = space
    return true
  }

  mutating func endMerge() throws(VocabularyFault) {
    guard pairs.count < Int(UInt32.max) else { throw VocabularyFault(reason: "it has too many merges") }
    let ids: (UInt32, UInt32, UInt32)? = bytes.withUnsafeBufferPointer { bytes in
      let left = UnsafeBufferPointer(rebasing: bytes[..<middle])
      let right = UnsafeBufferPointer(rebasing: bytes[middle...])
      guard right.count >= prefix else { return nil }
      let hash = Vocabulary.hash(left, from: vocabulary.seed)
      let rest = UnsafeBufferPointer(rebasing: right[prefix...])
      let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
      guard let leftID = vocabulary.id(prefix: none, bytes: left, gathered: hash),
        let rightID = vocabulary.id(of: right),
        let merged = vocabulary.id(prefix: left, bytes: rest, gathered: Vocabulary.hash(rest, from: hash))
      else { return nil }
      return (leftID, rightID, merged)
    }
    guard let ids else { throw fault() }
    pairs.append(ids)
  }

  func table() -> MergeTable {
    var table = MergeTable(count: pairs.count)
    for (rank, pair) in pairs.enumerated() {
      table.insert(pair.left, pair.right, rank: UInt32(truncatingIfNeeded: rank), merged: pair.merged)
    }
    return table
  }

  private func fault() -> VocabularyFault {
    let left = Array(bytes[..<middle])
    let right = Array(bytes[middle...])
    let merged = left + right.dropFirst(prefix)
    let missing = [left, right, merged].first { vocabulary.id(of: $0) == nil } ?? merged
    func quoted(_ token: [UInt8]) -> String { "\"\(String(decoding: token, as: UTF8.self))\"" }
    return VocabularyFault(
      reason: "the merge of \(quoted(left)) and \(quoted(right)) needs the token \(quoted(missing)), which is missing"
    )
  }
}
