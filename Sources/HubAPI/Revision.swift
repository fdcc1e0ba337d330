/// A branch, a tag, a pull request (`refs/pr/2`) or a commit of a repository.
///
/// Holds the plain name; in URLs every character but letters, digits and `- . _ ~` is percent-encoded, `/` included.
public struct Revision: Sendable, Hashable, CustomStringConvertible {
  /// The plain name.
  public let name: String

  /// Parses a name by git's rules for references; nil when it breaks one.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...255).contains(text.utf8.count), text != "@", !text.hasPrefix("-"), !text.hasSuffix("."),
      !text.contains(".."), !text.contains("@{"),
      parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".lock") }),
      text.unicodeScalars.allSatisfy({ scalar in
        scalar.value > 0x20 && !(0x7F...0xA0).contains(scalar.value) && !"~^:?*[\\".unicodeScalars.contains(scalar)
      })
    else { return nil }
    name = text
  }

  /// A fixed commit.
  public init(_ commit: CommitID) { name = commit.hex }

  private init(fixed name: String) { self.name = name }

  /// The default branch of the Hub.
  public static let main = Revision(fixed: "main")

  /// The commit this revision names itself; nil for a branch or a tag.
  public var commit: CommitID? { CommitID(name) }

  /// The plain name.
  public var description: String { name }
}
