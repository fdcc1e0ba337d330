import Files

/// The path of a file inside a repository: relative, `/` between parts, safe on every system.
///
/// Checked on the way out (what is uploaded) and on the way in (what a server lists), because a server's answer is
/// foreign input: no absolute path, no empty part, `.`, `..`, `.git` or `.cache`, no backslash, no control character,
/// no part over 255 bytes, and none that begins with a mark that joins the slash before it into one character.
public struct RepositoryPath: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The path as the Hub writes it.
  public let text: String

  /// Parses a path; nil when it breaks a rule.
  public init?(_ text: String) {
    let parts = PathParts.of(text)
    guard PathParts.areInside(text),
      parts.allSatisfy({ $0 != ".git" && $0 != ".cache" && $0.utf8.count <= 255 }),
      // Whoever cuts the path by characters later finds the same parts.
      text.split(separator: "/", omittingEmptySubsequences: false).count == parts.count,
      text.unicodeScalars.allSatisfy({ $0 != "\\" && $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
    else { return nil }
    self.text = text
  }

  /// The text form.
  public var description: String { text }

  /// The parts between the slashes; never empty.
  public var components: [Substring] { text.split(separator: "/") }

  /// Whether the bytes are the same: git knows two ways to write an accent as two names.
  public static func == (left: RepositoryPath, right: RepositoryPath) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    hasher.combine(0xFF as UInt8)
  }

  /// Order by UTF-8 bytes.
  public static func < (left: RepositoryPath, right: RepositoryPath) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}
