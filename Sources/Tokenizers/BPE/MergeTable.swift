/// Which pairs of adjacent symbols become one, and in which order: a table keyed by the pair.
struct MergeTable: Sendable {
  /// A pair of symbols, its rank, and the symbol that replaces it.
  fileprivate struct Slot {
    var left: UInt32
    var right: UInt32
    var rank: UInt32
    var merged: UInt32
  }

  /// What `find` gives for a pair that does not merge; larger than anything else it gives.
  static let none = UInt64.max

  private var slots: [Slot]
  private var count = 0
  private var shift: UInt64
  // Random, so that no file can be made to collide on purpose.
  private let leftFactor = UInt64.random(in: 0...UInt64.max) | 1
  private let rightFactor = UInt64.random(in: 0...UInt64.max) | 1

  /// An empty table with room for `count` pairs; it grows when there are more.
  init(count: Int) {
    let bits = max(4, Int.bitWidth - (count + count / 2).leadingZeroBitCount)
    shift = UInt64(64 - bits)
    slots = MergeTable.empty(1 << bits)
  }

  /// Adds a pair, or gives it another rank; `rank` is below `UInt32.max`.
  mutating func insert(_ left: UInt32, _ right: UInt32, rank: UInt32, merged: UInt32) {
    if count + count / 4 >= slots.count { grow() }
    let mask = slots.count - 1
    var index = slot(left, right)
    let isNew = slots.withUnsafeMutableBufferPointer { slots in
      while slots[index].rank != .max, slots[index].left != left || slots[index].right != right {
        index = (index &+ 1) & mask
      }
      defer { slots[index] = Slot(left: left, right: right, rank: rank, merged: merged) }
      return slots[index].rank == .max
    }
    if isNew { count += 1 }
  }

  /// What every pair of two of 256 symbols becomes, as `find` gives it, in rows of the left one.
  ///
  /// Half a megabyte, of which a text uses a few lines; the table itself is spread over many times that.
  func pairs(of symbols: [UInt32]) -> [UInt64] {
    var pairs = [UInt64](repeating: MergeTable.none, count: symbols.count * symbols.count)
    guard let largest = symbols.max() else { return pairs }
    var places: [UInt32: Int] = [:]
    for (place, symbol) in symbols.enumerated() { places[symbol] = place }
    for slot in slots where slot.rank != .max && slot.left <= largest && slot.right <= largest {
      guard let left = places[slot.left], let right = places[slot.right] else { continue }
      pairs[left * symbols.count + right] = UInt64(slot.rank) << 32 | UInt64(slot.merged)
    }
    return pairs
  }

  /// Reads memory that inserting a pair will read, so that many such reads wait for memory together.
  @inline(__always)
  func touch(_ left: UInt32, _ right: UInt32) -> UInt32 { slots[slot(left, right)].left }

  private mutating func grow() {
    let old = slots
    slots = MergeTable.empty(slots.count * 2)
    shift -= 1
    count = 0
    for slot in old where slot.rank != .max { insert(slot.left, slot.right, rank: slot.rank, merged: slot.merged) }
  }

  private static func empty(_ count: Int) -> [Slot] {
    [Slot](repeating: Slot(left: 0, right: 0, rank: .max, merged: 0), count: count)
  }

  /// Calls `body` with a reader of the table.
  @inline(__always)
  func withReader<Result>(_ body: (Reader) -> Result) -> Result {
    slots.withUnsafeBufferPointer { slots in
      body(Reader(slots: slots, shift: shift, leftFactor: leftFactor, rightFactor: rightFactor))
    }
  }

  @inline(__always)
  private func slot(_ left: UInt32, _ right: UInt32) -> Int {
    let hash = UInt64(left) &* leftFactor &+ UInt64(right) &* rightFactor
    return Int(truncatingIfNeeded: hash &>> shift)
  }

  /// Looks pairs up.
  struct Reader {
    fileprivate let slots: UnsafeBufferPointer<Slot>
    fileprivate let shift: UInt64
    fileprivate let leftFactor: UInt64
    fileprivate let rightFactor: UInt64

    /// The rank of a pair in the upper half and what it becomes in the lower, or `none`.
    @inline(__always)
    func find(_ left: UInt32, _ right: UInt32) -> UInt64 {
      let hash = UInt64(left) &* leftFactor &+ UInt64(right) &* rightFactor
      var index = Int(truncatingIfNeeded: hash &>> shift)
      // Never full, so that this ends.
      while true {
        let slot = slots[index]
        if slot.rank == .max { return MergeTable.none }
        if slot.left == left, slot.right == right { return UInt64(slot.rank) &<< 32 | UInt64(slot.merged) }
        index = (index &+ 1) & (slots.count &- 1)
      }
    }
  }
}
