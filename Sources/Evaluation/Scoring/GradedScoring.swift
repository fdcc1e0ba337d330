/// Pairs with grades: whether the order of the cosines agrees with that of the grades.
///
/// The control pairs every left text with the right texts of all other pairs in turn: pair i with the partner of i + 1,
/// then of i + 2, and so on round the list; it is the mean rank correlation of these.
struct GradedScoring {
  private let suite: Suite
  private let pairs: [Suite.Pair]
  private let bootstrap: Bootstrap
  private let table: CosineTable
  private let grades: [Double]

  init(_ suite: Suite, _ pairs: [Suite.Pair], _ vectors: VectorTable, _ bootstrap: Bootstrap) {
    self.suite = suite
    self.pairs = pairs
    self.bootstrap = bootstrap
    table = CosineTable(pairs, vectors)
    grades = pairs.map { $0.grade ?? 0 }
  }

  func result() -> SuiteResult {
    let cosines = table.own
    let alike = pairs.indices.filter { grades[$0] >= Metric.alikeGrade }.map { cosines[$0] }
    let unlike = pairs.indices.filter { grades[$0] <= Metric.unlikeGrade }.map { cosines[$0] }
    let spearman = Statistics.correlation(Statistics.ranks(cosines), Statistics.ranks(grades))
    let shuffled = shuffledScore()
    let values: [Metric: Double] = [
      .spearman: spearman,
      .pearson: Statistics.correlation(cosines, grades),
      .alikeMean: Statistics.mean(alike),
      .unlikeMean: Statistics.mean(unlike),
      .auc: Statistics.areaUnderCurve(positives: alike, negatives: unlike),
      .shuffledScore: shuffled,
      .margin: spearman - shuffled,
    ]
    let intervals = intervals(cosines, shuffled: shuffled)
    return SuiteResult(
      suite: suite,
      items: pairs.indices.map { index in
        .init(id: pairs[index].id, value: cosines[index], control: Statistics.mean(table.others(of: index)))
      },
      scores: suite.metrics.compactMap { metric in
        values[metric].map { .init(metric: metric, value: $0, interval: intervals[metric] ?? nil) }
      }
    )
  }

  private func shuffledScore() -> Double {
    let ranks = Statistics.ranks(grades)
    let count = pairs.count
    return Statistics.mean(
      (1..<count).map { shift in
        let mixed = (0..<count).map { table[$0, ($0 + shift) % count] }
        return Statistics.correlation(Statistics.ranks(mixed), ranks)
      }
    )
  }

  private func intervals(_ cosines: [Double], shuffled: Double) -> [Metric: Interval?] {
    let cosineOrder = cosines.indices.sorted { cosines[$0] < cosines[$1] }
    let gradeOrder = grades.indices.sorted { grades[$0] < grades[$1] }
    let alike = grades.map { $0 >= Metric.alikeGrade }
    let unlike = grades.map { $0 <= Metric.unlikeGrade }
    let order: [Metric] = [.spearman, .pearson, .alikeMean, .unlikeMean, .auc, .margin]
    let intervals = bootstrap.intervals(strata: [pairs.count], count: order.count) { drawn, numbers in
      let spearman = Statistics.correlation(
        Statistics.ranks(cosines, order: cosineOrder, drawn: drawn),
        Statistics.ranks(grades, order: gradeOrder, drawn: drawn),
        drawn: drawn
      )
      let high = drawn.indices.map { alike[$0] ? drawn[$0] : 0 }
      let low = drawn.indices.map { unlike[$0] ? drawn[$0] : 0 }
      numbers = [
        spearman, Statistics.correlation(cosines, grades, drawn: drawn), Statistics.mean(cosines, drawn: high),
        Statistics.mean(cosines, drawn: low),
        Statistics.areaUnderCurve(cosines, order: cosineOrder, positives: high, negatives: low), spearman - shuffled,
      ]
    }
    return Dictionary(uniqueKeysWithValues: zip(order, intervals))
  }
}
