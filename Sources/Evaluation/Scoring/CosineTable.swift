import EmbeddingCore

/// The cosine of every left text with every right text of a list of pairs.
struct CosineTable {
  let count: Int
  private let values: [Double]

  init(_ pairs: [Suite.Pair], _ vectors: VectorTable) {
    count = pairs.count
    let right = pairs.map { vectors($0.b) }
    values = pairs.flatMap { pair in
      let left = vectors(pair.a)
      return right.map { Similarity.cosine(left, $0) }
    }
  }

  subscript(left: Int, right: Int) -> Double { values[left * count + right] }

  /// The cosines of the pairs themselves.
  var own: [Double] { (0..<count).map { self[$0, $0] } }

  /// The cosines of a left text with the right texts of other pairs.
  func others(of left: Int) -> [Double] { (0..<count).filter { $0 != left }.map { self[left, $0] } }

  /// All cosines of texts that are not of one pair.
  var shuffled: [Double] { (0..<count).flatMap { others(of: $0) } }

  /// For every pair, 1 if the left text's nearest right text is its own, 0 if not; a tie is lost.
  var nearest: [Double] {
    (0..<count).map { left in others(of: left).allSatisfy { $0 < self[left, left] } ? 1 : 0 }
  }
}

/// AUC of pairs against shuffled pairs, again and again for other numbers of copies.
struct ResampledPairs {
  private let count: Int
  private let ranked: RankedPositives
  private let cosines: [Double]
  /// For every left and right text, the place of their cosine among those of the pairs.
  private let places: [Int32]

  init(_ table: CosineTable) {
    count = table.count
    let ranked = RankedPositives(table.own)
    self.ranked = ranked
    let cosines = (0..<table.count).flatMap { left in (0..<table.count).map { table[left, $0] } }
    self.cosines = cosines
    places = cosines.map { Int32(ranked.place(of: $0)) }
  }

  /// The mean cosine and the AUC when pairs were drawn so often; shuffled pairs are of two different items.
  func shuffledMeanAndAUC(drawn: [Int]) -> (mean: Double, auc: Double) {
    let items = drawn.indices.filter { drawn[$0] > 0 }
    guard items.count > 1 else { return (.nan, .nan) }
    let wins = winTable(drawn: drawn)
    let total = items.reduce(0) { $0 + drawn[$1] }
    var sum = 0.0
    var halves = 0
    var shuffled = 0
    // The hot loop of the whole evaluation: no bounds are checked, as every place is made of two items' numbers.
    cosines.withUnsafeBufferPointer { cosines in
      places.withUnsafeBufferPointer { places in
        wins.withUnsafeBufferPointer { wins in
          for left in items {
            for right in items where right != left {
              let times = drawn[left] &* drawn[right]
              let cell = left &* count &+ right
              sum += Double(times) * cosines[cell]
              halves &+= times &* wins[Int(places[cell])]
              shuffled &+= times
            }
          }
        }
      }
    }
    return (sum / Double(shuffled), Double(halves) / 2 / Double(total * shuffled))
  }

  private func winTable(drawn: [Int]) -> [Int] {
    var counts = [Int](repeating: 0, count: ranked.values.count)
    for (item, rank) in ranked.ranks.enumerated() { counts[rank] += drawn[item] }
    var wins = [Int](repeating: 0, count: ranked.placeCount)
    var above = 0
    for rank in counts.indices.reversed() {
      // From above: between this value and the next, then on it.
      wins[2 * rank + 2] = 2 * above
      wins[2 * rank + 1] = 2 * above + counts[rank]
      above += counts[rank]
    }
    wins[0] = 2 * above
    return wins
  }
}
