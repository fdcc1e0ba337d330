/// Pieces of text in the order of their bytes, packed; equal ones in the order in which they were given.
struct SortedPieces {
  private var order: [UInt32]
  private var bytes: [UInt8] = []
  private var offsets: [UInt32] = [0]

  /// The number of pieces that are not empty.
  var count: Int { order.count }

  /// Sorts pieces of `blob`, each from one of `offsets` to the next.
  init(blob: UnsafeBufferPointer<UInt8>, offsets given: [UInt32]) {
    order = (0..<UInt32(given.count - 1)).filter { given[Int($0)] < given[Int($0) + 1] }
    SortedPieces.sort(&order, 0..<order.count, from: 0, PieceList(blob: blob, offsets: given))
    bytes.reserveCapacity(blob.count)
    offsets.reserveCapacity(order.count + 1)
    for piece in order {
      bytes.append(contentsOf: blob[Int(given[Int(piece)])..<Int(given[Int(piece) + 1])])
      offsets.append(UInt32(bytes.count))
    }
  }

  /// The number of a piece, by its place among the sorted, in the list that was given.
  func original(_ place: Int) -> UInt32 { order[place] }

  /// Calls `body` with the bytes of all pieces and where each begins and the last ends.
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt32>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { bytes in offsets.withUnsafeBufferPointer { body(bytes, $0) } }
  }

  private struct PieceList {
    let blob: UnsafeBufferPointer<UInt8>
    let offsets: [UInt32]

    func length(_ piece: UInt32) -> Int { Int(offsets[Int(piece) + 1]) - Int(offsets[Int(piece)]) }

    /// Eight bytes of a piece from `depth` on as a number, zeros behind its end.
    func key(_ piece: UInt32, _ depth: Int) -> UInt64 {
      let start = Int(offsets[Int(piece)]) + depth
      let end = min(start + 8, Int(offsets[Int(piece) + 1]))
      var key: UInt64 = 0
      var index = start
      while index < end {
        key |= UInt64(blob[index]) &<< UInt64(56 &- (index &- start) &* 8)
        index += 1
      }
      return key
    }
  }

  /// A piece and what it is sorted by.
  private typealias Keyed = (key: UInt64, piece: UInt32)

  /// Sorts a part of the list whose pieces agree in their first `depth` bytes, eight bytes at a time.
  private static func sort(_ order: inout [UInt32], _ range: Range<Int>, from depth: Int, _ pieces: PieceList) {
    var keyed = order[range].map { Keyed(key: pieces.key($0, depth), piece: $0) }
    if keyed.count > 256 { sortByDigits(&keyed) } else { keyed.sort { ($0.key, $0.piece) < ($1.key, $1.piece) } }
    for (place, item) in zip(range, keyed) { order[place] = item.piece }
    var start = 0
    while start < keyed.count {
      var end = start + 1
      while end < keyed.count, keyed[end].key == keyed[start].key { end += 1 }
      if end - start > 1 { sortEqual(&order, range.lowerBound + start..<range.lowerBound + end, from: depth, pieces) }
      start = end
    }
  }

  /// Sorts pieces with the same key: those that end within it first, by their lengths, as zeros stand for nothing there.
  private static func sortEqual(_ order: inout [UInt32], _ range: Range<Int>, from depth: Int, _ pieces: PieceList) {
    let ended = order[range].filter { pieces.length($0) <= depth + 8 }
    let longer = order[range].filter { pieces.length($0) > depth + 8 }
    order.replaceSubrange(range, with: ended.sorted { (pieces.length($0), $0) < (pieces.length($1), $1) } + longer)
    if longer.count > 1 { sort(&order, range.lowerBound + ended.count..<range.upperBound, from: depth + 8, pieces) }
  }

  /// Sorts by key, keeping equals in place: eight passes over one byte each, the last byte first.
  private static func sortByDigits(_ items: inout [Keyed]) {
    var other = items
    for shift: UInt64 in stride(from: 0, to: 64, by: 8) {
      var starts = [Int](repeating: 0, count: 257)
      for item in items { starts[Int(item.key &>> shift & 0xFF) + 1] += 1 }
      if starts.contains(items.count) { continue }
      for digit in 1...256 { starts[digit] += starts[digit - 1] }
      for item in items {
        let digit = Int(item.key &>> shift & 0xFF)
        other[starts[digit]] = item
        starts[digit] += 1
      }
      swap(&items, &other)
    }
  }
}
