import Testing

@testable import Evaluation

@Suite struct StatisticsTests {
  @Test("AUC counts ties as half")
  func areaUnderCurve() {
    #expect(Statistics.areaUnderCurve(positives: [0.9, 0.8], negatives: [0.1, 0.2]) == 1)
    #expect(Statistics.areaUnderCurve(positives: [0.5], negatives: [0.5, 0.4]) == 0.75)
    #expect(Statistics.areaUnderCurve(positives: [0.1], negatives: [0.2]) == 0)
    #expect(Statistics.areaUnderCurve(positives: [], negatives: [0.2]) == 0)
  }

  @Test("AUC by ranks is AUC by comparison of every couple, with many ties and with copies")
  func areaByRanks() {
    var generator = MersenneTwister(seed: 1)
    for _ in 0..<50 {
      let values = (0..<12).map { _ in Double(generator.index(below: 6)) }
      let positives = values.map { _ in generator.index(below: 3) }
      let negatives = values.map { _ in generator.index(below: 3) }
      let high = values.indices.flatMap { [Double](repeating: values[$0], count: positives[$0]) }
      let low = values.indices.flatMap { [Double](repeating: values[$0], count: negatives[$0]) }
      guard !high.isEmpty, !low.isEmpty else { continue }
      var wins = 0.0
      for a in high { for b in low { wins += a > b ? 1 : a == b ? 0.5 : 0 } }
      let expected = wins / Double(high.count * low.count)
      #expect(abs(Statistics.areaUnderCurve(positives: high, negatives: low) - expected) < 1e-15)
      let order = values.indices.sorted { values[$0] < values[$1] }
      let byCopies = Statistics.areaUnderCurve(values, order: order, positives: positives, negatives: negatives)
      #expect(abs(byCopies - expected) < 1e-15)
    }
  }

  @Test("equal values share the mean of their ranks, and so do copies")
  func ranks() {
    #expect(Statistics.ranks([10, 20, 20, 5]) == [2, 3.5, 3.5, 1])
    // 5, 10, 10, 20, 20, 20
    #expect(Statistics.ranks([10, 20, 20, 5], order: [3, 0, 1, 2], drawn: [2, 1, 2, 1]) == [2.5, 5, 5, 1])
  }

  @Test("correlation is 1 for a line, -1 for a falling one, 0 when a side does not vary")
  func correlation() {
    #expect(abs(Statistics.correlation([1, 2, 3], [10, 20, 30]) - 1) < 1e-15)
    #expect(abs(Statistics.correlation([1, 2, 3], [3, 2, 1]) + 1) < 1e-15)
    #expect(Statistics.correlation([1, 2, 3], [5, 5, 5]) == 0)
    #expect(Statistics.correlation([0.1, 0.1, 7], [1, 2, 3], drawn: [1, 1, 0]).isNaN)
  }

  @Test("quantiles are interpolated between neighbours")
  func quantile() {
    #expect(Statistics.quantile(0.5, of: [1, 2, 3, 4]) == 2.5)
    #expect(Statistics.quantile(0.025, of: [0, 40]) == 1)
    #expect(Statistics.quantile(1, of: [0, 40]) == 40)
  }

  @Test("the generator gives the published first numbers of MT19937, and NumPy's of seed 42")
  func generator() {
    var published = MersenneTwister(seed: 5489)
    #expect(published.next() == 3_499_211_612)
    for _ in 2..<10_000 { _ = published.next() }
    #expect(published.next() == 4_123_659_995)
    var numpy = MersenneTwister(seed: 42)
    #expect(numpy.unit() == 0.3745401188473625)
    #expect(numpy.unit() == 0.9507143064099162)
  }
}

@Suite struct BootstrapTests {
  @Test("an interval of a mean holds the mean, narrows with the number of items, and depends on the seed alone")
  func intervals() throws {
    func interval(_ count: Int, seed: UInt32 = 42) throws -> Interval {
      let values = (0..<count).map { Double($0 % 2) }
      let intervals = Bootstrap(seed: seed).intervals(strata: [count], count: 1) { drawn, numbers in
        numbers[0] = Statistics.mean(values, drawn: drawn)
      }
      return try #require(intervals[0])
    }
    let narrow = try interval(400)
    #expect(narrow.lower < 0.5 && narrow.upper > 0.5)
    // Two standard errors of a share of a half in 400.
    #expect(abs((narrow.upper - narrow.lower) - 0.098) < 0.01)
    let wide = try interval(10)
    #expect(wide.upper - wide.lower > 0.4)
    #expect(try interval(10) == wide)
    #expect(try interval(400, seed: 43) != narrow)
  }

  @Test("parts are drawn apart and keep their sizes")
  func strata() {
    _ = Bootstrap(resamples: 50).intervals(strata: [3, 5], count: 1) { drawn, _ in
      #expect(drawn.prefix(3).reduce(0, +) == 3)
      #expect(drawn.dropFirst(3).reduce(0, +) == 5)
    }
  }

  @Test("a number that is rarely defined has no interval")
  func undefined() {
    var calls = 0
    let intervals = Bootstrap(resamples: 100).intervals(strata: [2], count: 2) { _, numbers in
      calls += 1
      numbers = [calls % 4 == 0 ? 1 : .nan, calls % 4 == 0 ? .nan : 1]
    }
    #expect(intervals[0] == nil)
    #expect(intervals[1] == Interval(lower: 1, upper: 1))
  }
}
