/// What a look at every number of a table found.
public struct TableHealth: Sendable, Hashable {
  /// Numbers that are infinite or not a number.
  public var nonFiniteCount: Int
  /// Rows of nothing but zeros.
  ///
  /// A few are normal in 8-bit tables, where frequent tokens weigh next to nothing.
  public var zeroRowCount: Int
  /// All rows.
  public var rows: Int

  /// What was found, for tests and stored reports.
  public init(nonFiniteCount: Int, zeroRowCount: Int, rows: Int) {
    self.nonFiniteCount = nonFiniteCount
    self.zeroRowCount = zeroRowCount
    self.rows = rows
  }
}
