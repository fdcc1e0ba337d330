import Findings
import Publication

/// Tables set only numbers of one protocol side by side.
struct ComparabilityCheck: Check {
  static let code = "HFP406"
  static let title = "only numbers of one protocol share a table"
  static let page = CheckPage(
    why: """
      Figures of two formulas in one table look comparable and are not. The founding project compared a mean of \
      three metrics with a weighted sum of six.
      """,
    fix: """
      Give each protocol a table of its own, or evaluate all models by one.
      """
  )
  static let needs: CheckNeed? = .documents

  func run(_ context: CheckContext) throws -> [Finding] {
    context.manifest.comparisons.flatMap { comparison in
      let names = [comparison.own].compactMap { $0 } + comparison.figures.map { "figure.\($0)" }
      let missing = context.manifest.evidence.figures.filter { $0.missing != nil }.map { "figure.\($0.id)" }
      var findings = names.filter { context.values[$0] == nil && !missing.contains($0) }.map { name in
        Self.error(
          seen: "`\(name)` in the comparison \"\(comparison.title)\"",
          expected: "the name of a value",
          remedy: "Define it, or take it out of the comparison.",
          at: comparison.location
        )
      }
      let values = names.compactMap { context.values[$0] }
      findings += Comparability.problems(of: values, evidence: context.manifest.evidence).map { problem in
        Self.error(
          seen: problem.text,
          expected: "one protocol in a comparison",
          remedy: "Split the comparison by protocol.",
          at: comparison.location
        )
      }
      return findings
    }
  }
}
