import Files
import HTTP
import HubAPI

/// Facts about the access token that can be seen without showing it to a server.
struct TokenFacts {
  /// What looking for a token gave.
  enum Found {
    case token(DiscoveredToken)
    /// One is to be exchanged for the ID token of this job.
    case trusted(TrustedPublishing)
    case none
    case unusable(HubError)
  }

  /// The variables that hold a token; their values are never shown.
  static let variables = ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"]
  /// The variables of trusted publishing whose values are never shown.
  static let idVariables = ["HF_OIDC_ID_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"]

  private static let disabled = "HF_HUB_DISABLE_IMPLICIT_TOKEN"

  let found: Found
  private let environment: [String: String]

  init(variables: [String: String]) {
    environment = variables
    do throws(HubError) {
      if !HubSettings.isTrue(variables[Self.disabled]), let trusted = try TrustedPublishing(environment: variables) {
        found = .trusted(trusted)
        return
      }
      found = try TokenDiscovery.discover(environment: variables).map { .token($0) } ?? .none
    } catch {
      found = .unusable(error)
    }
  }

  /// The token; nil when there is none that can be used as it is.
  private var token: Secret? {
    guard case .token(let found) = found else { return nil }
    return found.token
  }

  /// What to act as at an endpoint.
  ///
  /// - Throws: `HubError` when a trusted publisher gets no token.
  func credential(at endpoint: HubEndpoint, over http: HTTPClient) async throws(HubError) -> HubCredential? {
    guard case .trusted(let trusted) = found else { return token.map { .token($0) } }
    return .trusted(try await TrustedToken.exchange(trusted, at: endpoint, over: http))
  }

  /// Whether a trusted publisher may write to a repository by what the variables say; nil for all others.
  func write(to repository: RepositoryID) -> DoctorFact? {
    guard case .trusted(let trusted) = found else { return nil }
    do throws(HubError) {
      try trusted.require(repository)
      return nil
    } catch {
      return .fail("publisher", error.reason, remedy: error.remedy)
    }
  }

  /// Everything that must not be shown, used or not.
  var secrets: [Secret] {
    var secrets = token.map { [$0] } ?? []
    for name in Self.variables + Self.idVariables {
      guard let value = environment[name] else { continue }
      // As it stands, and in the parts that a blank or a line break makes of it.
      secrets.append(Secret(value))
      secrets += value.split { $0.isWhitespace }.map { Secret(String($0)) }
    }
    return secrets
  }

  var all: [DoctorFact] {
    switch found {
    case .unusable(let error): return [.fail("token", "\(error.problem): \(error.reason)", remedy: error.remedy)]
    case .none: return [missing]
    case .trusted(let trusted): return [.ok("token", trusted.source)] + unused
    case .token(let found):
      let kind = Self.kind(of: found.token)
      var facts: [DoctorFact] = [.ok("token", "\(kind), from \(found.source)")]
      guard found.source.hasPrefix("the file ") else { return facts }
      let path = found.source.dropFirst("the file ".count)
      facts.append(
        found.warning == nil
          ? .ok("token file", "only this user can read it")
          : .warn("token file", "\(path) can be read by other users of this machine", remedy: "chmod 600 \(path)")
      )
      return facts
    }
  }

  /// Tokens that trusted publishing takes the place of.
  private var unused: [DoctorFact] {
    let names = Self.variables.filter { environment[$0]?.isEmpty == false }
    return names.isEmpty
      ? [] : [.ok("not used", "\(names.joined(separator: ", ")): HF_OIDC_RESOURCE goes before every other token")]
  }

  private var missing: DoctorFact {
    let disabled = Self.disabled
    if HubSettings.isTrue(environment[disabled]) {
      return .warn("token", "not looked for: \(disabled) is set", remedy: "Unset \(disabled) to upload.")
    }
    return .warn(
      "token",
      "none: HF_TOKEN is not set and there is no token file",
      remedy: "To upload, make a token with write access on the Hub and set HF_TOKEN, or run `hfpub login`."
    )
  }

  /// What a token is by its form; longer beginnings first.
  private static func kind(of token: Secret) -> String {
    let text = token.reveal()
    for (beginning, kind) in [
      ("hf_jwt_", "a token of a trusted publisher"), ("hf_oauth_", "a token of a login in the browser"),
      ("api_org_", "a token of an organization, which the Hub refuses for writing"), ("hf_", "a user access token"),
    ] where text.hasPrefix(beginning) {
      return kind
    }
    return "a token of an unknown form"
  }
}
