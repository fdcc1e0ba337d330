import Evaluation

/// A suite that was run on a model, and the floors that a draft sets from it.
struct DraftedTest: Sendable {
  /// The share of a score that a floor leaves as room: a model that was distilled again differs a little.
  private static let room = 0.1
  /// What can fail beside a mean, by the kinds of suites.
  private static let floored: [Metric] = [.margin, .auc, .recallAt1, .distractorAccuracy, .spearman]

  var path: String
  var result: SuiteResult

  var assessment: Assessment { VerdictRule.standard.assess(result) }

  /// The floors; none where the score proves nothing that could be kept.
  var floors: [(metric: Metric, minimum: String)] {
    guard assessment.verdict == .supported else { return [] }
    return Self.floored.compactMap { metric in
      guard let value = result[metric], value > 0 else { return nil }
      let hundredths = Int(value * (1 - Self.room) * 100)
      return (metric, "0." + (hundredths < 10 ? "0" : "") + "\(hundredths)")
    }
  }
}
