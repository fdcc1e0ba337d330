/// The Hub's error body: `{"error": "…"}`.
public struct ErrorBody: Codable, Sendable, Hashable {
  /// The server's words.
  public var error: String
  /// Where the repository is, on "already exists" answers.
  public var url: String?

  /// An error body.
  public init(error: String, url: String? = nil) {
    self.error = error
    self.url = url
  }
}

/// What a fine-grained token may do, as `whoami-v2` tells it.
public struct FineGrained: Codable, Sendable, Hashable {
  /// Permissions on one user, organization or repository.
  public struct Scope: Codable, Sendable, Hashable {
    /// What permissions are about.
    public struct Entity: Codable, Sendable, Hashable {
      /// `user`, `org`, `model`, `dataset` and so on.
      public var type: String
      /// The name: of an account, or `owner/name`; the Hub may leave it out.
      public var name: String?

      /// What permissions are about.
      public init(type: String, name: String?) {
        self.type = type
        self.name = name
      }
    }

    /// What they are about.
    public var entity: Entity
    /// Such as `repo.content.read` and `repo.write`.
    public var permissions: [String]

    /// Permissions on one thing.
    public init(entity: Entity, permissions: [String]) {
      self.entity = entity
      self.permissions = permissions
    }
  }

  /// Permissions everywhere.
  public var global: [String]?
  /// Permissions on some things.
  public var scoped: [Scope]?

  /// What a fine-grained token may do.
  public init(global: [String]?, scoped: [Scope]?) {
    self.global = global
    self.scoped = scoped
  }

  /// Reads what is there in a form that is known; these facts are for people, and no reason to refuse an answer.
  public init(from decoder: any Decoder) throws {
    let values = try? decoder.container(keyedBy: CodingKeys.self)
    global = try? values?.decode([String].self, forKey: .global)
    scoped = try? values?.decode([Scope].self, forKey: .scoped)
  }
}

/// Whether a repository's files are behind terms; the Hub writes `false`, `"auto"` or `"manual"`.
public enum RepositoryGate: Codable, Sendable, Hashable {
  /// Everybody who sees it may read it.
  case open
  /// Terms must be accepted.
  case automatic
  /// Terms must be accepted, and the owner lets people in one by one.
  case manual

  /// Reads the Hub's form; a word that is not known yet counts as `automatic`.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let isGated = try? value.decode(Bool.self) {
      self = isGated ? .automatic : .open
    } else {
      self = try value.decode(String.self) == "manual" ? .manual : .automatic
    }
  }

  /// Writes the Hub's form.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .open: try value.encode(false)
    case .automatic: try value.encode("auto")
    case .manual: try value.encode("manual")
    }
  }
}

/// Answer of `GET /api/whoami-v2`, as far as a publisher needs it.
public struct WhoAmI: Codable, Sendable, Hashable {
  /// An organization the user belongs to.
  public struct Organization: Codable, Sendable, Hashable {
    /// Its name.
    public var name: String
    /// `admin`, `write`, `contributor` or `read`.
    public var roleInOrg: String?

    /// An organization.
    public init(name: String, roleInOrg: String?) {
      self.name = name
      self.roleInOrg = roleInOrg
    }
  }

  /// What kind of token was used.
  public struct Auth: Codable, Sendable, Hashable {
    /// The token's public facts.
    public struct AccessToken: Codable, Sendable, Hashable {
      /// The name its owner gave it.
      public var displayName: String
      /// `read`, `write` or `fineGrained`.
      public var role: String
      /// What a fine-grained token may do; nil for other roles.
      public var fineGrained: FineGrained?

      /// The public facts of a token.
      public init(displayName: String, role: String, fineGrained: FineGrained? = nil) {
        self.displayName = displayName
        self.role = role
        self.fineGrained = fineGrained
      }
    }

    /// `access_token` for a user's token.
    public var type: String
    /// Present for user tokens.
    public var accessToken: AccessToken?

    /// What kind of token was used.
    public init(type: String, accessToken: AccessToken?) {
      self.type = type
      self.accessToken = accessToken
    }
  }

