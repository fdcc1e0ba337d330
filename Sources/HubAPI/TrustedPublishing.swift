import HTTP

/// What the environment says about trusted publishing: for what a token is wanted, and who vouches for this job.
///
/// `HF_OIDC_RESOURCE` turns it on. The ID token is `HF_OIDC_ID_TOKEN`; without it, on GitHub Actions, the runner makes
/// one. The names and their order are those of huggingface_hub.
public struct TrustedPublishing: Sendable {
  enum IDToken: Sendable {
    case given(Secret)
    case gitHubActions(address: String, token: Secret)
  }

  /// The repository that the token is for, or a user, for whom it may only read.
  public let resource: String
  let idToken: IDToken

  /// What the environment says; nil when `HF_OIDC_RESOURCE` is not set.
  ///
  /// - Throws: `HubError` with code `.noToken` when nobody vouches for this job; other tokens are not looked for then.
  public init?(environment: [String: String]) throws(HubError) {
    guard let resource = environment["HF_OIDC_RESOURCE"]?.trimmed, !resource.isEmpty else { return nil }
    self.resource = resource
    if let token = try TokenDiscovery.parse(environment["HF_OIDC_ID_TOKEN"] ?? "", source: "HF_OIDC_ID_TOKEN") {
      idToken = .given(token)
      return
    }
    guard environment["GITHUB_ACTIONS"] == "true" else {
      throw Self.nobody(
        resource,
        reason: "HF_OIDC_RESOURCE is set, HF_OIDC_ID_TOKEN is not, and this is no job of GitHub Actions",
        remedy: "Set HF_OIDC_ID_TOKEN to the ID token of the job, or unset HF_OIDC_RESOURCE to use another token."
      )
    }
    let variable = "ACTIONS_ID_TOKEN_REQUEST_URL"
    guard let address = environment[variable]?.trimmed, !address.isEmpty,
      let token = try TokenDiscovery.parse(
        environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] ?? "",
        source: "ACTIONS_ID_TOKEN_REQUEST_TOKEN"
      )
    else {
      throw Self.nobody(
        resource,
        reason: "GitHub Actions gives this job no ID token",
        remedy: "Give the job `permissions: id-token: write` in its workflow."
      )
    }
    guard let url = try? WebURL(address), url.scheme == .https || url.origin.isLoopback else {
      throw Self.nobody(
        resource,
        reason: "\(variable) is no https address",
        remedy: "Leave \(variable) as the runner sets it."
      )
    }
    idToken = .gitHubActions(address: address, token: token)
  }

  /// Where the token comes from, for people.
  public var source: String {
    let voucher =
      switch idToken {
      case .given: "HF_OIDC_ID_TOKEN"
      case .gitHubActions: "GitHub Actions"
      }
    return "trusted publishing for \(resource), by the ID token of \(voucher)"
  }

  /// Makes sure that a token for the resource may write to a repository, before anything is asked.
  ///
  /// - Throws: `HubError` with code `.forbidden` that names both.
  public func require(_ id: RepositoryID) throws(HubError) {
    guard resource.lowercased() != id.description.lowercased() else { return }
    let isModel = RepositoryID(resource) != nil
    let reason: String
    if isModel {
      reason = "HF_OIDC_RESOURCE is \(resource), and a token for that repository may write to no other"
    } else if resource.contains("/") {
      reason = "HF_OIDC_RESOURCE is \(resource), which is no model"
    } else {
      reason = "HF_OIDC_RESOURCE is \(resource), and a token for a user may only read"
    }
    throw HubError(
      .forbidden,
      problem: "cannot write to \(id)",
      reason: reason,
      remedy: "Set HF_OIDC_RESOURCE to \(id)" + (isModel ? ", or say --repo \(resource)." : ".")
    )
  }

  private static func nobody(_ resource: String, reason: String, remedy: String) -> HubError {
    HubError(.noToken, problem: "cannot get a token for \(resource)", reason: reason, remedy: remedy)
  }
}

extension String {
  /// The text without blanks and line ends around it.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
