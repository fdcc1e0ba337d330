/// A git commit id as the Hub gives it: 40 lower-case hexadecimal digits.
public struct CommitID: Sendable, Hashable, CustomStringConvertible {
  /// The 40 digits.
  public let hex: String

  /// Parses 40 hexadecimal digits; nil otherwise.
  public init?(_ text: String) {
    guard text.utf8.count == 40, text.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
    hex = text.lowercased()
  }

  /// The text form.
  public var description: String { hex }
  /// The first seven digits, for people.
  public var short: String { String(hex.prefix(7)) }
}
