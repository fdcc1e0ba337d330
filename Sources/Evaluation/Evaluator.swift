import EmbeddingCore
import Findings

/// Scores suites: cosines in float64 of the vectors that the model returns.
///
/// The definitions are those of the reference scores beside the evaluation data: true pairs against all n·(n−1)
/// shuffled pairs of the same suite. Every text is encoded once a suite. The same suite and vectors give the same
/// result, bit for bit, as everything runs in a fixed order and random numbers come from `MersenneTwister` with the seed of
/// `Bootstrap`.
public struct Evaluator: Sendable {
  private let encode: @Sendable ([String]) throws -> [[Float]]
  private let bootstrap: Bootstrap

  /// An evaluator over any encoder; it must give one vector a text, in order.
  public init(
    bootstrap: Bootstrap = .standard,
    encode: @escaping @Sendable ([String]) throws -> [[Float]]
  ) {
    self.bootstrap = bootstrap
    self.encode = encode
  }

  /// An evaluator over a model.
  public init(model: StaticModel, bootstrap: Bootstrap = .standard) {
    self.init(bootstrap: bootstrap) { texts in try texts.map { try model.encode($0, rounding: .asStored) } }
  }

  /// Runs a suite.
  ///
  /// A text whose vector is zero has a cosine of 0 with every other and is listed in the result.
  ///
  /// - Throws: what the encoder throws; `EvaluationError` for a suite with a `fault`, and for vectors that are too few,
  ///   of different lengths or not finite.
  public func run(_ suite: Suite) throws -> SuiteResult {
    if let fault = suite.fault {
      throw EvaluationError(
        .unusableSuite,
        problem: "cannot run the suite \(suite.id)",
        reason: "\(fault.place) is \(fault.seen); expected \(fault.expected)",
        remedy: "Correct the suite."
      )
    }
    let vectors = try VectorTable(suite, encode: encode)
    var result =
      switch suite.content {
      case .pairs(let pairs), .translations(let pairs):
        PairScoring(suite, pairs, vectors, bootstrap).result()
      case .graded(let pairs): GradedScoring(suite, pairs, vectors, bootstrap).result()
      case .contrast(let similar, let dissimilar):
        ContrastScoring(suite, similar, dissimilar, vectors, bootstrap).result()
      case .topics(let topics): TopicScoring(suite, topics, vectors, bootstrap).result()
      }
    result.zeroTexts = vectors.zeroTexts
    return result
  }
}
