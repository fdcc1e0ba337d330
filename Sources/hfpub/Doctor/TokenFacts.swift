import Files
import HTTP
import HubAPI

/// Facts about the access token that can be seen without showing it to a server.
struct TokenFacts {
  /// What looking for a token gave.
  enum Found {
    case token(DiscoveredToken)
    case none
    case unusable(HubError)
  }

  /// The variables that hold a token; their values are never shown.
  static let variables = ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"]

  let found: Found
  private let environment: [String: String]

  init(variables: [String: String]) {
    environment = variables
    do throws(HubError) {
      found = try TokenDiscovery.discover(environment: variables).map { .token($0) } ?? .none
    } catch {
      found = .unusable(error)
    }
  }

  /// The token; nil when there is none that can be used.
  var token: Secret? {
    guard case .token(let found) = found else { return nil }
    return found.token
  }

  /// Everything that must not be shown, used or not.
  var secrets: [Secret] {
    var secrets = token.map { [$0] } ?? []
    for name in Self.variables {
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

  private var missing: DoctorFact {
    let disabled = "HF_HUB_DISABLE_IMPLICIT_TOKEN"
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
