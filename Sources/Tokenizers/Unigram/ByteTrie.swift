import CKernels

/// The pieces of a vocabulary as a tree over their bytes, flat: a node's children lie side by side, in order of bytes.
struct ByteTrie: Sendable {
  /// What a node without a piece has for an id.
  static let noPiece = UInt32.max

  fileprivate struct Node {
    /// The first child; the last is before the first child of the next node.
    var firstChild: UInt32
    /// The id of the piece that ends here.
    var id: UInt32
    /// Its score; beside the id, as memory is what a walk waits for.
    var score: Double
  }

  private let nodes: [Node]
  /// The byte that leads to every node, and 16 more that mean nothing, since 16 are read at a time.
  private let labels: [UInt8]
  /// The node after one byte, 0 for none: the root has too many children to look through.
  private let afterFirstByte: [UInt32]

  /// A tree over pieces, whose ids are their places; a piece that is given twice is what was given last.
  ///
  /// - Parameters:
  ///   - blob: The bytes of all pieces.
  ///   - offsets: Where each piece begins in `blob`, and the end of the last. An empty piece is left out.
  ///   - scores: The score of each piece.
  init(blob: UnsafeBufferPointer<UInt8>, offsets: [UInt32], scores: [Double]) {
    var builder = TrieBuilder(SortedPieces(blob: blob, offsets: offsets), scores: scores)
    builder.build()
    nodes = builder.nodes
    var direct = [UInt32](repeating: 0, count: 256)
    for child in Int(nodes[0].firstChild)..<Int(nodes[1].firstChild) {
      direct[Int(builder.labels[child])] = UInt32(child)
    }
    afterFirstByte = direct
    labels = builder.labels + [UInt8](repeating: 0, count: 16)
  }

  /// Calls `body` with a face of the tree for many walks.
  @inline(__always)
  func withWalker<Result>(_ body: (Walker) -> Result) -> Result {
    nodes.withUnsafeBufferPointer { nodes in
      labels.withUnsafeBufferPointer { labels in
        afterFirstByte.withUnsafeBufferPointer { direct in
          body(Walker(nodes: nodes, labels: labels, afterFirstByte: direct))
        }
      }
    }
  }

  /// Steps from node to node; valid inside `withWalker`.
  struct Walker {
    fileprivate let nodes: UnsafeBufferPointer<Node>
    fileprivate let labels: UnsafeBufferPointer<UInt8>
    fileprivate let afterFirstByte: UnsafeBufferPointer<UInt32>

    /// The node after a piece's first byte; 0 where no piece begins so.
    @inline(__always)
    func start(_ byte: UInt8) -> Int { Int(afterFirstByte[Int(byte)]) }

    /// The node after one more byte; 0 where no piece goes on so.
    @inline(__always)
    func step(_ node: Int, _ byte: UInt8) -> Int {
      var first = Int(nodes[node].firstChild)
      let end = Int(nodes[node &+ 1].firstChild)
      guard let labels = labels.baseAddress else { return 0 }
      while first < end {
        // Labels behind the last child belong to other nodes.
        let place = first &+ Int(hfpub_find_byte(labels + first, byte))
        if place < end, place < first &+ 16 { return place }
        first &+= 16
      }
      return 0
    }

    /// The id of the piece that ends at a node, or `noPiece`.
    @inline(__always)
    func id(_ node: Int) -> UInt32 { nodes[node].id }

    /// The score of the piece that ends at a node.
    @inline(__always)
    func score(_ node: Int) -> Double { nodes[node].score }
  }
}

/// Lays out the nodes level by level: a node is a run of sorted pieces that agree in their first bytes.
private struct TrieBuilder {
  private let pieces: SortedPieces
  private let scores: [Double]
  var nodes: [ByteTrie.Node] = []
  var labels: [UInt8] = [0]

  init(_ pieces: SortedPieces, scores: [Double]) {
    self.pieces = pieces
    self.scores = scores
  }

  /// Pieces that are longer than the node's depth, as places in the sorted list.
  private struct Run {
    var start: UInt32
    var end: UInt32
    /// The piece that is as long as the node is deep.
    var id: UInt32
  }

  mutating func build() {
    nodes.reserveCapacity(pieces.count * 3)
    labels.reserveCapacity(pieces.count * 3)
    var level = [Run(start: 0, end: UInt32(pieces.count), id: ByteTrie.noPiece)]
    var depth = 0
    var firstOfNextLevel = 1
    pieces.withBytes { bytes, offsets in
      while !level.isEmpty {
        var next: [Run] = []
        next.reserveCapacity(level.count)
        for run in level {
          nodes.append(node(UInt32(firstOfNextLevel + next.count), run.id))
          var start = Int(run.start)
          let end = Int(run.end)
          while start < end {
            let byte = bytes[Int(offsets[start]) + depth]
            var id = ByteTrie.noPiece
            var longer = start
            // The piece that ends here comes first, and if it is repeated the last one counts.
            while longer < end, Int(offsets[longer + 1]) - Int(offsets[longer]) == depth + 1,
              bytes[Int(offsets[longer]) + depth] == byte
            {
              id = pieces.original(longer)
              longer += 1
            }
            var stop = longer
            while stop < end, bytes[Int(offsets[stop]) + depth] == byte { stop += 1 }
            labels.append(byte)
            next.append(Run(start: UInt32(longer), end: UInt32(stop), id: id))
            start = stop
          }
        }
        firstOfNextLevel += next.count
        level = next
        depth += 1
      }
    }
    nodes.append(node(UInt32(labels.count), ByteTrie.noPiece))
  }

  private func node(_ firstChild: UInt32, _ id: UInt32) -> ByteTrie.Node {
    .init(firstChild: firstChild, id: id, score: id == ByteTrie.noPiece ? 0 : scores[Int(id)])
  }
}
