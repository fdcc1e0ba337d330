import Evaluation
import Findings
import Publication

/// A threshold on a mean cosine alone proves nothing: a model that finds everything alike passes it.
struct ControlledThresholdCheck: Check {
  static let code = "HFP204"
  static let title = "thresholds on a mean stand beside one that can fail"
  static let page = CheckPage(
    why: """
      Cutting a model to 16 dimensions raises the mean cosine of related texts: the mean of unrelated ones rises as \
      well. A threshold on a mean alone therefore cannot fail when it should.
      """,
    fix: """
      Add a threshold on `margin` or `auc` beside the one on the mean.
      """
  )

  func run(_ context: CheckContext) throws -> [Finding] {
    context.manifest.smokeTests.compactMap { test in
      let names = Set(test.thresholds.map(\.metric))
      guard let mean = test.thresholds.first(where: { $0.metric == .mean }),
        names.isDisjoint(with: [.margin, .auc, .recallAt1, .distractorAccuracy])
      else { return nil }
      return Self.error(
        seen: "\(test.suite.id) has a threshold on its mean cosine alone",
        expected: "one on margin, auc or recall_at_1 beside it",
        remedy: "Add one: a model that finds everything alike has a high mean as well.",
        at: mean.location
      )
    }
  }
}
