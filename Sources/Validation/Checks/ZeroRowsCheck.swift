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
      never occur, are in order; so are those of the most frequent tokens in a table of 8-bit integers.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model else { return [] }
    let health = model.tableHealth()
    let count = health.zeroRows.count
    let at = SourceLocation(file: "\(model.facts.folder)/\(model.facts.weightsFile.path)")
    if count * 2 > health.rows {
      return [
        Self.error(
          seen: "\(count) of \(health.rows) rows are all zeros",
          expected: "at most a few rows of zeros",
          remedy: "Check how the weights were saved; the file may have been cut and padded.",
          at: at
        )
      ]
    }
    guard count * 100 > health.rows, count > 1, let first = health.zeroRows.first else { return [] }
    return [
      Self.warning(
        seen: "\(count) of \(health.rows) rows are all zeros, first \(model.name(ofRow: first))",
        expected: "at most 1 % of the rows",
        remedy: "Look at which tokens these are: a part of the table may not have been written.",
        at: at
      )
    ]
  }
}
