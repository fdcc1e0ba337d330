/// One line of the NDJSON body of `POST …/commit/{rev}`: `{"key": …, "value": …}`.
public enum CommitLine: Sendable, Hashable {
  /// The first line, exactly once.
  case header(summary: String, description: String, parentCommit: String?)
  /// A file inside the commit; `encoding` is `base64` or `utf-8`.
  case file(path: String, content: String, encoding: String)
  /// A file whose content is in LFS storage.
  case lfsFile(path: String, oid: String, size: Int?)
  /// The end of a file.
  case deletedFile(path: String)
  /// The end of a folder with all in it.
  case deletedFolder(path: String)
}

extension CommitLine: Codable {
  private enum Keys: String, CodingKey { case key, value }
  private enum ValueKeys: String, CodingKey {
    case summary, description, parentCommit, path, content, encoding, algo, oid, size
  }

  /// Reads the wire form.
  public init(from decoder: any Decoder) throws {
    let line = try decoder.container(keyedBy: Keys.self)
    let key = try line.decode(String.self, forKey: .key)
    let value = try line.nestedContainer(keyedBy: ValueKeys.self, forKey: .value)
    switch key {
    case "header":
      self = .header(
        summary: try value.decode(String.self, forKey: .summary),
        description: try value.decodeIfPresent(String.self, forKey: .description) ?? "",
        parentCommit: try value.decodeIfPresent(String.self, forKey: .parentCommit)
      )
    case "file":
      self = .file(
        path: try value.decode(String.self, forKey: .path),
        content: try value.decode(String.self, forKey: .content),
        encoding: try value.decodeIfPresent(String.self, forKey: .encoding) ?? "utf-8"
      )
    case "lfsFile":
      self = .lfsFile(
        path: try value.decode(String.self, forKey: .path),
        oid: try value.decode(String.self, forKey: .oid),
        size: try value.decodeIfPresent(Int.self, forKey: .size)
      )
    case "deletedFile": self = .deletedFile(path: try value.decode(String.self, forKey: .path))
    case "deletedFolder": self = .deletedFolder(path: try value.decode(String.self, forKey: .path))
    default:
      throw DecodingError.dataCorruptedError(forKey: .key, in: line, debugDescription: "unknown key \(key)")
    }
  }

  /// Writes the wire form.
  public func encode(to encoder: any Encoder) throws {
    var line = encoder.container(keyedBy: Keys.self)
    func value(_ key: String) throws -> KeyedEncodingContainer<ValueKeys> {
      try line.encode(key, forKey: .key)
      return line.nestedContainer(keyedBy: ValueKeys.self, forKey: .value)
    }
    switch self {
    case .header(let summary, let description, let parentCommit):
      var value = try value("header")
      try value.encode(summary, forKey: .summary)
      try value.encode(description, forKey: .description)
      try value.encodeIfPresent(parentCommit, forKey: .parentCommit)
    case .file(let path, let content, let encoding):
      var value = try value("file")
      try value.encode(path, forKey: .path)
      try value.encode(content, forKey: .content)
      try value.encode(encoding, forKey: .encoding)
    case .lfsFile(let path, let oid, let size):
      var value = try value("lfsFile")
      try value.encode(path, forKey: .path)
      try value.encode("sha256", forKey: .algo)
      try value.encode(oid, forKey: .oid)
      try value.encodeIfPresent(size, forKey: .size)
    case .deletedFile(let path):
      var value = try value("deletedFile")
      try value.encode(path, forKey: .path)
    case .deletedFolder(let path):
      var value = try value("deletedFolder")
      try value.encode(path, forKey: .path)
    }
  }
}

/// Answer of `POST …/commit/{rev}`.
public struct CommitResponse: Codable, Sendable, Hashable {
  /// Whether the commit was made.
  public var success: Bool?
  /// The new commit.
  public var commitOid: String
  /// Its page.
  public var commitUrl: String
  /// What the server's hook said.
  public var hookOutput: String?

  /// An answer.
  public init(commitOid: String, commitUrl: String) {
    success = true
    self.commitOid = commitOid
    self.commitUrl = commitUrl
    hookOutput = ""
  }
}

/// An entry of `GET …/tree/{rev}` and `POST …/paths-info/{rev}`.
public struct TreeEntry: Codable, Sendable, Hashable {
  /// What an LFS file points to.
  public struct LFS: Codable, Sendable, Hashable {
    /// SHA-256 of the content.
    public var oid: String
    /// Size of the content in bytes.
    public var size: Int
    /// Size of the pointer text in bytes.
    public var pointerSize: Int?

    /// What an LFS file points to.
    public init(oid: String, size: Int, pointerSize: Int?) {
      self.oid = oid
      self.size = size
      self.pointerSize = pointerSize
    }
  }

  /// `file` or `directory`.
  public var type: String
  /// Git object id; of the pointer for an LFS file.
  public var oid: String
  /// Size of the content in bytes (of the real content for an LFS file).
  public var size: Int
  /// Path in the repository.
  public var path: String
  /// Present for an LFS file.
  public var lfs: LFS?

  /// An entry.
  public init(type: String, oid: String, size: Int, path: String, lfs: LFS?) {
    self.type = type
    self.oid = oid
    self.size = size
    self.path = path
    self.lfs = lfs
  }
}
