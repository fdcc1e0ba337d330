import EmbeddingCore
import Findings

/// Scores suites: cosines in float64 of the vectors that the model returns.
///
/// The definitions are those of the reference scores beside the evaluation data: true pairs against all n·(n−1)
/// shuffled pairs of the same suite.
public struct Evaluator: Sendable {
  private let encode: @Sendable ([String]) throws -> [[Float]]

  /// An evaluator over any encoder; it must give one vector a text, in order.
  public init(encode: @escaping @Sendable ([String]) throws -> [[Float]]) { self.encode = encode }

  /// An evaluator over a model.
  public init(model: StaticModel) {
    self.init { texts in try texts.map { try model.encode($0) } }
  }

  /// Runs a suite.
  ///
  /// - Throws: what the encoder throws.
  public func run(_ suite: Suite) throws -> SuiteResult {
    let left = try encode(suite.pairs.map(\.a))
    let right = try encode(suite.pairs.map(\.b))
    let cosines = zip(left, right).map { Similarity.cosine($0, $1) }
    let scores =
      switch suite.kind {
      case .pairs: try pairScores(suite, left: left, right: right, cosines: cosines)
      case .graded: gradedScores(suite, cosines: cosines)
      }
    return SuiteResult(suite: suite, cosines: cosines, scores: scores)
  }

  private func pairScores(
    _ suite: Suite,
    left: [[Float]],
    right: [[Float]],
    cosines: [Double]
  ) throws
    -> [SuiteResult.Score]
  {
    var shuffled: [Double] = []
    var nearest = 0
    for i in left.indices {
      var isNearest = true
      for j in right.indices where j != i {
        let cosine = Similarity.cosine(left[i], right[j])
        shuffled.append(cosine)
        if cosine >= cosines[i] { isNearest = false }
      }
      if isNearest { nearest += 1 }
    }
    let mean = Statistics.mean(cosines)
    let shuffledMean = Statistics.mean(shuffled)
    var values: [Metric: Double] = [
      .mean: mean,
      .minimum: cosines.min() ?? 0,
      .shuffledMean: shuffledMean,
      .margin: mean - shuffledMean,
      .auc: Statistics.areaUnderCurve(positives: cosines, negatives: shuffled),
      .recallAt1: Double(nearest) / Double(suite.pairs.count),
    ]
    if suite.metrics.contains(.distractorAccuracy) {
      values[.distractorAccuracy] = try distractorAccuracy(suite, left: left, cosines: cosines)
    }
    return suite.metrics.compactMap { metric in values[metric].map { .init(metric: metric, value: $0) } }
  }

  private func distractorAccuracy(_ suite: Suite, left: [[Float]], cosines: [Double]) throws -> Double {
    var asked = 0
    var won = 0
    for (i, pair) in suite.pairs.enumerated() where !pair.distractors.isEmpty {
      asked += 1
      let others = try encode(pair.distractors)
      if others.allSatisfy({ Similarity.cosine(left[i], $0) < cosines[i] }) { won += 1 }
    }
    return Double(won) / Double(asked)
  }

  private func gradedScores(_ suite: Suite, cosines: [Double]) -> [SuiteResult.Score] {
    let grades = suite.pairs.map { $0.grade ?? 0 }
    return [
      .init(
        metric: .spearman,
        value: Statistics.correlation(Statistics.ranks(cosines), Statistics.ranks(grades))
      ),
      .init(metric: .pearson, value: Statistics.correlation(cosines, grades)),
    ]
  }
}
