import EmbeddingCore
import Findings

/// The table is not empty of content.
///
/// Single rows of zeros are normal in an int8 table: frequent tokens have so small a weight that they round to nothing.
struct ZeroRowsCheck: Check {
  static let code = "HFP104"
  static let title = "the table holds more than zeros"
  static let page = CheckPage(
    why: """
      Saving before the weights were copied gives a file of the right size full of zeros. A hash cannot see that, \
      and a flagship model was published so.
      """,
    fix: """
      Save the model again, and look at a vector before you do. A few rows of zeros, for padding or for tokens that \
      never occur, are in order.
      """
  )
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
