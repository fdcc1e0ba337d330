import Files
import Findings
import Foundation
import HTTP
import HubAPI
import Synchronization
import TestKit
import Testing

@Suite("trusted publishing")
struct TrustedPublishingTests {
  private static let idToken = "eyJhbGciOi.eyJzdWIiOi.plantedSIGNATURE"
  private static let given = ["HF_OIDC_RESOURCE": "acme/tiny", "HF_OIDC_ID_TOKEN": idToken]

  /// A clock that stands still until it is moved.
  private final class Time: Sendable {
    private let seconds = Mutex(1_000.0)
    var now: Double { seconds.withLock { $0 } }
    func pass(_ more: Double) { seconds.withLock { $0 += more } }

    func client() -> HTTPClient {
      var configuration = HTTPConfiguration(userAgent: "hfpub-tests/1.0")
      configuration.retry = .never
      configuration.clock = RetryClock(sleep: { _ in }, now: { self.now }, jitter: { 0 })
      return HTTPClient(configuration: configuration)
    }
  }

  private func find(
    _ environment: [String: String],
    _ url: String,
    writingTo repository: String? = nil,
    over http: HTTPClient = Time().client()
  ) async throws -> HubIdentity? {
    try await HubIdentity.find(
      environment: environment,
      writingTo: repository.flatMap { RepositoryID($0) },
      at: try HubEndpoint(url),
      over: http
    )
  }

  @Test("an ID token is exchanged as the Hub wants it, and goes before every other token")
  func exchange() async throws {
    let server = try ScriptedServer { _ in
      .json(#"{"access_token":"hf_jwt_planted","token_type":"bearer","expires_in":3600,"issued_token_type":"x"}"#)
    }
    let environment = Self.given.merging(["HF_TOKEN": "hf_unused"]) { first, _ in first }
    let found = try #require(try await find(environment, server.url, writingTo: "Acme/Tiny"))
    #expect(found.credential.current.reveal() == "hf_jwt_planted")
    #expect(found.source == "trusted publishing for acme/tiny, by the ID token of HF_OIDC_ID_TOKEN")
    #expect(found.isTrustedPublisher)
    #expect(!"\(found)".contains("planted"))
    let request = try #require(server.requests.first)
    #expect(server.requests.count == 1 && request.method == "POST" && request.target == "/oauth/token")
    #expect(request.header("Authorization") == nil)
    let body = try #require(try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: String])
    #expect(
      body == [
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
        "subject_token_type": "urn:ietf:params:oauth:token-type:id_token", "subject_token": Self.idToken,
        "resource": "acme/tiny",
      ]
    )
  }

