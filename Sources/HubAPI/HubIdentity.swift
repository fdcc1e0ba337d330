import HTTP

/// Who a client acts as.
public enum HubCredential: Sendable {
  /// A token that stays as it is.
  case token(Secret)
  /// A token that is renewed while it is used.
  case trusted(TrustedToken)

  /// The token as it is.
  public var current: Secret {
    switch self {
    case .token(let token): token
    case .trusted(let token): token.current
    }
  }
}

/// A credential and where it was found.
public struct HubIdentity: Sendable {
  /// The credential.
  public var credential: HubCredential
  /// Where it comes from, for people.
  public var source: String
  /// What should be put right, such as a token file that others can read.
  public var warning: String?

  /// Whether it was exchanged for the ID token of a job.
  public var isTrustedPublisher: Bool {
    if case .trusted = credential { true } else { false }
  }

  /// Finds the credential of the environment: trusted publishing where it is asked for, else a token.
  ///
  /// Where `HF_OIDC_RESOURCE` is set nothing else is looked for, as in the Hub's own tools. Without that variable
  /// nothing is asked of the endpoint.
  ///
  /// - Parameters:
  ///   - environment: The environment variables.
  ///   - repository: What is going to be written to; nil when only reading is meant.
  ///   - endpoint: Who gives the token of a trusted publisher.
  ///   - http: The way there.
  /// - Returns: The credential; nil when there is none.
  /// - Throws: `HubError`, `.forbidden` when the variable names another repository.
  public static func find(
    environment: [String: String],
    writingTo repository: RepositoryID? = nil,
    at endpoint: HubEndpoint,
    over http: HTTPClient
  ) async throws(HubError) -> HubIdentity? {
    if !HubSettings.isTrue(environment["HF_HUB_DISABLE_IMPLICIT_TOKEN"]),
      let publishing = try TrustedPublishing(environment: environment)
    {
      if let repository { try publishing.require(repository) }
      let token = try await TrustedToken.exchange(publishing, at: endpoint, over: http)
      return HubIdentity(credential: .trusted(token), source: publishing.source, warning: nil)
    }
    return try TokenDiscovery.discover(environment: environment)
      .map { HubIdentity(credential: .token($0.token), source: $0.source, warning: $0.warning) }
  }
}
