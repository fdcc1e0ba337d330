import Findings

/// An address that a card links to, with where it does.
public struct CardLink: Sendable, Hashable {
  /// The address as it is written.
  public var address: String
  /// Where it stands.
  public var location: SourceLocation

  /// A link.
  public init(address: String, location: SourceLocation) {
    self.address = address
    self.location = location
  }
}
