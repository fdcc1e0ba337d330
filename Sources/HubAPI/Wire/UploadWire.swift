/// How the Hub wants a file to travel.
public enum UploadMode: String, Codable, Sendable, Hashable {
  /// Inside the commit.
  case regular
  /// Through LFS storage, named in the commit.
  case lfs
}

/// Body of `POST …/preupload/{rev}`; at most 256 files a call.
public struct PreuploadRequest: Codable, Sendable, Hashable {
  /// A file somebody wants to upload.
  public struct File: Codable, Sendable, Hashable {
    /// Path in the repository.
    public var path: String
    /// Base64 of the first 512 bytes at most.
    public var sample: String
    /// Size in bytes.
    public var size: Int

    /// A file to ask about.
    public init(path: String, sample: String, size: Int) {
      self.path = path
      self.sample = sample
      self.size = size
    }
  }

  /// The files, at most 256.
  public var files: [File]
  /// Text of the root `.gitignore` when it is part of the upload.
  public var gitIgnore: String?

  /// A question about files.
  public init(files: [File], gitIgnore: String? = nil) {
    self.files = files
    self.gitIgnore = gitIgnore
  }
}

/// Answer of `POST …/preupload/{rev}`.
public struct PreuploadResponse: Codable, Sendable, Hashable {
  /// What to do with a file.
  public struct File: Codable, Sendable, Hashable {
    /// Path in the repository.
    public var path: String
    /// How it travels.
    public var uploadMode: UploadMode
    /// Whether the repository's `.gitignore` forbids it.
    public var shouldIgnore: Bool?
    /// What is there now: git blob id of a regular file, SHA-256 of an LFS file; nil when the path is new.
    public var oid: String?

    /// An answer about a file.
    public init(path: String, uploadMode: UploadMode, shouldIgnore: Bool?, oid: String?) {
      self.path = path
      self.uploadMode = uploadMode
      self.shouldIgnore = shouldIgnore
      self.oid = oid
    }
  }

  /// One answer a file.
  public var files: [File]
  /// The head of the revision at that moment.
  public var commitOid: String?

  /// An answer.
  public init(files: [File], commitOid: String?) {
    self.files = files
    self.commitOid = commitOid
  }
}

/// Body of `POST {repo}.git/info/lfs/objects/batch`; at most 256 objects a call.
public struct LFSBatchRequest: Codable, Sendable, Hashable {
  /// An object by content.
  public struct Object: Codable, Sendable, Hashable {
    /// SHA-256 in hexadecimal.
    public var oid: String
    /// Size in bytes.
    public var size: Int

    /// An object by content.
    public init(oid: String, size: Int) {
      self.oid = oid
      self.size = size
    }
  }

  /// A git reference.
  public struct Reference: Codable, Sendable, Hashable {
    /// The plain name, not percent-encoded.
    public var name: String

    /// A reference by name.
    public init(name: String) { self.name = name }
  }

  /// `upload` or `download`.
  public var operation: String
  /// The ways of transfer the client knows, in order of liking.
  public var transfers: [String]?
  /// The objects, each content once.
  public var objects: [Object]
  /// `sha256`.
  public var hashAlgorithm: String?
  /// The branch.
  public var ref: Reference?

  enum CodingKeys: String, CodingKey {
    case operation, transfers, objects, ref
    case hashAlgorithm = "hash_algo"
  }

  /// A request to upload objects.
  public init(objects: [Object], ref: Reference?) {
    operation = "upload"
    transfers = ["basic", "multipart"]
    self.objects = objects
    hashAlgorithm = "sha256"
    self.ref = ref
  }
}

/// Answer of the LFS batch call.
public struct LFSBatchResponse: Codable, Sendable, Hashable {
  /// A thing to do with an object.
  public struct Action: Codable, Sendable, Hashable {
    /// Where.
    public var href: String
    /// Headers to send.
    ///
    /// For a multipart upload it holds `chunk_size` and one URL a part, keyed `00001`, `00002`, and so on.
    public var header: [String: String]?

    /// An action.
    public init(href: String, header: [String: String]? = nil) {
      self.href = href
      self.header = header
    }
  }

  /// Why an object cannot be taken.
  public struct Failure: Codable, Sendable, Hashable {
    /// An HTTP-like status.
    public var code: Int
    /// The server's words.
    public var message: String

    /// A failure.
    public init(code: Int, message: String) {
      self.code = code
      self.message = message
    }
  }

  /// One object's answer.
  public struct Object: Codable, Sendable, Hashable {
    /// SHA-256 in hexadecimal.
    public var oid: String
    /// Size in bytes.
    public var size: Int?
    /// `upload` and `verify`; nil when the object is already stored.
    public var actions: [String: Action]?
    /// Set when the object is refused.
    public var error: Failure?

    /// An object's answer.
    public init(oid: String, size: Int?, actions: [String: Action]?, error: Failure? = nil) {
      self.oid = oid
      self.size = size
      self.actions = actions
      self.error = error
    }
  }

  /// The way of transfer chosen: `basic` or `multipart`.
  public var transfer: String?
  /// One answer an object.
  public var objects: [Object]

  /// An answer.
  public init(transfer: String?, objects: [Object]) {
    self.transfer = transfer
    self.objects = objects
  }
}

/// Body of an LFS `verify` call.
public struct LFSVerifyRequest: Codable, Sendable, Hashable {
  /// SHA-256 in hexadecimal.
  public var oid: String
  /// Size in bytes.
  public var size: Int

  /// An object to check.
  public init(oid: String, size: Int) {
    self.oid = oid
    self.size = size
  }
}

/// Body of the completion call of a multipart upload.
public struct MultipartCompletion: Codable, Sendable, Hashable {
  /// A stored part.
  public struct Part: Codable, Sendable, Hashable {
    /// From 1.
    public var partNumber: Int
    /// The part's `ETag`, quotes included.
    public var etag: String

    /// A stored part.
    public init(partNumber: Int, etag: String) {
      self.partNumber = partNumber
      self.etag = etag
    }
  }

  /// SHA-256 of the whole object.
  public var oid: String
  /// All parts in ascending order.
  public var parts: [Part]

  /// A finished multipart upload.
  public init(oid: String, parts: [Part]) {
    self.oid = oid
    self.parts = parts
  }
}
