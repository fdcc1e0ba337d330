import EmbeddingCore
import Findings

/// The table is not empty of content.
///
/// Single rows of zeros are normal in an int8 table: frequent tokens have so small a weight that they round to nothing.
struct ZeroRowsCheck: Check {
  static let code = "HFP104"
  static let title = "the table holds more than zeros"

  func run(_ context: CheckContext) throws -> [Finding] {
    let health = context.model.tableHealth()
    let rows = context.model.facts.rows
    guard health.zeroRowCount * 2 > rows else { return [] }
    return [
      Self.error(
        seen: "\(health.zeroRowCount) of \(rows) rows are all zeros",
        expected: "at most a few rows of zeros",
        remedy: "Check how the weights were saved; the file may have been cut and padded.",
        at: SourceLocation(file: context.model.facts.weightsFile.path)
      )
    ]
  }
}
