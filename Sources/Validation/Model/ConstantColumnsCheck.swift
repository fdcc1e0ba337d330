import EmbeddingCore
import Findings

/// Every dimension tells something.
struct ConstantColumnsCheck: Check {
  static let code = "HFP117"
  static let title = "no dimension is the same for all tokens"
  static let page = CheckPage(
    why: """
      A dimension of zeros takes room in every index and tells nothing; so a table was padded to a round width, or a \
      projection lost its rank. One of another constant pushes all vectors together, so that everything seems alike.
      """,
    fix: """
      Leave the dimensions out, and publish the width that is used. If they were meant to hold something, look at the \
      reduction of dimensions.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model else { return [] }
    let health = model.tableHealth()
    // A table of a handful of rows may well have a column in common, and that all rows are alike is said elsewhere.
    guard health.rows >= 16, health.duplicates.count * 2 <= health.rows else { return [] }
    return [
      finding("zero", health.zeroColumns, model),
      finding("the same other number", health.constantColumns, model),
    ]
    .compactMap { $0 }
  }

  private func finding(_ what: String, _ columns: [Int], _ model: StaticModel) -> Finding? {
    guard let first = columns.first else { return nil }
    let count = columns.count
    return Self.warning(
      seen: count == 1
        ? "dimension \(first) of \(model.dimension) is \(what) in every row"
        : "\(count) of \(model.dimension) dimensions are \(what) in every row, the first is dimension \(first)",
      expected: "numbers that differ from token to token",
      remedy: "Leave such dimensions out, or find out where their numbers were lost.",
      at: SourceLocation(file: "\(model.facts.folder)/\(model.facts.weightsFile.path)")
    )
  }
}
