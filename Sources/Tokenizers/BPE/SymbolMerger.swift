/// The symbols of a piece, and the memory for merging them; kept from piece to piece.
struct SymbolMerger: Sendable {
  /// Up to this many symbols the cheapest pair is looked for again after every merge.
  static let scanned = 32

  /// The symbols, from the left; `count` of them.
  private(set) var symbols: [UInt32] = []
  private(set) var count = 0
  /// For a few symbols: what every pair becomes; for many: a heap of ranks and places.
  private var pairs: [UInt64] = []
  /// For many symbols: the places before and after each, -1 for none; a place that was merged away points to itself.
  private var previous: [Int32] = []
  private var next: [Int32] = []

  mutating func removeAll() { count = 0 }

  mutating func append(_ symbol: UInt32) {
    if count < symbols.count { symbols[count] = symbol } else { symbols.append(symbol) }
    count += 1
  }

  /// Writes the symbols.
  func copy(to output: UnsafeMutablePointer<UInt32>) {
    for index in 0..<count { output[index] = symbols[index] }
  }

  /// Replaces pairs, always the one of the lowest rank and of those the leftmost, until none can be.
  mutating func merge(_ merges: MergeTable) {
    guard count > 1 else { return }
    if count <= SymbolMerger.scanned {
      makeRoom()
      count = symbols.withUnsafeMutableBufferPointer { symbols in
        pairs.withUnsafeMutableBufferPointer { pairs in
          merges.withReader { merges in
            for index in 0..<count &- 1 { pairs[index] = merges.find(symbols[index], symbols[index &+ 1]) }
            return SymbolMerger.mergeFew(symbols, count, pairs, merges)
          }
        }
      }
    } else {
      merges.withReader { mergeMany($0) }
    }
  }

  /// Takes the symbols of bytes and merges them; `bytePairs` is what every pair of bytes becomes.
  @inline(__always)
  mutating func merge(
    _ bytes: UnsafeBufferPointer<UInt8>,
    prefixed isPrefixed: Bool,
    _ byteSymbols: [UInt32],
    _ bytePairs: [UInt64],
    _ merges: MergeTable
  ) {
    let length = bytes.count + (isPrefixed ? 1 : 0)
    guard length <= SymbolMerger.scanned else {
      removeAll()
      if isPrefixed { append(byteSymbols[0x20]) }
      for byte in bytes { append(byteSymbols[Int(byte)]) }
      return merge(merges)
    }
    makeRoom()
    count = symbols.withUnsafeMutableBufferPointer { symbols in
      pairs.withUnsafeMutableBufferPointer { pairs in
        byteSymbols.withUnsafeBufferPointer { byteSymbols in
          bytePairs.withUnsafeBufferPointer { bytePairs in
            var filled = 0
            var last = 0x20
            if isPrefixed {
              symbols[0] = byteSymbols[0x20]
              filled = 1
            }
            for byte in bytes {
              symbols[filled] = byteSymbols[Int(byte)]
              if filled > 0 { pairs[filled &- 1] = bytePairs[last &<< 8 | Int(byte)] }
              last = Int(byte)
              filled &+= 1
            }
            guard filled > 1 else { return filled }
            return merges.withReader { SymbolMerger.mergeFew(symbols, filled, pairs, $0) }
          }
        }
      }
    }
  }

  private mutating func makeRoom() {
    func extend<Number: ExpressibleByIntegerLiteral>(_ numbers: inout [Number]) {
      guard numbers.count < SymbolMerger.scanned else { return }
      numbers.append(contentsOf: repeatElement(0, count: SymbolMerger.scanned - numbers.count))
    }
    extend(&symbols)
    extend(&pairs)
  }

  /// Merges symbols whose pairs have been looked up.
  @inline(__always)
  private static func mergeFew(
    _ symbols: UnsafeMutableBufferPointer<UInt32>,
    _ count: Int,
    _ pairs: UnsafeMutableBufferPointer<UInt64>,
    _ merges: MergeTable.Reader
  ) -> Int {
    var last = count &- 1
    while true {
      var best = MergeTable.none
      var place = 0
      for index in 0..<last where pairs[index] < best {
        best = pairs[index]
        place = index
      }
      guard best != MergeTable.none else { return last &+ 1 }
      symbols[place] = UInt32(truncatingIfNeeded: best)
      last &-= 1
      var index = place &+ 1
      while index <= last {
        symbols[index] = symbols[index &+ 1]
        pairs[index &- 1] = pairs[index]
        index &+= 1
      }
      if place < last { pairs[place] = merges.find(symbols[place], symbols[place &+ 1]) }
      if place > 0 { pairs[place &- 1] = merges.find(symbols[place &- 1], symbols[place]) }
      if last == 0 { return 1 }
    }
  }

  private mutating func mergeMany(_ merges: MergeTable.Reader) {
    pairs.removeAll(keepingCapacity: true)
    previous.removeAll(keepingCapacity: true)
    next.removeAll(keepingCapacity: true)
    for place in 0..<count {
      previous.append(Int32(truncatingIfNeeded: place) - 1)
      next.append(place + 1 < count ? Int32(truncatingIfNeeded: place) + 1 : -1)
      guard place + 1 < count else { continue }
      let pair = merges.find(symbols[place], symbols[place + 1])
      if pair != MergeTable.none { pairs.append(SymbolMerger.entry(pair, place)) }
    }
    // Sorted is a heap.
    pairs.sort()
    while let entry = popPair() {
      let place = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF)
      let right = Int(next[place])
      // What stood there may have been merged since.
      guard right > place else { continue }
      let pair = merges.find(symbols[place], symbols[right])
      guard pair != MergeTable.none, SymbolMerger.entry(pair, place) == entry else { continue }
      symbols[place] = UInt32(truncatingIfNeeded: pair)
      let after = next[right]
      next[place] = after
      next[right] = Int32(truncatingIfNeeded: right)
      if after >= 0 {
        previous[Int(after)] = Int32(truncatingIfNeeded: place)
        pushPair(merges, place, Int(after))
      }
      if previous[place] >= 0 { pushPair(merges, Int(previous[place]), place) }
    }
    var kept = 0
    var place = 0
    while place >= 0 {
      symbols[kept] = symbols[place]
      kept += 1
      place = Int(next[place])
    }
    count = kept
  }

  /// Rank above place, so that the smallest entry is the next to merge.
  @inline(__always)
  private static func entry(_ pair: UInt64, _ place: Int) -> UInt64 {
    pair & 0xFFFF_FFFF_0000_0000 | UInt64(truncatingIfNeeded: place)
  }

  private mutating func pushPair(_ merges: MergeTable.Reader, _ left: Int, _ right: Int) {
    let pair = merges.find(symbols[left], symbols[right])
    guard pair != MergeTable.none else { return }
    let entry = SymbolMerger.entry(pair, left)
    var place = pairs.count
    pairs.append(entry)
    while place > 0, pairs[(place - 1) / 2] > entry {
      pairs[place] = pairs[(place - 1) / 2]
      place = (place - 1) / 2
    }
    pairs[place] = entry
  }

  private mutating func popPair() -> UInt64? {
    guard let last = pairs.popLast() else { return nil }
    guard let top = pairs.first else { return last }
    var place = 0
    while true {
      var child = 2 * place + 1
      guard child < pairs.count else { break }
      if child + 1 < pairs.count, pairs[child + 1] < pairs[child] { child += 1 }
      guard pairs[child] < last else { break }
      pairs[place] = pairs[child]
      place = child
    }
    pairs[place] = last
    return top
  }
}
