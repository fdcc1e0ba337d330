import Documents
import Evaluation
import Findings
import Publication

/// Every measured score reaches the threshold that the publisher set.
struct SmokeTestCheck: Check {
  static let code = "HFP203"
  static let title = "the smoke tests reach their thresholds"
  static let page = CheckPage(
    why: """
      A model that lost its meaning on the way, by a wrong tokenizer or a truncated table, still loads. The smoke \
      tests measure what the card will say, on the files that are published.
      """,
    fix: """
      Compare with the last good run. Lower a threshold only when you know why the score fell.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    zip(context.manifest.smokeTests, context.results).flatMap { test, result in
      test.thresholds.compactMap { threshold in
        // `!(a >= b)` instead of `a < b`: a NaN must not pass.
        guard let value = result[threshold.metric], !(value >= threshold.minimum) else { return nil }
        return Self.error(
          seen: "\(test.suite.id) \(threshold.metric.rawValue) is \(NumberFormat.decimal(value, places: 4))",
          expected: "at least \(threshold.minimum)",
          remedy: "Look at the suite's pairs; lower the threshold only if the model is meant to be this weak.",
          at: threshold.location
        )
      }
    }
  }
}
