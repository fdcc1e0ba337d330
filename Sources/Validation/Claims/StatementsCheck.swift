import Findings
import Publication

/// The sentences of an earlier text hold when they are worked out again; what does not is said, and not repeated.
struct StatementsCheck: Check {
  static let code = "HFP408"
  static let title = "recorded statements were worked out again"

  func run(_ context: CheckContext) throws -> [Finding] {
    let audit = StatementAudit(manifest: context.manifest, values: context.values)
    return try audit.answers().flatMap { answer in
      answer.problems.map { problem in
        Finding(
          code: Self.code,
          severity: .note,
          location: answer.statement.location,
          seen: "\"\(answer.statement.text)\": \(problem.text)",
          expected: "a statement that its evidence supports (rule \(problem.rule))",
          remedy: "It is recorded only; no rendered file repeats it."
        )
      }
    }
  }
}
