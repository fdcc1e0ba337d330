import Findings
import Publication

/// The sentences of an earlier text hold when they are worked out again; what does not is said, and not repeated.
struct StatementsCheck: Check {
  static let code = "HFP408"
  static let title = "recorded statements were worked out again"
  static let page = CheckPage(
    why: """
      Earlier texts are quoted for years. Working their statements out again shows which may be repeated.
      """,
    fix: """
      Nothing needs to be done for publishing: no rendered file repeats such a statement.
      """
  )
  static let needs: CheckNeed? = .documents

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
