/// How intervals are found: items are drawn again and again with replacement, and the middle of what comes out is kept.
///
/// Resample `r` draws from one stream of `MersenneTwister`, stratum after stratum, so that a seed fixes every digit. The ends are
/// quantiles with linear interpolation. Resamples in which a number is not defined, such as a correlation of one item
/// with itself, are left out; with fewer than half of them left there is no interval.
public struct Bootstrap: Sendable, Hashable {
  /// How often items are drawn.
  public var resamples: Int
  /// The generator's seed.
  public var seed: UInt32
  /// The share of outcomes that the interval holds.
  public var level: Double

  /// How intervals are found.
  public init(resamples: Int = 2000, seed: UInt32 = 42, level: Double = 0.95) {
    self.resamples = resamples
    self.seed = seed
    self.level = level
  }

  /// 2,000 resamples, seed 42, 95 %.
  public static let standard = Bootstrap()

  /// The intervals of `count` numbers.
  ///
  /// - Parameters:
  ///   - strata: how many items each part has; parts keep their sizes.
  ///   - count: how many numbers `compute` gives.
  ///   - compute: gives the numbers from how often each item was drawn; NaN for one that is not defined.
  /// - Returns: one interval a number, nil where there is none.
  func intervals(
    strata: [Int],
    count: Int,
    _ compute: (_ drawn: [Int], _ numbers: inout [Double]) -> Void
  )
    -> [Interval?]
  {
    var generator = MersenneTwister(seed: seed)
    var outcomes = [[Double]](repeating: [], count: count)
    var drawn = [Int](repeating: 0, count: strata.reduce(0, +))
    var numbers = [Double](repeating: 0, count: count)
    for _ in 0..<max(0, resamples) {
      for index in drawn.indices { drawn[index] = 0 }
      var start = 0
      for size in strata {
        for _ in 0..<size { drawn[start + generator.index(below: size)] += 1 }
        start += size
      }
      compute(drawn, &numbers)
      for index in 0..<count where !numbers[index].isNaN { outcomes[index].append(numbers[index]) }
    }
    return outcomes.map { interval($0) }
  }

  private func interval(_ outcomes: [Double]) -> Interval? {
    guard !outcomes.isEmpty, outcomes.count * 2 >= resamples else { return nil }
    let sorted = outcomes.sorted()
    let tail = (1 - level) / 2
    return Interval(lower: Statistics.quantile(tail, of: sorted), upper: Statistics.quantile(1 - tail, of: sorted))
  }
}
