import EmbeddingCore
import Findings

/// Tokens do not share their rows in great number.
struct DuplicateRowsCheck: Check {
  static let code = "HFP116"
  static let title = "tokens have rows of their own"
  static let page = CheckPage(
    why: """
      Texts that differ only in tokens with equal rows have equal vectors. A table filled by repeating a block, or a \
      teacher that took every new token for the unknown one, looks sound to every other check of bytes.
      """,
    fix: """
      Look at the tokens of equal rows. If the teacher does not know them, take them out of the vocabulary; if it \
      does, find out where their rows were overwritten.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model else { return [] }
    let health = model.tableHealth()
    let found = health.duplicates
    // Single twins are variants of one token, or frequent tokens in 8 bits whose rows round to the same few numbers.
    guard found.count * 100 > health.rows, let first = found.first, let twin = found.twin else { return [] }
    return [
      Finding(
        code: Self.code,
        severity: found.count * 2 > health.rows ? .error : .warning,
        location: SourceLocation(file: "\(model.facts.folder)/\(model.facts.weightsFile.path)"),
        seen: "\(found.count) of \(health.rows) rows equal an earlier one, \(found.largestGroup) of them one and the "
          + "same; first \(model.name(ofRow: first)), equal to \(model.name(ofRow: twin))",
        expected: "a row of its own for nearly every token",
        remedy: "Look at which tokens share a row: a model cannot tell them apart."
      )
    ]
  }
}
