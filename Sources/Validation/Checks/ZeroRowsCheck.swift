import EmbeddingCore
import Findings

/// The table is not empty of content.
///
/// Single rows of zeros are normal in an int8 table: frequent tokens have so small a weight that they round to nothing.
struct ZeroRowsCheck: Check {
  static let code = "HFP104"
  static let title = "the table holds more than zeros"
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model else { return [] }
    let health = model.tableHealth()
    let rows = model.facts.rows
    guard health.zeroRowCount * 2 > rows else { return [] }
    return [
      Self.error(
        seen: "\(health.zeroRowCount) of \(rows) rows are all zeros",
        expected: "at most a few rows of zeros",
        remedy: "Check how the weights were saved; the file may have been cut and padded.",
        at: SourceLocation(file: model.facts.weightsFile.path)
      )
    ]
  }
}
