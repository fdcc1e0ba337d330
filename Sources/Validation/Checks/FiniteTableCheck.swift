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
    guard health.nonFiniteCount > 0 else { return [] }
    return [
      Self.error(
        seen: "\(health.nonFiniteCount) numbers of the table are NaN or infinite",
        expected: "finite numbers only",
        remedy: "Distil the model again; such a table cannot be mended.",
        at: SourceLocation(file: model.facts.weightsFile.path)
      )
    ]
  }
}
