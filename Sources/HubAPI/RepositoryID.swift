/// The name of a model repository on the Hub, `owner/name`.
///
/// Rules of the Hub's own client (huggingface_hub 2.4.0): two parts of 1 to 96 characters from `A–Z a–z 0–9 . _ -`,
/// which begin and end with a letter, a digit or `_`, hold neither `--` nor `..`, and do not end in `.git`.
public struct RepositoryID: Sendable, Hashable, CustomStringConvertible {
  /// The user or organization.
  public let owner: String
  /// The name without the owner.
  public let name: String

  /// Parses `owner/name`; nil when it breaks a rule.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy(Self.isValidPart), !text.hasSuffix(".git") else { return nil }
    owner = parts[0]
    name = parts[1]
  }

  /// The text form.
  public var description: String { "\(owner)/\(name)" }

  private static func isValidPart(_ part: String) -> Bool {
    guard (1...96).contains(part.utf8.count) else { return false }
    let allowed = part.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    guard allowed, !part.contains("--"), !part.contains(".."), let first = part.utf8.first, let last = part.utf8.last
    else { return false }
    return isWord(first) && isWord(last)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
