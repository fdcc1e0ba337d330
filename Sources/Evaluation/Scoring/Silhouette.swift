/// How much nearer a point is to its own group than to the nearest other one.
enum Silhouette {
  /// The silhouette of every point: (b − a) / max(a, b) with the mean distances a to its own group and b to the nearest
  /// other one; 0 for a point that is alone in its group, or whose distances are all 0.
  static func values(_ distances: [[Double]], labels: [Int], count: Int) -> [Double] {
    var sizes = [Int](repeating: 0, count: count)
    for label in labels { sizes[label] += 1 }
    var sums = [Double](repeating: 0, count: count)
    return labels.indices.map { point in
      let own = labels[point]
      guard sizes[own] > 1 else { return 0 }
      for group in 0..<count { sums[group] = 0 }
      for other in labels.indices { sums[labels[other]] += distances[point][other] }
      let within = sums[own] / Double(sizes[own] - 1)
      var nearest = Double.infinity
      for group in 0..<count where group != own && sizes[group] > 0 {
        nearest = min(nearest, sums[group] / Double(sizes[group]))
      }
      let larger = max(within, nearest)
      return larger > 0 && larger.isFinite ? (nearest - within) / larger : 0
    }
  }
}
