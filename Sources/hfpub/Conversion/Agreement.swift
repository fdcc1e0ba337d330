import EmbeddingCore

/// How much two models agree about the same texts.
struct Agreement {
  /// Every text is compared with every other among the first so many.
  static let textsInPairs = 300

  /// The texts for which at least one model has a vector that is not zero.
  private(set) var texts = 0
  /// The mean cosine of a text's two vectors; nil when their lengths differ.
  private(set) var meanCosine: Double?
  /// The lowest one.
  private(set) var lowestCosine: Double?
  /// The pairs of texts.
  private(set) var pairs = 0
  /// By how much the cosine of two texts changed, in the mean.
  private(set) var meanChange = 0.0
  /// By how much it changed at most.
  private(set) var largestChange = 0.0

  /// Compares the models on all texts of a source; memory does not grow with their number.
  init(_ old: StaticModel, _ new: StaticModel, on source: consuming any TextSource) throws {
    var kept: [(old: [Float], new: [Float])] = []
    var sum = 0.0
    var lowest = Double.infinity
    let isComparable = old.dimension == new.dimension
    while let text = try source.next() {
      try Task.checkCancellation()
      let vectors = (old: try old.encode(text), new: try new.encode(text))
      guard vectors.old.contains(where: { $0 != 0 }) || vectors.new.contains(where: { $0 != 0 }) else { continue }
      texts += 1
      if isComparable {
        let cosine = Similarity.cosine(vectors.old, vectors.new)
        sum += cosine
        lowest = min(lowest, cosine)
      }
      if kept.count < Self.textsInPairs { kept.append(vectors) }
    }
    if isComparable, texts > 0 {
      meanCosine = sum / Double(texts)
      lowestCosine = lowest
    }
    comparePairs(kept)
  }

  private mutating func comparePairs(_ kept: [(old: [Float], new: [Float])]) {
    var sum = 0.0
    for left in kept.indices {
      for right in kept.indices where right > left {
        let change = abs(
          Similarity.cosine(kept[left].old, kept[right].old) - Similarity.cosine(kept[left].new, kept[right].new)
        )
        pairs += 1
        sum += change
        largestChange = max(largestChange, change)
      }
    }
    if pairs > 0 { meanChange = sum / Double(pairs) }
  }
}
