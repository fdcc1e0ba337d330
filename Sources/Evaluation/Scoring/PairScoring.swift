/// Pairs that belong together, and translations: true pairs beside shuffled ones.
struct PairScoring {
  private let suite: Suite
  private let pairs: [Suite.Pair]
  private let vectors: VectorTable
  private let bootstrap: Bootstrap
  private let table: CosineTable

  init(_ suite: Suite, _ pairs: [Suite.Pair], _ vectors: VectorTable, _ bootstrap: Bootstrap) {
    self.suite = suite
    self.pairs = pairs
    self.vectors = vectors
    self.bootstrap = bootstrap
    table = CosineTable(pairs, vectors)
  }

  func result() -> SuiteResult {
    let cosines = table.own
    let nearest = table.nearest
    let asked = pairs.indices.filter { !pairs[$0].distractors.isEmpty }
    let won = asked.map { index in
      pairs[index].distractors.allSatisfy { vectors.cosine(pairs[index].a, $0) < cosines[index] } ? 1.0 : 0
    }
    let shuffled = table.shuffled
    let mean = Statistics.mean(cosines)
    let shuffledMean = Statistics.mean(shuffled)
    let values: [Metric: Double] = [
      .mean: mean,
      .minimum: cosines.min() ?? 0,
      .shuffledMean: shuffledMean,
      .margin: mean - shuffledMean,
      .auc: Statistics.areaUnderCurve(positives: cosines, negatives: shuffled),
      .recallAt1: Statistics.mean(nearest),
      .distractorAccuracy: Statistics.mean(won),
    ]
    let resampled = ResampledPairs(table)
    let order: [Metric] = [.mean, .shuffledMean, .margin, .auc, .recallAt1, .distractorAccuracy]
    let intervals = bootstrap.intervals(strata: [pairs.count], count: order.count) { drawn, numbers in
      let mean = Statistics.mean(cosines, drawn: drawn)
      let (shuffledMean, auc) = resampled.shuffledMeanAndAUC(drawn: drawn)
      numbers = [
        mean, shuffledMean, mean - shuffledMean, auc, Statistics.mean(nearest, drawn: drawn),
        Statistics.mean(won, drawn: asked.map { drawn[$0] }),
      ]
    }
    let interval = Dictionary(uniqueKeysWithValues: zip(order, intervals))
    return SuiteResult(
      suite: suite,
      items: pairs.indices.map { index in
        .init(
          id: pairs[index].id,
          value: cosines[index],
          control: Statistics.mean(table.others(of: index)),
          label: pairs[index].language
        )
      },
      scores: suite.metrics.compactMap { metric in
        values[metric].map { .init(metric: metric, value: $0, interval: interval[metric] ?? nil) }
      },
      groups: suite.kind == .translations ? groups(nearest) : []
    )
  }

  private func groups(_ nearest: [Double]) -> [SuiteResult.Group] {
    Dictionary(grouping: pairs.indices) { pairs[$0].language ?? "" }.sorted { $0.key < $1.key }.map { name, places in
      let cosines = places.map { table[$0, $0] }
      let shuffled = places.flatMap { table.others(of: $0) }
      let mean = Statistics.mean(cosines)
      let shuffledMean = Statistics.mean(shuffled)
      return .init(
        name: name,
        count: places.count,
        scores: [
          .init(metric: .mean, value: mean),
          .init(metric: .shuffledMean, value: shuffledMean),
          .init(metric: .margin, value: mean - shuffledMean),
          .init(metric: .auc, value: Statistics.areaUnderCurve(positives: cosines, negatives: shuffled)),
          .init(metric: .recallAt1, value: Statistics.mean(places.map { nearest[$0] })),
        ]
      )
    }
  }
}
