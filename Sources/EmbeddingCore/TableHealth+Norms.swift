import CKernels

/// How often every length occurs, to about a part in a thousand, whatever the number of rows.
struct NormHistogram {
  private var counts = [UInt64](repeating: 0, count: Int(HFPUB_NORM_PLACES))
  private var smallest: (norm: Double, row: Int)?
  private var largest: (norm: Double, row: Int)?

  /// Adds a thread's rows; threads are added in the order of their rows.
  mutating func add(_ survey: TableSurvey) {
    guard let extremes = survey.extremes else { return }
    if smallest.map({ extremes.smallest.norm < $0.norm }) ?? true { smallest = extremes.smallest }
    if largest.map({ extremes.largest.norm > $0.norm }) ?? true { largest = extremes.largest }
    for (place, count) in survey.histogram.enumerated() where count > 0 { counts[place] += UInt64(count) }
  }

  /// What the lengths are like; nil when there are none.
  var norms: TableHealth.Norms? {
    guard let smallest, let largest else { return nil }
    let total = counts.reduce(0, +)
    let median = quantile(0.5, of: total)
    let upper = quantile(0.75, of: total)
    // Frequent tokens are short on purpose, so that only the upper half tells what is long.
    let bound = median + max(20 * (upper - median), 4 * median)
    let outliers = counts.enumerated().reduce(0) {
      $1.element > 0 && Self.length(at: $1.offset) > bound ? $0 + Int($1.element) : $0
    }
    return .init(
      minimum: smallest.norm,
      minimumRow: smallest.row,
      median: min(max(median, smallest.norm), largest.norm),
      maximum: largest.norm,
      maximumRow: largest.row,
      outlierCount: outliers,
      outlierBound: bound
    )
  }

  private func quantile(_ share: Double, of total: UInt64) -> Double {
    var left = UInt64(Double(total - 1) * share)
    for (place, count) in counts.enumerated() where count > 0 {
      if left < count { return Self.length(at: place) }
      left -= count
    }
    return 0
  }

  /// The length in the middle of a place.
  private static func length(at place: Int) -> Double {
    let start = UInt32(place) << UInt32(HFPUB_NORM_SHIFT)
    return Double(Float(bitPattern: start | 1 << UInt32(HFPUB_NORM_SHIFT - 1)))
  }
}
