import EmbeddingCore
import Findings

/// No number of the table is NaN or infinite: one such row makes every text with that token useless.
struct FiniteTableCheck: Check {
  static let code = "HFP103"
  static let title = "every number of the table is finite"
  static let page = CheckPage(
    why: """
      One row of NaN makes every text with that token NaN, and with it every search result. Libraries load such a \
      table without a word; checkpoints with NaN weights have been published and downloaded for months.
      """,
    fix: """
      Find where the training or the conversion went wrong; a division by a norm of zero is the usual cause. Do not \
      replace the numbers by hand: the row was not learned.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model else { return [] }
    let health = model.tableHealth()
    let at = SourceLocation(file: "\(model.facts.folder)/\(model.facts.weightsFile.path)")
    var findings: [Finding] = []
    if health.nonFiniteCount > 0 {
      let rows = [("NaN", health.nanRows), ("infinities", health.infiniteRows)].compactMap { what, rows in
        rows.first.map { "\(what) in \(rows.count) of \(health.rows) rows, first in \(model.name(ofRow: $0))" }
      }
      findings.append(
        Self.error(
          seen: "\(health.nonFiniteCount) numbers of the table are not finite: \(rows.joined(separator: "; "))",
          expected: "finite numbers only",
          remedy: "Distil the model again; such a table cannot be mended.",
          at: at
        )
      )
    }
    if let weights = health.weights, let first = weights.firstNonFinite {
      findings.append(
        Self.error(
          seen:
            "\(weights.nonFiniteCount) of \(weights.count) factors in \"weights\" are not finite, first that of token "
            + "\(first)",
          expected: "finite numbers only",
          remedy: "Distil the model again; such factors cannot be mended.",
          at: at
        )
      )
    }
    return findings
  }
}
