import FoundationEssentials
import HTTP

/// One exchange of an ID token for a token of the Hub (RFC 8693).
struct TokenExchange {
  let publishing: TrustedPublishing
  let endpoint: HubEndpoint
  let http: HTTPClient

  private var operation: HubOperation { HubOperation("get a token for \(publishing.resource)") }
  /// What huggingface_hub takes where the server does not say, in seconds.
  private static let usualLifetime = 3600.0

  /// The token and for how many seconds it is good.
  func run() async throws(HubError) -> (Secret, Double) {
    let idToken = try await idToken()
    let body: [UInt8]
    do {
      body = Array(try JSON.encoder.encode(Question(subject_token: idToken.reveal(), resource: publishing.resource)))
    } catch {
      throw HubError(
        .badRequest,
        problem: operation.problem,
        reason: "the request cannot be written as JSON",
        remedy: "Check HF_OIDC_RESOURCE for characters that are not Unicode."
      )
    }
    var request = HTTPRequest(
      .post,
      endpoint.url.appending(["oauth", "token"]),
      headers: ["Accept": "application/json", "Content-Type": "application/json"],
      body: .bytes(body),
      isIdempotent: true
    )
    request.maximumResponseBytes = 1 << 20
    let response = try await send(request, hiding: idToken)
    guard response.isSuccess else { throw refusal(response, hiding: idToken) }
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(response.body)),
      answer.token_type.map({ $0.lowercased() == "bearer" }) ?? true,
      let token = try? TokenDiscovery.parse(answer.access_token, source: "the endpoint")
    else {
      if ServerText.isHTML(response) { throw .notTheHub(operation, response) }
      throw .malformedAnswer(operation, reason: "it holds no token")
    }
    return (token, max(answer.expires_in ?? Self.usualLifetime, 0))
  }

  // MARK: The ID token

  private func idToken() async throws(HubError) -> Secret {
    switch publishing.idToken {
    case .given(let token): return token
    case .gitHubActions(let address, let token): return try await fromGitHubActions(address, token)
    }
  }

  private func fromGitHubActions(_ address: String, _ requestToken: Secret) async throws(HubError) -> Secret {
    // The address has a query already, which must stay.
    let audience = "audience=\(WebURL.encode(endpoint.description))"
    guard let url = try? WebURL("\(address)\(address.contains("?") ? "&" : "?")\(audience)") else {
      throw .malformedAnswer(operation, reason: "the runner's address for ID tokens")
    }
    var request = HTTPRequest(.get, url, headers: ["Accept": "application/json"], bearerToken: requestToken)
    request.maximumResponseBytes = 1 << 20
    let response = try await send(request, hiding: requestToken)
    let token = (try? JSONDecoder().decode(RunnerAnswer.self, from: Data(response.body)))?.value
    guard response.isSuccess, let token,
      let token = try? TokenDiscovery.parse(token, source: "GitHub Actions")
    else {
      var error = HubError(
        .noToken,
        problem: operation.problem,
        reason: "GitHub Actions gives no ID token (status \(response.status))",
        remedy: "Give the job `permissions: id-token: write` in its workflow, and run it again."
      )
      error.status = response.status
      throw error
    }
    return token
  }

  // MARK: Asking

  private func send(_ request: HTTPRequest, hiding secret: Secret) async throws(HubError) -> HTTPResponse {
    do {
      return try await http.send(request)
    } catch {
      throw .transport(operation, error, token: secret)
    }
  }

  private func refusal(_ response: HTTPResponse, hiding secret: Secret) -> HubError {
    var error = HubError(response, during: operation, endpoint: endpoint, token: secret)
    // Without the standard's words it is some other failure, and said as such.
    guard (400..<500).contains(response.status), response.status != 429,
      let words = try? JSONDecoder().decode(Refusal.self, from: Data(response.body))
    else { return error }
    let description = words.error_description.map { ", “\(ServerText.cleaned($0, hiding: [secret]))”" } ?? ""
    let resource = publishing.resource
    error = HubError(
      .unauthorized,
      problem: operation.problem,
      reason: "the Hub does not take the ID token: \(ServerText.cleaned(words.error, limit: 60))\(description) "
        + "(status \(response.status))",
      remedy: remedy(resource),
      hiding: [secret]
    )
    error.status = response.status
    error.requestID = ServerText.requestID(of: response)
    return error
  }

  private func remedy(_ resource: String) -> String {
    let trust =
      "Check that \(resource) is spelled right and trusts this job (https://huggingface.co/docs/hub/trusted-publishers)"
    switch publishing.idToken {
    case .given: return "\(trust), and that HF_OIDC_ID_TOKEN is fresh and made for \(endpoint)."
    case .gitHubActions: return "\(trust)."
    }
  }

  // MARK: On the wire

  private struct Question: Encodable {
    let grant_type = "urn:ietf:params:oauth:grant-type:token-exchange"
    let subject_token_type = "urn:ietf:params:oauth:token-type:id_token"
    let subject_token: String
    let resource: String
  }

  private struct Answer: Decodable {
    var access_token: String
    var token_type: String?
    var expires_in: Double?
  }

  private struct Refusal: Decodable {
    var error: String
    var error_description: String?
  }

  private struct RunnerAnswer: Decodable { var value: String }
}
