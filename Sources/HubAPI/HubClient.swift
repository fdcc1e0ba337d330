import FoundationEssentials
import HTTP

/// Talks to the Hub: one method for each call that a publisher needs.
///
/// A value that may be shared between tasks. The token is sent to the endpoint's origin and nowhere else. Every answer
/// is bounded in size and decoded strictly; calls that do no harm twice are retried by the HTTP client's policy, a
/// commit never is.
///
/// ```swift
/// let http = HTTPClient(configuration: HTTPConfiguration(userAgent: "example/1.0"))
/// let hub = HubClient(endpoint: .standard, token: nil, http: http)
/// let info = try await hub.repositoryInfo(id)
/// ```
public struct HubClient: Sendable {
  /// The server.
  public let endpoint: HubEndpoint
  /// The client that carries the requests.
  public let http: HTTPClient
  private let credential: HubCredential?

  /// A client of `endpoint`; without a token only public repositories can be read.
  public init(endpoint: HubEndpoint = .standard, token: Secret?, http: HTTPClient) {
    self.init(endpoint: endpoint, credential: token.flatMap { $0.isEmpty ? nil : .token($0) }, http: http)
  }

  /// A client of `endpoint` that acts as whoever `credential` stands for.
  public init(endpoint: HubEndpoint, credential: HubCredential?, http: HTTPClient) {
    self.endpoint = endpoint
    self.credential = credential
    self.http = http
  }

  /// The token as it is, also for keeping it out of texts.
  var token: Secret? { credential?.current }

  /// Whether there is a token.
  public var hasToken: Bool { credential != nil }
}

// MARK: - Requests

extension HubClient {
  // The server may work for a minute on a commit or on joining parts, without a byte in between.
  var patientTimeouts: HTTPTimeouts { HTTPTimeouts(stall: http.configuration.timeouts.stall * 5) }

  /// The token, for a call that cannot do without.
  func requireToken(for operation: HubOperation) throws(HubError) {
    guard token != nil else { throw .noToken(operation) }
  }

  /// A request to the Hub itself, with the token.
  func request(
    _ method: HTTPRequest.Method,
    _ url: WebURL,
    headers: HTTPHeaders = ["Accept": "application/json"],
    body: HTTPRequest.Body = .none,
    isIdempotent: Bool
  ) -> HTTPRequest {
    var request = HTTPRequest(method, url, headers: headers, body: body, isIdempotent: isIdempotent)
    // Never to another server, whoever named the URL.
    if url.origin == endpoint.origin { request.bearerToken = token }
    request.acceptsCompression = true
    return request
  }

  /// A request with a JSON body.
  func request(
    _ method: HTTPRequest.Method,
    _ url: WebURL,
    json: some Encodable,
    type: String = "application/json",
    isIdempotent: Bool,
    operation: HubOperation
  ) throws(HubError) -> HTTPRequest {
    let body: [UInt8]
    do {
      body = Array(try JSON.encoder.encode(json))
    } catch {
      throw HubError(
        .badRequest,
        problem: operation.problem,
        reason: "the request cannot be written as JSON: \(error)",
        remedy: "Check names and texts for characters that are not Unicode."
      )
    }
    return request(
      method,
      url,
      headers: ["Accept": type, "Content-Type": type],
      body: .bytes(body),
      isIdempotent: isIdempotent
    )
  }

  /// The request as it goes out: with a token that has still time to live.
  func authorized(_ request: HTTPRequest) async throws(HubError) -> HTTPRequest {
    guard request.bearerToken != nil, case .trusted(let trusted) = credential else { return request }
    var request = request
    request.bearerToken = try await trusted.fresh()
    return request
  }

  /// Sends a request; an answer of any status is returned.
  func send(_ request: HTTPRequest, _ operation: HubOperation) async throws(HubError) -> HTTPResponse {
    let request = try await authorized(request)
    do {
      return try await http.send(request)
    } catch {
      throw .transport(operation, error, token: token)
    }
  }

  /// Sends a request and reads the JSON of a success.
  func call<Answer: Decodable>(
    _ request: HTTPRequest,
    _ operation: HubOperation,
    as type: Answer.Type
  ) async throws(HubError) -> Answer {
    let response = try await send(request, operation)
    guard response.isSuccess else { throw failure(response, operation) }
    return try decode(type, from: response, operation)
  }

  /// The error that an answer means.
  func failure(_ response: HTTPResponse, _ operation: HubOperation) -> HubError {
    HubError(response, during: operation, endpoint: endpoint, token: token)
  }

  /// Reads a JSON answer strictly.
  func decode<Answer: Decodable>(
    _ type: Answer.Type,
    from response: HTTPResponse,
    _ operation: HubOperation
  ) throws(HubError) -> Answer {
    do {
      return try JSONDecoder().decode(type, from: Data(response.body))
    } catch {
      let first = response.body.first { $0 > 0x20 }
      guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { throw .notTheHub(operation, response) }
      throw .malformedAnswer(operation, reason: JSON.words(for: error))
    }
  }
}

// MARK: - URLs

extension HubClient {
  /// `{endpoint}/api/…`, each component percent-encoded.
  func api(_ components: String..., query: KeyValuePairs<String, String> = [:]) -> WebURL {
    endpoint.url.appending(["api"] + components, query: query)
  }

  /// `{endpoint}/api/models/{owner}/{name}/…`.
  func model(
    _ id: RepositoryID,
    _ components: String...,
    query: KeyValuePairs<String, String> = [:]
  ) -> WebURL {
    endpoint.url.appending(["api", "models", id.owner, id.name] + components, query: query)
  }

  /// The URL of an LFS action: the Hub's own names become the endpoint's; nothing but https, except on this machine.
  func actionURL(_ href: String, _ operation: HubOperation) throws(HubError) -> WebURL {
    var url: WebURL
    do {
      url = try WebURL(href)
    } catch {
      throw .malformedAnswer(operation, reason: "the URL of an upload action: \(error.reason)")
    }
    if HubEndpoint.ownOrigins.contains(url.origin), !HubEndpoint.ownOrigins.contains(endpoint.origin) {
      url = url.moved(to: endpoint.url)
    }
    guard url.scheme == .https || (endpoint.origin.isLoopback && url.origin.isLoopback) else {
      throw .malformedAnswer(operation, reason: "an upload action would go to \(url) without encryption")
    }
    return url
  }
}
