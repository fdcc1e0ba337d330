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

      /// The public facts of a token.
      public init(displayName: String, role: String) {
        self.displayName = displayName
        self.role = role
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
    case id, sha, `private`, createdAt, lastModified, tags, siblings
  }

  /// Facts about a repository.
  public init(
    internalID: String?,
    id: String,
    sha: String?,
    private: Bool?,
    createdAt: String?,
    lastModified: String?,
    tags: [String]?,
    siblings: [Sibling]?
  ) {
    self.internalID = internalID
    self.id = id
    self.sha = sha
    self.private = `private`
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
