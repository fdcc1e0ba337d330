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
    guard !fields.hasDropout else { throw unsupported("dropout, by which every result is a random one") }
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
      if isListOfLists == true {
        try reader.enterArray()
        guard try reader.nextElement() else { throw reader.failure("a merge is a pair") }
        reader.append(try reader.string(), to: &builder.bytes)
        builder.endLeft()
        guard try reader.nextElement() else { throw reader.failure("a merge is a pair") }
        reader.append(try reader.string(), to: &builder.bytes)
        guard try !reader.nextElement() else { throw reader.failure("a merge is a pair") }
        try builder.endRight()
      } else {
        reader.append(try reader.string(), to: &builder.bytes)
        guard try builder.endLine() else {
          throw reader.failure("a merge is two tokens with one space between them")
        }
      }
    }
    return try builder.finished()
  }
}
