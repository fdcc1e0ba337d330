/// Turns pairs of tokens into pairs of ids, in the order of a file.
///
/// Works on many pairs at a time: first all memory is asked for that looking them up will need, then they are looked
/// up. One after the other would mean to wait for memory half a million times.
struct MergeBuilder {
  /// A pair in `bytes`.
  private struct Pair {
    var start: Int
    var middle: Int
    var end: Int
    var leftHash: UInt64
    var rightHash: UInt64
  }

  private static let batch = 64

  private let vocabulary: Vocabulary
  /// How much of the right token is left out when the two are joined.
  private let prefix: Int
  /// The tokens of the pairs that wait; append a token, then end it.
  var bytes: [UInt8] = []
  private var start = 0
  private var middle = 0
  private var waiting: [Pair] = []
  private var table: MergeTable
  private var rank: UInt32 = 0
  /// In most files merges make tokens in the order of their ids.
  private var nextMerged: UInt32 = 0
  private var found: [(left: UInt32, right: UInt32, merged: UInt32)] = []
  private var touches: [UInt32] = []
  /// Kept so that the reads ahead are not left out as useless.
  private var touched: UInt32 = 0

  init(vocabulary: Vocabulary, prefix: Int) {
    self.vocabulary = vocabulary
    self.prefix = prefix
    table = MergeTable(count: vocabulary.count)
    waiting.reserveCapacity(MergeBuilder.batch)
  }

  /// Ends the left token of a pair.
  mutating func endLeft() { middle = bytes.count }

  /// Ends the right token of a pair.
  mutating func endRight() throws(VocabularyFault) {
    guard rank < UInt32.max - UInt32(MergeBuilder.batch) else {
      throw VocabularyFault(reason: "it has too many merges")
    }
    let hashes = bytes.withUnsafeBufferPointer { bytes in
      (
        Vocabulary.hash(UnsafeBufferPointer(rebasing: bytes[start..<middle]), from: vocabulary.seed),
        Vocabulary.hash(UnsafeBufferPointer(rebasing: bytes[middle...]), from: vocabulary.seed)
      )
    }
    waiting.append(
      Pair(start: start, middle: middle, end: bytes.count, leftHash: hashes.0, rightHash: hashes.1)
    )
    start = bytes.count
    if waiting.count == MergeBuilder.batch { try flush() }
  }

  /// Ends a pair that was appended with a space between its tokens; false unless there is exactly one space.
  mutating func endLine() throws(VocabularyFault) -> Bool {
    if bytes[start...].starts(with: "#version".utf8) {
      bytes.removeSubrange(start...)
      return true
    }
    guard let space = bytes[start...].firstIndex(of: 0x20), !bytes[(space + 1)...].contains(0x20) else { return false }
    bytes.remove(at: space)
    middle = space
    try endRight()
    return true
  }

  /// The table of all pairs.
  mutating func finished() throws(VocabularyFault) -> MergeTable {
    try flush()
    return table
  }

  private mutating func flush() throws(VocabularyFault) {
    touches.removeAll(keepingCapacity: true)
    for pair in waiting {
      touches.append(vocabulary.touch(gathered: pair.leftHash))
      touches.append(vocabulary.touch(gathered: pair.rightHash))
    }
    for entry in touches { touched &+= UInt32(vocabulary.touch(entry)) }
    found.removeAll(keepingCapacity: true)
    let failed = bytes.withUnsafeBufferPointer { bytes in
      waiting.first { pair in !find(pair, bytes) }
    }
    if let failed { throw fault(failed) }
    for merge in found { touched &+= table.touch(merge.left, merge.right) }
    for merge in found {
      table.insert(merge.left, merge.right, rank: rank, merged: merge.merged)
      rank += 1
    }
    waiting.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    start = 0
  }

  private mutating func find(_ pair: Pair, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let left = UnsafeBufferPointer(rebasing: bytes[pair.start..<pair.middle])
    let right = UnsafeBufferPointer(rebasing: bytes[pair.middle..<pair.end])
    guard right.count >= prefix else { return false }
    let merged: UInt32
    if prefix == 0, vocabulary.isToken(nextMerged, UnsafeBufferPointer(rebasing: bytes[pair.start..<pair.end])) {
      merged = nextMerged
    } else {
      let rest = UnsafeBufferPointer(rebasing: right[prefix...])
      let hash = Vocabulary.hash(rest, from: pair.leftHash)
      guard let id = vocabulary.id(prefix: left, bytes: rest, gathered: hash) else { return false }
      merged = id
    }
    guard let leftID = vocabulary.id(of: left, gathered: pair.leftHash),
      let rightID = vocabulary.id(of: right, gathered: pair.rightHash)
    else { return false }
    nextMerged = merged &+ 1
    found.append((leftID, rightID, merged))
    return true
  }

  private func fault(_ pair: Pair) -> VocabularyFault {
    let left = Array(bytes[pair.start..<pair.middle])
    let right = Array(bytes[pair.middle..<pair.end])
    let merged = left + right.dropFirst(prefix)
    let missing = [left, right, merged].first { vocabulary.id(of: $0) == nil } ?? merged
    func quoted(_ token: [UInt8]) -> String { "\"\(String(decoding: token, as: UTF8.self))\"" }
    return VocabularyFault(
      reason: "the merge of \(quoted(left)) and \(quoted(right)) needs the token \(quoted(missing)), which is missing"
    )
  }
}
