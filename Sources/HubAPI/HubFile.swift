import Files

/// A file of a repository as the Hub lists it, with the hash that tells whether what comes is it.
public struct HubFile: Sendable, Hashable {
  /// The hash that the Hub knows the content by.
  public enum Hash: Sendable, Hashable {
    /// Of a file in storage (LFS).
    case sha256(SHA256Digest)
    /// Of a file in the repository itself.
    case git(GitBlobID)

    /// The digits.
    public var text: String {
      switch self {
      case .sha256(let digest): digest.hex
      case .git(let id): id.hex
      }
    }
  }

  /// Where it is in the repository.
  public var path: RepositoryPath
  /// Size of the content in bytes.
  public var size: Int
  /// The hash of the content.
  public var hash: Hash

  /// A file.
  public init(path: RepositoryPath, size: Int, hash: Hash) {
    self.path = path
    self.size = size
    self.hash = hash
  }

  /// The file that an entry of a listing is; nil for a folder, and when the entry names no path or no hash.
  public init?(_ entry: TreeEntry) {
    guard entry.type == "file", entry.size >= 0, let path = RepositoryPath(entry.path) else { return nil }
    self.path = path
    if let lfs = entry.lfs {
      guard lfs.size >= 0, let sha256 = SHA256Digest(hex: lfs.oid) else { return nil }
      size = lfs.size
      hash = .sha256(sha256)
    } else {
      guard let id = GitBlobID(hex: entry.oid) else { return nil }
      size = entry.size
      hash = .git(id)
    }
  }

  /// The name that the Hub gives the content in its `ETag`; also the name of its file in the shared cache.
  public var tag: String { hash.text }

  /// Whether these digests are those of the content.
  public func matches(_ digests: FileDigests) -> Bool {
    guard digests.size == size else { return false }
    switch hash {
    case .sha256(let digest): return digests.sha256 == digest
    case .git(let id): return digests.gitBlobID == id
    }
  }
}
