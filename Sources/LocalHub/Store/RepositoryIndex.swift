import HubAPI

/// The small state of a repository, the content of its `index.json`; replaced as a whole by every change.
struct RepositoryIndex: Codable, Sendable, Hashable {
  /// A name for a commit that does not move.
  struct Tag: Codable, Sendable, Hashable {
    var commit: String
    var message: String?
  }

  /// Version of this file's shape.
  var format = 1
  /// `owner/name` as it was created.
  var id: String
  /// 24 hexadecimal digits that a re-created repository does not share.
  var internalID: String
  var isPrivate: Bool
  /// Unix seconds.
  var createdAt: Int
  /// Unix seconds.
  var lastModified: Int
  /// Branch names and their head commits.
  var branches: [String: String]
  var tags: [String: Tag]
  /// Discussions and pull requests in the order of their numbers; nil before the first.
  var discussions: [Discussion]?
  /// `auto` or `manual` where access to the files must be asked for.
  var gate: String?
  /// Users beside the owners who were let through the gate.
  var granted: [String]?
  /// Lower-case names from which requests are led here.
  var formerNames: [String]?
  /// The name that it is about to get, while it is being moved.
  var movingTo: String?

  static let defaultBranch = "main"

  /// The head of the default branch.
  var head: String? { branches[Self.defaultBranch] }
}

/// A commit without its tree, the content of `commits/<id>.json`.
struct CommitRecord: Codable, Sendable, Hashable {
  var id: String
  var parent: String?
  /// The id of the root tree, git's.
  var tree: String
  /// Unix seconds.
  var date: Int
  var author: String
  var summary: String
  var description: String

  /// The git commit id of these facts.
  static func id(
    tree: String,
    parent: String?,
    date: Int,
    author: String,
    summary: String,
    description: String
  )
    -> String
  {
    let person = "\(author) <\(author)@users.noreply.localhost> \(date) +0000"
    let message = description.isEmpty ? summary : "\(summary)\n\n\(description)"
    let text =
      "tree \(tree)\n" + (parent.map { "parent \($0)\n" } ?? "")
      + "author \(person)\ncommitter \(person)\n\n\(message)\n"
    return GitObject.id("commit", Array(text.utf8))
  }
}

/// A file of a tree.
struct StoredFile: Codable, Sendable, Hashable {
  var kind: UploadMode
  /// Git blob id of a regular file, SHA-256 of an LFS file.
  var oid: String
  /// Bytes of content.
  var size: Int

  /// The three lines that stand for an LFS file in git.
  var pointer: String { "version https://git-lfs.github.com/spec/v1\noid sha256:\(oid)\nsize \(size)\n" }

  /// The git blob id: of the content, or of the pointer.
  var gitBlobID: String { kind == .regular ? oid : GitObject.id("blob", Array(pointer.utf8)) }
}