  @Test("on GitHub Actions the audience is appended to the address, whose query stays")
  func gitHubActions() async throws {
    let server = try ScriptedServer { request in
      request.path == "/oauth/token"
        ? .json(#"{"access_token":"hf_jwt_a"}"#) : .json(#"{"count":1,"value":"made.by.runner"}"#)
    }
    let environment = [
      "HF_OIDC_RESOURCE": " acme/tiny\n", "HF_OIDC_ID_TOKEN": "", "GITHUB_ACTIONS": "true",
      "ACTIONS_ID_TOKEN_REQUEST_URL": "\(server.url)/idtoken/x?api-version=2.0",
      "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "runnerSECRET",
    ]
    let found = try #require(try await find(environment, server.url))
    #expect(found.source == "trusted publishing for acme/tiny, by the ID token of GitHub Actions")
    let audience = try #require(server.url.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
      .replacing("%2E", with: ".")
    let asked = try #require(server.requests.first)
    #expect(asked.target == "/idtoken/x?api-version=2.0&audience=\(audience)")
    #expect(asked.header("Authorization") == "Bearer runnerSECRET")
    #expect(server.requests.last?.text.contains(#""subject_token":"made.by.runner""#) == true)
  }

  @Test(
    "nobody who vouches for the job is an error that says what to do, and no other token is tried",
    arguments: [
      ([:], "HF_OIDC_RESOURCE is set, HF_OIDC_ID_TOKEN is not, and this is no job of GitHub Actions"),
      (["GITHUB_ACTIONS": "true"], "GitHub Actions gives this job no ID token"),
      (
        [
          "GITHUB_ACTIONS": "true", "ACTIONS_ID_TOKEN_REQUEST_URL": "http://runner.example/x",
          "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "t",
        ],
        "ACTIONS_ID_TOKEN_REQUEST_URL is no https address"
      ),
    ]
  )
  func nobody(variables: [String: String], reason: String) async throws {
    let server = try ScriptedServer { _ in .hangUp }
    let environment = variables.merging(["HF_OIDC_RESOURCE": "acme/tiny", "HF_TOKEN": "hf_a"]) { first, _ in first }
    let error = try await failure { try await find(environment, server.url) as Any }
    #expect(error?.code == .noToken && error?.exitStatus == .notAuthorized)
    #expect(error?.problem == "cannot get a token for acme/tiny")
    #expect(error?.reason == reason)
    #expect(error?.remedy.isEmpty == false)
    #expect(server.requests.isEmpty)
  }

  @Test(
    "what is published must be the resource, and both are named before anything is sent",
    arguments: [
      (
        "acme/tiny", "HF_OIDC_RESOURCE is acme/tiny, and a token for that repository may write to no other",
        "Set HF_OIDC_RESOURCE to acme/other, or say --repo acme/tiny."
      ),
      (
        "datasets/acme/other", "HF_OIDC_RESOURCE is datasets/acme/other, which is no model",
        "Set HF_OIDC_RESOURCE to acme/other."
      ),
      (
        "acme", "HF_OIDC_RESOURCE is acme, and a token for a user may only read",
        "Set HF_OIDC_RESOURCE to acme/other."
      ),
    ]
  )
  func otherRepository(resource: String, reason: String, remedy: String) async throws {
    let server = try ScriptedServer { _ in .hangUp }
    let environment = ["HF_OIDC_RESOURCE": resource, "HF_OIDC_ID_TOKEN": Self.idToken]
    let error = try await failure { try await find(environment, server.url, writingTo: "acme/other") as Any }
    #expect(error?.code == .forbidden && error?.exitStatus == .notAuthorized)
    #expect(error?.problem == "cannot write to acme/other")
    #expect(error?.reason == reason)
    #expect(error?.remedy == remedy)
    #expect(server.requests.isEmpty)
  }

  @Test("a refused ID token is told in the Hub's words, without the token, and nothing else is tried")
  func refused() async throws {
    let server = try ScriptedServer { _ in
      .json(
        #"{"error":"invalid_grant","error_description":"no publisher for \#(Self.idToken)"}"#,
        status: 400
      )
    }
    let environment = Self.given.merging(["HF_TOKEN": "hf_unused"]) { first, _ in first }
    let error = try await failure { try await find(environment, server.url) as Any }
    #expect(error?.code == .unauthorized && error?.status == 400)
    #expect(error?.problem == "cannot get a token for acme/tiny")
    #expect(
      error?.reason == "the Hub does not take the ID token: invalid_grant, “no publisher for ***” (status 400)"
    )
    #expect(
      error?.remedy
        == "Check that acme/tiny is spelled right and trusts this job "
        + "(https://huggingface.co/docs/hub/trusted-publishers), "
        + "and that HF_OIDC_ID_TOKEN is fresh and made for \(server.url)."
    )
    #expect(server.requests.count == 1)
  }

  @Test(
    "answers without a token are errors of their own",
    arguments: [
      (#"{"access_token":""}"#, HubError.Code.malformedAnswer), (#"{"token":"x"}"#, .malformedAnswer),
      (#"{"access_token":"hf_jwt_a","token_type":"mac"}"#, .malformedAnswer), ("<html>Sign in</html>", .notTheHub),
      (#"{"access_token":"two words"}"#, .malformedAnswer),
    ]
  )
  func malformed(text: String, code: HubError.Code) async throws {
    let server = try ScriptedServer { _ in .text(text) }
    let error = try await failure { try await find(Self.given, server.url) as Any }
    #expect(error?.code == code)
    #expect(error?.reason.contains("hf_jwt") == false)
  }

  @Test("a runner that gives no ID token is named, with the workflow's missing line", arguments: [403, 200])
  func runnerRefuses(status: Int) async throws {
    let server = try ScriptedServer { _ in .json(#"{"message":"no"}"#, status: status) }
    let environment = [
      "HF_OIDC_RESOURCE": "acme/tiny", "GITHUB_ACTIONS": "true", "ACTIONS_ID_TOKEN_REQUEST_URL": server.url,
      "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "runnerSECRET",
    ]
    let error = try await failure { try await find(environment, server.url) as Any }
    #expect(error?.code == .noToken)
    #expect(error?.reason == "GitHub Actions gives no ID token (status \(status))")
    #expect(
      error?.remedy == "Give the job `permissions: id-token: write` in its workflow, and run it again."
    )
  }

  // MARK: Renewal

  /// A hub whose tokens are numbered; from the exchange `failsFrom` on it has a fault.
  private func hub(lifetime: Int, failsFrom: Int = .max) throws -> ScriptedServer {
    let count = Mutex(0)
    return try ScriptedServer { request in
      guard request.path == "/oauth/token" else { return .json(#"{"id":"acme/tiny"}"#) }
      let number = count.withLock { count in
        count += 1
        return count
      }
      guard number < failsFrom else { return .json(#"{"error":"invalid_grant"}"#, status: 400) }
      return .json(#"{"access_token":"hf_jwt_\#(number)","expires_in":\#(lifetime)}"#)
    }
  }

  private func tokens(_ server: ScriptedServer) -> [String] {
    server.requests.compactMap { $0.header("Authorization")?.replacing("Bearer ", with: "") }
  }

  @Test("a token is renewed five minutes before it expires, in the midst of the work, by one request for all")
  func renewed() async throws {
    let server = try hub(lifetime: 3600)
    let (time, names) = (Time(), try Names())
    let http = time.client()
    let found = try #require(try await find(Self.given, server.url, over: http))
    let client = HubClient(endpoint: try HubEndpoint(server.url), credential: found.credential, http: http)
    _ = try await client.repositoryInfo(names.id)
    time.pass(3299)
    _ = try await client.repositoryInfo(names.id)
    time.pass(1)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<6 { group.addTask { _ = try await client.repositoryInfo(names.id) } }
      try await group.waitForAll()
    }
    #expect(tokens(server) == ["hf_jwt_1", "hf_jwt_1"] + Array(repeating: "hf_jwt_2", count: 6))
    #expect(server.requests.filter { $0.path == "/oauth/token" }.count == 2)
  }

  @Test("a token with a short life is not renewed before every request")
  func short() async throws {
    let server = try hub(lifetime: 60)
    let (time, names) = (Time(), try Names())
    let http = time.client()
    let found = try #require(try await find(Self.given, server.url, over: http))
    let client = HubClient(endpoint: try HubEndpoint(server.url), credential: found.credential, http: http)
    for _ in 0..<4 {
      _ = try await client.repositoryInfo(names.id)
      time.pass(15)
    }
    #expect(tokens(server) == ["hf_jwt_1", "hf_jwt_1", "hf_jwt_2", "hf_jwt_2"])
  }

  @Test("where the renewal fails the old token serves while it lives; then the failure is told")
  func renewalFails() async throws {
    let server = try hub(lifetime: 3600, failsFrom: 2)
    let (time, names) = (Time(), try Names())
    let http = time.client()
    let found = try #require(try await find(Self.given, server.url, over: http))
    let client = HubClient(endpoint: try HubEndpoint(server.url), credential: found.credential, http: http)
    time.pass(3400)
    for _ in 0..<3 { _ = try await client.repositoryInfo(names.id) }
    #expect(tokens(server) == ["hf_jwt_1", "hf_jwt_1", "hf_jwt_1"])
    #expect(server.requests.filter { $0.path == "/oauth/token" }.count == 2)
    time.pass(200)
    let error = try await failure { try await client.repositoryInfo(names.id) }
    #expect(error?.code == .unauthorized)
    #expect(error?.problem == "cannot get a token for acme/tiny")
    #expect(tokens(server).count == 3)
  }
}