  /// `user` or `org`.
  public var type: String
  /// The account's name.
  public var name: String
  /// The user's organizations.
  public var orgs: [Organization]?
  /// The token used.
  public var auth: Auth?

  /// An account.
  public init(type: String, name: String, orgs: [Organization]?, auth: Auth?) {
    self.type = type
    self.name = name
    self.orgs = orgs
    self.auth = auth
  }
}

/// Body of `POST /api/repos/create`.
public struct CreateRepositoryRequest: Codable, Sendable, Hashable {
  /// The name without the owner.
  public var name: String
  /// The owner; nil means the token's user.
  public var organization: String?
  /// `model`, `dataset` or `space`; nil means `model`.
  public var type: String?
  /// `public` or `private`; nil means the account's default.
  public var visibility: String?
  /// The older form of `visibility`.
  public var `private`: Bool?

  /// A request for a new repository.
  public init(name: String, organization: String?, type: String? = "model", visibility: String? = nil) {
    self.name = name
    self.organization = organization
    self.type = type
    self.visibility = visibility
    self.private = nil
  }
}

/// Answer of `POST /api/repos/create`.
public struct CreateRepositoryResponse: Codable, Sendable, Hashable {
  /// The repository's page.
  public var url: String
  /// `owner/name`.
  public var name: String?
  /// The Hub's internal id, which a re-created repository does not share.
  public var id: String?

  /// An answer.
  public init(url: String, name: String?, id: String?) {
    self.url = url
    self.name = name
    self.id = id
  }
}

/// Answer of `GET /api/models/{id}[/revision/{rev}]`, as far as a publisher needs it.
public struct RepositoryInfo: Codable, Sendable, Hashable {
  /// A file of the repository.
  public struct Sibling: Codable, Sendable, Hashable {
    /// The path.
    public var rfilename: String

    /// A file by path.
    public init(rfilename: String) { self.rfilename = rfilename }
  }

  /// The Hub's internal id.
  public var internalID: String?
  /// `owner/name`, in the spelling of the Hub.
  public var id: String
  /// The head commit of the revision asked for.
  public var sha: String?
  /// Whether only members see it.
  public var `private`: Bool?
  /// Whether its files are behind terms.
  public var gated: RepositoryGate?
  /// When it was made, ISO 8601.
  public var createdAt: String?
  /// When it last changed, ISO 8601.
  public var lastModified: String?
  /// The tags of the card.
  public var tags: [String]?
  /// Every file at that revision.
  public var siblings: [Sibling]?

  enum CodingKeys: String, CodingKey {
    case internalID = "_id"
    case id, sha, `private`, gated, createdAt, lastModified, tags, siblings
  }

  /// Facts about a repository.
  public init(
    internalID: String?,
    id: String,
    sha: String?,
    private: Bool?,
    gated: RepositoryGate? = nil,
    createdAt: String?,
    lastModified: String?,
    tags: [String]?,
    siblings: [Sibling]?
  ) {
    self.internalID = internalID
    self.id = id
    self.sha = sha
    self.private = `private`
    self.gated = gated
    self.createdAt = createdAt
    self.lastModified = lastModified
    self.tags = tags
    self.siblings = siblings
  }
}

/// Body of `POST /api/validate-yaml`.
public struct ValidateCardRequest: Codable, Sendable, Hashable {
  /// The whole README.
  public var content: String
  /// `model`.
  public var repoType: String

  /// A card to check.
  public init(content: String, repoType: String = "model") {
    self.content = content
    self.repoType = repoType
  }
}

/// Answer of `POST /api/validate-yaml`, status 200 or 400.
public struct ValidateCardResponse: Codable, Sendable, Hashable {
  /// One complaint.
  public struct Message: Codable, Sendable, Hashable {
    /// The server's words.
    public var message: String

    /// A complaint.
    public init(message: String) { self.message = message }
  }

  /// What forbids the commit.
  public var errors: [Message]?
  /// What does not.
  public var warnings: [Message]?

  /// An answer.
  public init(errors: [Message], warnings: [Message]) {
    self.errors = errors
    self.warnings = warnings
  }
}
