import EmbeddingCore

extension StaticModel {
  /// A row of the table for findings, with its token where rows are tokens: `row 17 ("the")`.
  func name(ofRow row: Int) -> String {
    guard facts.mappingDType == nil, let token = UInt32(exactly: row).flatMap(tokenString) else { return "row \(row)" }
    return "row \(row) (\(ShownName.of(token)))"
  }
}
