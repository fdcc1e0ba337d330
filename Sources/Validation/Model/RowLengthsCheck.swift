import EmbeddingCore
import Findings

/// No row is so long that it decides about every text it occurs in.
struct RowLengthsCheck: Check {
  static let code = "HFP118"
  static let title = "no row of the table is far longer than the others"
  static let page = CheckPage(
    why: """
      A text's vector is the mean of its tokens' rows, so that a row of a hundred times the usual length decides about \
      it alone: all texts with that token seem alike. Untrained and overflowing rows look like that.
      """,
    fix: """
      Look at the token of the row. One that never occurs does no harm and may be set to zero; otherwise distil again. \
      Short rows are in order: frequent tokens weigh little on purpose.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model else { return [] }
    let health = model.tableHealth()
    guard let norms = health.norms, norms.outlierCount > 0 else { return [] }
    let times = Int((norms.maximum / norms.median).rounded(.down).clamped(to: 1...1e15))
    let count = norms.outlierCount
    return [
      Self.warning(
        seen: "\(count) of \(health.rows) rows \(count == 1 ? "is" : "are") far longer than the others; "
          + "\(model.name(ofRow: norms.maximumRow)) has \(times) times the usual length",
        expected: "lengths of the same order; frequent tokens may be shorter",
        remedy: "Look at that token's row: it decides about every text with the token.",
        at: SourceLocation(file: "\(model.facts.folder)/\(model.facts.weightsFile.path)")
      )
    ]
  }
}

extension Double {
  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    min(max(self, range.lowerBound), range.upperBound)
  }
}
