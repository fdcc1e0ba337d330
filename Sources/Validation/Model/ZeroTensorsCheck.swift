import EmbeddingCore
import Findings

/// The tensors beside the table hold something too.
struct ZeroTensorsCheck: Check {
  static let code = "HFP115"
  static let title = "the factors and the mapping of tokens hold more than zeros"
  static let page = CheckPage(
    why: """
      With all factors zero every vector is zero, however sound the table. With a mapping of zeros every token has the \
      row of the first. Both load without complaint.
      """,
    fix: """
      Save the model again with the library that made it. Single factors of zero are in order: such tokens do not count.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model else { return [] }
    let health = model.tableHealth()
    let at = SourceLocation(file: "\(model.facts.folder)/\(model.facts.weightsFile.path)")
    var findings: [Finding] = []
    if let weights = health.weights, weights.count > 0, weights.zeroCount * 2 > weights.count {
      findings.append(
        Self.error(
          seen: "\(weights.zeroCount) of \(weights.count) factors in \"weights\" are zero",
          expected: "zeros for a few tokens at most",
          remedy: "Check how the factors were worked out, and save the model again.",
          at: at
        )
      )
    }
    if health.mappedRowCount == 1, health.rows > 1 {
      findings.append(
        Self.error(
          seen: "\"mapping\" sends every token to one row of \(health.rows)",
          expected: "a row for every cluster of tokens",
          remedy: "Quantise the vocabulary again; the mapping may be zeros that were never filled.",
          at: at
        )
      )
    }
    return findings
  }
}
