/// The numbers of a figure as a table, formatted as in the figure.
public struct FigureTable: Sendable, Hashable {
  /// The names of the columns, as plain text.
  public var header: [String]
  /// The cells, as plain text; every row is as long as the header.
  public var rows: [[String]]
  /// For each column, whether it holds numbers and belongs to the right.
  public var isNumber: [Bool]

  /// A table.
  public init(header: [String], rows: [[String]], isNumber: [Bool]) {
    self.header = header
    self.rows = rows
    self.isNumber = isNumber
  }
}
