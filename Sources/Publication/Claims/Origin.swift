/// Where a number of a rendered file was born.
public struct Origin: Sendable, Hashable {
  /// How a number came to be.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Read from the bytes of a file.
    case bytes
    /// Measured by running the model.
    case measurement
    /// Computed from other numbers that are named.
    case computation
    /// Published by somebody else, with a source.
    case citation
    /// Recorded earlier, with source and date, and not measured again.
    case recorded
    /// A threshold, weight or tolerance that the publisher set.
    case rule
    /// A version or a constant of the tool itself.
    case tool
  }

  /// A stable name, such as `suite.related_pairs.auc`.
  public var id: String
  /// How the number came to be.
  public var kind: Kind
  /// Where, for people: the file and the place in it, the formula, the source.
  public var detail: String

  /// An origin.
  public init(id: String, kind: Kind, detail: String) {
    self.id = id
    self.kind = kind
    self.detail = detail
  }
}
