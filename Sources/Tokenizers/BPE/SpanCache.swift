/// Ids of recent short pieces, of bounded size: two places for every hash, the newer first.
///
/// In English prose 98 % of the pieces of 15 bytes at most are found in 2^14 places, and 94 % if there were one for
/// every hash.
struct SpanCache: Sendable {
  /// A piece of at most 15 bytes, its length in the top byte of `high`; no piece has the length 0.
  struct Slot {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var first: UInt32 = 0
    var second: UInt32 = 0
    var third: UInt32 = 0
    var count: UInt32 = 0
  }

  /// The number of hashes, as a power of two; every one has two places.
  static let bits = 13
  private var slots: [Slot] = []
  private var owner: TokenizerIdentity?

  /// Forgets the pieces of another tokenizer.
  mutating func prepare(for identity: TokenizerIdentity) {
    guard owner !== identity else { return }
    owner = identity
    slots = [Slot](repeating: Slot(), count: 2 << SpanCache.bits)
  }

  /// Calls `body` with the slots.
  @inline(__always)
  mutating func withSlots<Result>(_ body: (UnsafeMutablePointer<Slot>) -> Result?) -> Result? {
    slots.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap(body) }
  }

  /// The first of the two places of a piece.
  @inline(__always)
  static func place(_ low: UInt64, _ high: UInt64) -> Int {
    let mixed = (low ^ (high &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
    return Int(truncatingIfNeeded: mixed &>> UInt64(64 - bits)) &* 2
  }
}
