/// Says of the numbers of a rendered text where each was born.
public struct ClaimMap: Sendable, Hashable {
  /// A value in the text.
  public struct Entry: Sendable, Hashable {
    /// The line, from 1.
    public var line: Int
    /// The column of its first character, from 1, in characters.
    public var column: Int
    /// The value as it is printed.
    public var text: String
    /// Where it was born.
    public var origin: Origin

    /// A value in the text.
    public init(line: Int, column: Int, text: String, origin: Origin) {
      self.line = line
      self.column = column
      self.text = text
      self.origin = origin
    }
  }

  /// The values, in the text's order.
  public var entries: [Entry]

  /// A map.
  public init(entries: [Entry] = []) { self.entries = entries }
}
