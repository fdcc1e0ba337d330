/// The pieces of a vocabulary as a tree over their bytes, flat: a node's children lie side by side, in order of bytes.
struct ByteTrie: Sendable {
  /// What a node without a piece has for a value.
  static let noValue = UInt32.max

  /// The first child of every node; its last is before the first child of the next node.
  private let firstChild: [UInt32]
  /// The byte that leads to every node.
  private let labels: [UInt8]
  /// The value of the piece that ends at every node.
  private let values: [UInt32]
  /// The node after one byte, 0 for none: the root has too many children to look through.
  private let afterFirstByte: [UInt32]

  /// A tree over pieces with their values; a piece that is given twice has the value that was given last.
  ///
  /// - Parameters:
  ///   - blob: The bytes of all pieces.
  ///   - offsets: Where each piece begins in `blob`, and the end of the last. An empty piece is left out.
  ///   - pieceValues: A value for each piece.
  init(blob: UnsafeBufferPointer<UInt8>, offsets: [UInt32], values pieceValues: [UInt32]) {
    var builder = Builder(blob: blob, offsets: offsets, pieceValues: pieceValues)
    builder.build()
    firstChild = builder.firstChild
    labels = builder.labels
    values = builder.values
    var direct = [UInt32](repeating: 0, count: 256)
    if firstChild.count > 1 {
      for child in Int(firstChild[0])..<Int(firstChild[1]) { direct[Int(labels[child])] = UInt32(child) }
    }
    afterFirstByte = direct
  }

  /// Calls `body` with a face of the tree for many walks.
  @inline(__always)
  func withWalker<Result>(_ body: (Walker) -> Result) -> Result {
    firstChild.withUnsafeBufferPointer { firstChild in
      labels.withUnsafeBufferPointer { labels in
        values.withUnsafeBufferPointer { values in
          afterFirstByte.withUnsafeBufferPointer { direct in
            body(Walker(firstChild: firstChild, labels: labels, values: values, afterFirstByte: direct))
          }
        }
      }
    }
  }

  /// Steps from node to node; valid inside `withWalker`.
  struct Walker {
    fileprivate let firstChild: UnsafeBufferPointer<UInt32>
    fileprivate let labels: UnsafeBufferPointer<UInt8>
    fileprivate let values: UnsafeBufferPointer<UInt32>
    fileprivate let afterFirstByte: UnsafeBufferPointer<UInt32>

    /// The node after a piece's first byte; 0 where no piece begins so.
    @inline(__always)
    func start(_ byte: UInt8) -> Int { Int(afterFirstByte[Int(byte)]) }

    /// The node after one more byte; 0 where no piece goes on so.
    @inline(__always)
    func step(_ node: Int, _ byte: UInt8) -> Int {
      var low = Int(firstChild[node])
      var high = Int(firstChild[node &+ 1])
      while high &- low > 8 {
        let middle = (low &+ high) / 2
        if labels[middle] <= byte { low = middle } else { high = middle }
      }
      while low < high {
        if labels[low] == byte { return low }
        low &+= 1
      }
      return 0
    }

    /// The value of the piece that ends at a node, or `noValue`.
    @inline(__always)
    func value(_ node: Int) -> UInt32 { values[node] }
  }
}

/// Sorts pieces and lays out nodes at once, level by level: a node is a run of pieces that agree in their first bytes.
private struct Builder {
  let blob: UnsafeBufferPointer<UInt8>
  let offsets: [UInt32]
  let pieceValues: [UInt32]
  var firstChild: [UInt32] = []
  var labels: [UInt8] = [0]
  var values: [UInt32] = [ByteTrie.noValue]

  /// The pieces below a node are `order[start..<end]`.
  private struct Run {
    var start: UInt32
    var end: UInt32
  }

  mutating func build() {
    let count = pieceValues.count
    firstChild.reserveCapacity(count * 3)
    labels.reserveCapacity(count * 3)
    values.reserveCapacity(count * 3)
    var order = (0..<UInt32(count)).filter { offsets[Int($0)] < offsets[Int($0) + 1] }
    var sorted = order
    var level = [Run(start: 0, end: UInt32(order.count))]
    var depth = 0
    var firstNodeOfLevel = 0
    while !level.isEmpty {
      var next: [Run] = []
      next.reserveCapacity(level.count)
      let firstNodeOfNext = firstNodeOfLevel + level.count
      for run in level {
        firstChild.append(UInt32(firstNodeOfNext + next.count))
        split(run, depth, &order, &sorted, into: &next)
      }
      firstNodeOfLevel = firstNodeOfNext
      level = next
      depth += 1
    }
    firstChild.append(UInt32(labels.count))
  }

  /// Makes a child of every byte that follows in a run of pieces.
  private mutating func split(
    _ run: Run,
    _ depth: Int,
    _ order: inout [UInt32],
    _ sorted: inout [UInt32],
    into next: inout [Run]
  ) {
    // A run whose pieces end here has its value set by its parent; only longer pieces are passed on.
    let range = Int(run.start)..<Int(run.end)
    guard !range.isEmpty else { return }
    if range.count <= 24 { insertionSort(range, depth, &order) } else { countingSort(range, depth, &order, &sorted) }
    var start = range.lowerBound
    while start < range.upperBound {
      let byte = byte(order[start], depth)
      var end = start + 1
      while end < range.upperBound, self.byte(order[end], depth) == byte { end += 1 }
      // Pieces that end with this byte come to the front of the run.
      var last: UInt32?
      var longer = start
      for place in start..<end where ends(order[place], depth + 1) {
        last = max(last ?? 0, order[place])
        order.swapAt(place, longer)
        longer += 1
      }
      labels.append(byte)
      values.append(last.map { pieceValues[Int($0)] } ?? ByteTrie.noValue)
      next.append(Run(start: UInt32(longer), end: UInt32(end)))
      start = end
    }
  }

  @inline(__always)
  private func byte(_ piece: UInt32, _ depth: Int) -> UInt8 { blob[Int(offsets[Int(piece)]) + depth] }

  @inline(__always)
  private func ends(_ piece: UInt32, _ length: Int) -> Bool {
    Int(offsets[Int(piece) + 1]) - Int(offsets[Int(piece)]) == length
  }

  private func insertionSort(_ range: Range<Int>, _ depth: Int, _ order: inout [UInt32]) {
    for index in range.dropFirst() {
      let piece = order[index]
      let key = byte(piece, depth)
      var place = index
      while place > range.lowerBound, byte(order[place - 1], depth) > key {
        order[place] = order[place - 1]
        place -= 1
      }
      order[place] = piece
    }
  }

  private func countingSort(_ range: Range<Int>, _ depth: Int, _ order: inout [UInt32], _ sorted: inout [UInt32]) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 257) { starts in
      starts.initialize(repeating: 0)
      for index in range { starts[Int(byte(order[index], depth)) + 1] += 1 }
      starts[0] = range.lowerBound
      for key in 1...256 { starts[key] += starts[key - 1] }
      for index in range {
        let key = Int(byte(order[index], depth))
        sorted[starts[key]] = order[index]
        starts[key] += 1
      }
    }
    for index in range { order[index] = sorted[index] }
  }
}
