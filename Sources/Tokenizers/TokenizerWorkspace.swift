/// The memory that tokenizing one text after another needs; kept, so that a warm call allocates nothing.
///
/// One value serves one caller at a time. It may move between tokenizers; what it has cached is dropped then.
public struct TokenizerWorkspace: Sendable {
  /// The ids found so far are the first `count` of these.
  var storage: [UInt32] = []
  /// The number of ids found in the last text.
  public internal(set) var count = 0
  /// Why the last text could not be tokenized.
  var fault: TextFault?
  /// Whether the last text could not be tokenized because an expression took too many steps on it.
  package var isExhausted: Bool { if case .exhausted = fault { true } else { false } }
  /// The word that is being gathered.
  var word: [UInt8] = []
  /// The same for the ASCII path, which needs a buffer of fixed length.
  var asciiWord: [UInt8] = []
  /// Gathered hashes of the beginnings of a word.
  var hashes: [UInt64] = []
  /// Scalars of the part of the text that is not ASCII, in two turns.
  var scalars: [UInt32] = []
  var normalized: [UInt32] = []
  /// What lies between the added tokens of the raw text, and of the normalized one.
  var rawParts: [AddedTokenFinder.Part] = []
  var normalizedParts: [AddedTokenFinder.Part] = []
  /// The normalized text of the general pipeline.
  var text: [UInt8] = []
  /// The next form of a text that is being normalized.
  var spare: [UInt8] = []
  /// How many bytes of the normalized text come from the first character of the original one.
  var originLength = 0
  /// Pieces of the general pipeline, in two turns.
  var pieces = TextPieces()
  var split = TextPieces()
  /// The best segmentations of a piece's beginnings.
  var bestPath: [Unigram.PathNode] = []
  /// A text with a space put before it.
  var prefixed: [UInt8] = []
  /// The symbols of a piece for BPE.
  var merger = SymbolMerger()
  var cache = WordCache()
  /// The same for the pieces of BPE.
  var spans = SpanCache()

  /// An empty workspace; it grows with its first texts.
  public init() {}

  /// The ids found in the last text.
  public var tokenIDs: [UInt32] { Array(storage[..<count]) }

  /// Calls `body` with the ids found in the last text, without copying them.
  package func withTokenIDs<Result>(_ body: (UnsafeBufferPointer<UInt32>) -> Result) -> Result {
    storage.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[..<count])) }
  }

  /// Drops every id equal to `id`, keeping the order of the rest.
  package mutating func removeAll(_ id: UInt32) {
    let found = count
    count = storage.withUnsafeMutableBufferPointer { ids in
      var kept = 0
      for index in 0..<found where ids[index] != id {
        ids[kept] = ids[index]
        kept += 1
      }
      return kept
    }
  }

  mutating func append(_ id: UInt32) {
    reserve(1)
    storage[count] = id
    count += 1
  }

  /// Makes room for `more` ids.
  mutating func reserve(_ more: Int) {
    let needed = count + more
    guard storage.count < needed else { return }
    storage.append(contentsOf: repeatElement(0, count: max(needed, storage.count * 2, 64) - storage.count))
  }
}

/// Ids of recent short words, direct-mapped, of bounded size.
///
/// 88 % of English words are one token and the 4,096 most frequent words make up 95 % of a text, so that this replaces
/// nearly all look-ups in the vocabulary.
struct WordCache: Sendable {
  /// A word of at most 15 bytes, its length in the top byte of `high`; no word has the length 0.
  struct Slot {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var first: UInt32 = 0
    var second: UInt32 = 0
    var third: UInt32 = 0
    var count: UInt32 = 0
  }

  static let bits = 14
  private(set) var slots: [Slot] = []
  private var owner: TokenizerIdentity?

  /// Forgets the words of another tokenizer.
  mutating func prepare(for identity: TokenizerIdentity) {
    guard owner !== identity else { return }
    owner = identity
    slots = [Slot](repeating: Slot(), count: 1 << WordCache.bits)
  }

  /// A word of 1 to 15 bytes as a slot holds it.
  @inline(__always)
  static func key(_ word: UnsafeBufferPointer<UInt8>) -> (low: UInt64, high: UInt64) {
    var low: UInt64 = 0
    var high: UInt64 = 0
    for index in 0..<min(word.count, 8) { low |= UInt64(word[index]) &<< UInt64(index &* 8) }
    for index in 8..<max(word.count, 8) { high |= UInt64(word[index]) &<< UInt64((index &- 8) &* 8) }
    return (low, high | UInt64(word.count) &<< 56)
  }

  /// The place of a key among the slots.
  @inline(__always)
  static func place(_ low: UInt64, _ high: UInt64) -> Int {
    let mixed = (low ^ (high &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
    return Int(truncatingIfNeeded: mixed &>> UInt64(64 - WordCache.bits))
  }

  /// The slot at a place; nil before `prepare`.
  @inline(__always)
  func slot(_ place: Int) -> Slot? { place < slots.count ? slots[place] : nil }

  /// Puts the ids of a word into its place, if there are 1 to 3.
  mutating func remember(_ low: UInt64, _ high: UInt64, at place: Int, _ ids: ArraySlice<UInt32>) {
    guard let first = ids.first, ids.count <= 3, place < slots.count else { return }
    let second = ids.dropFirst().first ?? 0
    let third = ids.dropFirst(2).first ?? 0
    slots[place] = Slot(
      low: low,
      high: high,
      first: first,
      second: second,
      third: third,
      count: UInt32(ids.count)
    )
  }

  /// Calls `body` with the slots.
  @inline(__always)
  mutating func withSlots<Result>(_ body: (UnsafeMutablePointer<Slot>) -> Result?) -> Result? {
    slots.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap(body) }
  }
}

/// Tells tokenizers apart, so that a workspace never answers for another one.
final class TokenizerIdentity: Sendable {}

/// Why a text cannot be tokenized.
enum TextFault: Sendable, Equatable {
  /// A regular expression took too many steps.
  case exhausted(pattern: String)
}
