import Files

/// One change of a commit.
public enum CommitOperation: Sendable, Hashable {
  /// A file whose content goes inside the commit, from memory.
  case add(RepositoryPath, content: [UInt8])
  /// A file whose content goes inside the commit, from a local file; with `expected`, it must still be that content.
  case addFile(RepositoryPath, localPath: String, expected: GitBlobID?)
  /// A file whose content is in LFS storage already.
  case addObject(RepositoryPath, sha256: SHA256Digest, size: Int)
  /// The end of a file.
  case delete(RepositoryPath)
  /// The end of a folder with all in it.
  case deleteFolder(RepositoryPath)

  /// The path it changes.
  public var path: RepositoryPath {
    switch self {
    case .add(let path, _), .addFile(let path, _, _), .addObject(let path, _, _), .delete(let path),
      .deleteFolder(let path):
      path
    }
  }

  var isDeletion: Bool {
    switch self {
    case .delete, .deleteFolder: true
    default: false
    }
  }
}

/// What a commit says about itself.
public struct CommitMessage: Sendable, Hashable {
  /// The first line; not empty.
  public var summary: String
  /// The rest.
  public var description: String
  /// The head that the commit must come right after; nil commits onto whatever is there.
  public var parent: CommitID?

  /// A message.
  public init(summary: String, description: String = "", parent: CommitID? = nil) {
    self.summary = summary
    self.description = description
    self.parent = parent
  }
}

/// A commit that was made.
public struct HubCommit: Sendable, Hashable {
  /// Its id.
  public var id: CommitID
  /// Its page.
  public var url: String
  /// What the server's hook said, cleaned; often empty.
  public var hookOutput: String

  /// A commit.
  public init(id: CommitID, url: String, hookOutput: String = "") {
    self.id = id
    self.url = url
    self.hookOutput = hookOutput
  }
}
