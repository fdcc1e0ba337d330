import Files

/// The truncation that a `tokenizer.json` asks for; tokenizing does not apply it, callers may.
public struct StoredTruncation: Sendable, Hashable {
  /// Which end of a text is lost.
  public enum Direction: String, Sendable, Hashable {
    /// The tokens at the end are dropped.
    case right = "Right"
    /// The tokens at the start are dropped.
    case left = "Left"
  }

  /// The most tokens that are kept.
  public var maxLength: Int
  /// Which end of a longer text is lost.
  public var direction: Direction

  /// A truncation to so many tokens.
  public init(maxLength: Int, direction: Direction = .right) {
    self.maxLength = maxLength
    self.direction = direction
  }
}

/// The `truncation` part of a `tokenizer.json`.
extension TokenizerFileParser {
  mutating func parseTruncation() throws -> StoredTruncation? {
    guard try !reader.takeNull() else { return nil }
    var maxLength: Int?
    var direction = StoredTruncation.Direction.right
    try reader.enterObject()
    while let key = try reader.nextKey() {
      if reader.matches(key, "max_length") {
        let length = try reader.integer()
        guard length >= 0 else { throw reader.failure("\"max_length\" is \(length), less than 0") }
        maxLength = length
      } else if reader.matches(key, "direction") {
        let name = try text()
        guard let known = StoredTruncation.Direction(rawValue: name) else {
          throw reader.failure("\"direction\" is \"\(name)\", expected Left or Right")
        }
        direction = known
      } else {
        // What `stride` repeats is not used. The strategies do the same to a single text, but for OnlySecond, with
        // which the reference refuses to truncate one.
        try reader.skipValue()
      }
    }
    guard let maxLength else { throw reader.failure("the truncation has no \"max_length\"") }
    return StoredTruncation(maxLength: maxLength, direction: direction)
  }
}
