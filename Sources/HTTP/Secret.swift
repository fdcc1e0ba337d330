/// A text that must never be printed, such as an access token.
///
/// Its description, its debug description and its mirror show `***`; it has no coding. The value leaves only through
/// ``reveal()``, which is easy to search for.
public struct Secret: Sendable, Hashable {
  private let value: String

  /// Wraps a text.
  public init(_ value: String) { self.value = value }

  /// The text itself, for the place that must have it.
  public func reveal() -> String { value }

  /// Whether there is nothing to hide.
  public var isEmpty: Bool { value.isEmpty }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Always `***`.
  public var description: String { "***" }
  /// Always `***`.
  public var debugDescription: String { "***" }
  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
