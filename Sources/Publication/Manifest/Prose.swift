import Findings

/// Words of the publisher, which may name values: `{{metric.retrieval}}` prints the number of that name.
public struct Prose: Sendable, Hashable, ExpressibleByStringLiteral {
  /// The words as they stand in the manifest.
  public var text: String
  /// Where they stand.
  public var location: SourceLocation?

  /// Words at a place.
  public init(_ text: String, at location: SourceLocation? = nil) {
    self.text = text
    self.location = location
  }

  /// Words without a place.
  public init(stringLiteral value: String) { self.init(value) }
}
