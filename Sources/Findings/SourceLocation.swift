/// A place in a text file, counted from 1, as editors count.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
  /// The file as the user named it.
  public var file: String
  /// The line, from 1; 0 when only the file is known.
  public var line: Int
  /// The column in characters, from 1; 0 when only the line is known.
  public var column: Int

  /// A place in `file`.
  public init(file: String, line: Int = 0, column: Int = 0) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, leaving out what is not known.
  public var description: String {
    if line == 0 { return file }
    return column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
  }
}
