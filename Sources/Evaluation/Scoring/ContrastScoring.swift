/// Similar pairs beside dissimilar ones: (mean of the first − mean of the second + 1) / 2.
///
/// The control is the same formula when every left text meets the right texts of the other pairs of its list.
struct ContrastScoring {
  private let suite: Suite
  private let similar: [Suite.Pair]
  private let dissimilar: [Suite.Pair]
  private let bootstrap: Bootstrap
  private let similarTable: CosineTable
  private let dissimilarTable: CosineTable

  init(
    _ suite: Suite,
    _ similar: [Suite.Pair],
    _ dissimilar: [Suite.Pair],
    _ vectors: VectorTable,
    _ bootstrap: Bootstrap
  ) {
    self.suite = suite
    self.similar = similar
    self.dissimilar = dissimilar
    self.bootstrap = bootstrap
    similarTable = CosineTable(similar, vectors)
    dissimilarTable = CosineTable(dissimilar, vectors)
  }

  func result() -> SuiteResult {
    let high = similarTable.own
    let low = dissimilarTable.own
    let nearest = similarTable.nearest
    let margin = Statistics.mean(high) - Statistics.mean(low)
    let shuffledMargin = Statistics.mean(similarTable.shuffled) - Statistics.mean(dissimilarTable.shuffled)
    let values: [Metric: Double] = [
      .score: (margin + 1) / 2,
      .similarMean: Statistics.mean(high),
      .dissimilarMean: Statistics.mean(low),
      .shuffledScore: (shuffledMargin + 1) / 2,
      .margin: margin,
      .auc: Statistics.areaUnderCurve(positives: high, negatives: low),
      .recallAt1: Statistics.mean(nearest),
    ]
    let intervals = intervals(high, low, nearest)
    return SuiteResult(
      suite: suite,
      items: items(similar, similarTable, "similar") + items(dissimilar, dissimilarTable, "dissimilar"),
      scores: suite.metrics.compactMap { metric in
        values[metric].map { .init(metric: metric, value: $0, interval: intervals[metric] ?? nil) }
      }
    )
  }

  private func intervals(_ high: [Double], _ low: [Double], _ nearest: [Double]) -> [Metric: Interval?] {
    let cosines = high + low
    let cosineOrder = cosines.indices.sorted { cosines[$0] < cosines[$1] }
    let none = (high: high.map { _ in 0 }, low: low.map { _ in 0 })
    let order: [Metric] = [.score, .similarMean, .dissimilarMean, .margin, .auc, .recallAt1]
    let intervals = bootstrap.intervals(strata: [high.count, low.count], count: order.count) { drawn, numbers in
      let first = Array(drawn.prefix(high.count))
      let second = Array(drawn.dropFirst(high.count))
      let means = (Statistics.mean(high, drawn: first), Statistics.mean(low, drawn: second))
      let auc = Statistics.areaUnderCurve(
        cosines,
        order: cosineOrder,
        positives: first + none.low,
        negatives: none.high + second
      )
      let margin = means.0 - means.1
      numbers = [(margin + 1) / 2, means.0, means.1, margin, auc, Statistics.mean(nearest, drawn: first)]
    }
    return Dictionary(uniqueKeysWithValues: zip(order, intervals))
  }

  private func items(_ pairs: [Suite.Pair], _ table: CosineTable, _ label: String) -> [SuiteResult.Item] {
    pairs.indices.map { index in
      .init(
        id: pairs[index].id,
        value: table[index, index],
        control: Statistics.mean(table.others(of: index)),
        label: label
      )
    }
  }
}
