import Findings
import HTTP
import HubAPI
import TestKit
import Testing

/// An answer and what it must become.
struct ErrorCase: Sendable, CustomTestStringConvertible {
  var name: String
  var status: Int
  var headers: KeyValuePairs<String, String> = [:]
  var body = ""
  var hasToken = true
  var code: HubError.Code
  var exit: Findings.ExitStatus
  var reason: String

  var testDescription: String { name }

  static let all: [ErrorCase] = [
    ErrorCase(
      name: "token refused",
      status: 401,
      headers: ["X-Error-Message": "Invalid credentials in Authorization header", "X-Request-Id": "Root=1-abc"],
      code: .unauthorized,
      exit: .notAuthorized,
      reason: "the token is refused: it is wrong, expired or revoked; the Hub says “Invalid credentials in "
        + "Authorization header” (status 401, request Root=1-abc)"
    ),
    ErrorCase(
      name: "401 without token",
      status: 401,
      body: #"{"error":"Invalid username or password."}"#,
      hasToken: false,
      code: .noToken,
      exit: .notAuthorized,
      reason: "no token was sent, and without one this is not allowed or acme/tiny is not visible; the Hub says "
        + "“Invalid username or password.” (status 401)"
    ),
    ErrorCase(
      name: "401 with the code of a missing repository",
      status: 401,
      headers: ["X-Error-Code": "RepoNotFound", "X-Error-Message": "Repository not found"],
      code: .repositoryNotFound,
      exit: .remoteMoved,
      reason: "acme/tiny does not exist, or this token cannot see it; the Hub says “Repository not found” "
        + "(status 401, RepoNotFound)"
    ),
    ErrorCase(
      name: "right missing",
      status: 403,
      body: #"{"error":"You don't have the rights to write"}"#,
      code: .forbidden,
      exit: .notAuthorized,
      reason: "the token lacks the right, or the account the room; the Hub says “You don't have the rights to write” "
        + "(status 403)"
    ),
    ErrorCase(
      name: "quota",
      status: 402,
      body: #"{"error":["Storage limit reached","Upgrade"]}"#,
      code: .forbidden,
      exit: .notAuthorized,
      reason: "the token lacks the right, or the account the room; the Hub says “Storage limit reached; Upgrade” "
        + "(status 402)"
    ),
    ErrorCase(
      name: "gated",
      status: 403,
      headers: ["X-Error-Code": "GatedRepo"],
      code: .gated,
      exit: .notAuthorized,
      reason: "acme/tiny is gated: its terms must be accepted on the web first; the Hub gave no words "
        + "(status 403, GatedRepo)"
    ),
    ErrorCase(
      name: "repository missing",
      status: 404,
      headers: ["X-Error-Code": "RepoNotFound", "X-Error-Message": "Repository not found"],
      hasToken: false,
      code: .repositoryNotFound,
      exit: .remoteMoved,
      reason: "acme/tiny does not exist, or is private; the Hub says “Repository not found” (status 404, RepoNotFound)"
    ),
    ErrorCase(
      name: "revision missing",
      status: 404,
      headers: ["X-Error-Code": "RevisionNotFound", "X-Error-Message": "Invalid rev id: dev/x"],
      code: .revisionNotFound,
      exit: .remoteMoved,
      reason: "acme/tiny has no revision dev/x; the Hub says “Invalid rev id: dev/x” (status 404, RevisionNotFound)"
    ),
    ErrorCase(
      name: "entry missing",
      status: 404,
      headers: ["X-Error-Code": "EntryNotFound", "X-Error-Message": "Entry not found"],
      code: .entryNotFound,
      exit: .remoteMoved,
      reason: "a file or folder is missing; the Hub says “Entry not found” (status 404, EntryNotFound)"
    ),
    ErrorCase(
      name: "404 without a code",
      status: 404,
      body: "Not Found",
      code: .repositoryNotFound,
      exit: .remoteMoved,
      reason: "acme/tiny does not exist, or this token cannot see it; the Hub says “Not Found” (status 404)"
    ),
    ErrorCase(
      name: "conflict",
      status: 409,
      body: #"{"error":"Reference already exists"}"#,
      code: .conflict,
      exit: .remoteMoved,
      reason: "the Hub says “Reference already exists” (status 409)"
    ),
    ErrorCase(
      name: "stale parent",
      status: 412,
      body: #"{"error":"A commit has happened since. Please refresh and try again."}"#,
      code: .parentMoved,
      exit: .remoteMoved,
      reason: "somebody committed to acme/tiny in between; the Hub says “A commit has happened since. Please refresh "
        + "and try again.” (status 412)"
    ),
    ErrorCase(
      name: "too large",
      status: 413,
      code: .tooLarge,
      exit: .checkFailed,
      reason: "it is more than the Hub takes at once; the Hub gave no words (status 413)"
    ),
    ErrorCase(
      name: "rate limited",
      status: 429,
      headers: ["RateLimit": "\"api\";r=0;t=55"],
      body: "You have exceeded the rate limit for repository commits (128 per hour)",
      code: .rateLimited,
      exit: .remoteUnavailable,
      reason: "too many requests; the Hub asks to wait 55 s; the Hub says “You have exceeded the rate limit for "
        + "repository commits (128 per hour)” (status 429)"
    ),
    ErrorCase(
      name: "refused content",
      status: 400,
      body: #"{"error":"invalid","error_description":"bad path","errors":[{"message":"one"},{"message":"one"}]}"#,
      code: .badRequest,
      exit: .checkFailed,
      reason: "the Hub says “invalid; bad path; one” (status 400)"
    ),
    ErrorCase(
      name: "login page with 200",
      status: 200,
      headers: ["Content-Type": "text/html"],
      body: "<!DOCTYPE html><html><head><TITLE>Guest\n Wi-Fi</TITLE></head></html>",
      code: .notTheHub,
      exit: .remoteUnavailable,
      reason:
        "the server answered with an HTML page titled ‹Guest Wi-Fi› (status 200), not JSON: a proxy or login page?"
    ),
    ErrorCase(
      name: "proxy page with 403",
      status: 403,
      headers: ["Content-Type": "text/html"],
      body: "<html><title>Blocked</title>",
      code: .notTheHub,
      exit: .remoteUnavailable,
      reason: "the server answered with an HTML page titled ‹Blocked› (status 403), not JSON: a proxy or login page?"
    ),
    ErrorCase(
      name: "plain text with 200",
      status: 200,
      headers: ["Content-Type": "text/plain"],
      body: "hello",
      code: .notTheHub,
      exit: .remoteUnavailable,
      reason: "the server answered with text/plain (status 200), not JSON: a proxy or login page?"
    ),
    ErrorCase(
      name: "nothing with 200",
      status: 200,
      code: .notTheHub,
      exit: .remoteUnavailable,
      reason: "the server answered with no content type (status 200), not JSON: a proxy or login page?"
    ),
    ErrorCase(
      name: "gateway page with 502",
      status: 502,
      headers: ["Content-Type": "text/html"],
      body: "<html><title>502 Bad Gateway</title>",
      code: .serverFault,
      exit: .remoteUnavailable,
      reason: "the fault is on the server's side; the server answered with an HTML page titled ‹502 Bad Gateway› "
        + "(status 502), not JSON: a proxy or login page?"
    ),
    ErrorCase(
      name: "server fault",
      status: 500,
      headers: ["X-Amz-Cf-Id": "cf1"],
      body: #"{"error":"Internal Error - We're working hard to fix this"}"#,
      code: .serverFault,
      exit: .remoteUnavailable,
      reason: "the fault is on the server's side; the Hub says “Internal Error - We're working hard to fix this” "
        + "(status 500, request cf1)"
    ),
    ErrorCase(
      name: "redirect to nowhere",
      status: 302,
      code: .notTheHub,
      exit: .remoteUnavailable,
      reason: "the server answered with no content type (status 302), not JSON: a proxy or login page?"
    ),
    ErrorCase(
      name: "truncated JSON",
      status: 200,
      body: #"{"id":"acme/ti"#,
      code: .malformedAnswer,
      exit: .remoteUnavailable,
      reason: "the server's answer breaks the protocol: it is not valid JSON"
    ),
    ErrorCase(
      name: "field missing",
      status: 200,
      body: #"{"_id":"1"}"#,
      code: .malformedAnswer,
      exit: .remoteUnavailable,
      reason: "the server's answer breaks the protocol: id is missing"
    ),
    ErrorCase(
      name: "field of another type",
      status: 200,
      body: #"{"id":"acme/tiny","siblings":[{"rfilename":1}]}"#,
      code: .malformedAnswer,
      exit: .remoteUnavailable,
      reason: "the server's answer breaks the protocol: siblings[0].rfilename has another type than expected"
    ),
    ErrorCase(
      name: "bottomless JSON",
      status: 200,
      body: String(repeating: "[", count: 100_000),
      code: .malformedAnswer,
      exit: .remoteUnavailable,
      reason: "the server's answer breaks the protocol: it is not valid JSON"
    ),
    ErrorCase(
      name: "hostile words",
      status: 400,
      body: "{\"error\":\"<b>no</b>\\u001b[31m \\u202Eevil\\r\\n \(plantedToken) at "
        + "https://s3/x?X-Amz-Signature=deadbeef\"}",
      code: .badRequest,
      exit: .checkFailed,
      reason: "the Hub says “no \\u{1b}[31m \\u{202e}evil *** at https://s3/x?***” (status 400)"
    ),
    ErrorCase(
      name: "endless words",
      status: 400,
      body: String(repeating: "word ", count: 5000),
      code: .badRequest,
      exit: .checkFailed,
      reason: "the Hub says “\(String(repeating: "word ", count: 39))word…” (status 400)"
    ),
  ]
}

@Suite("HubError")
struct HubErrorTests {
  @Test("an answer becomes the right error in the right words", arguments: ErrorCase.all)
  func mapping(_ expected: ErrorCase) async throws {
    let names = try Names()
    let server = try ScriptedServer { _ in
      .answer(status: expected.status, headers: expected.headers, body: Array(expected.body.utf8))
    }
    let hub = try hub(server, token: expected.hasToken ? plantedToken : nil)
    let error = try await failure { try await hub.repositoryInfo(names.id, revision: names.branch) }
    #expect(error?.code == expected.code)
    #expect(error?.exitStatus == expected.exit)
    #expect(error?.reason == expected.reason)
    #expect(error?.problem == "cannot look up acme/tiny")
    #expect(error?.remedy.hasSuffix(".") == true)
    #expect("\(String(describing: error))".contains(plantedToken) == false)
  }

  @Test("remedies name the place to go")
  func remedies() async throws {
    let names = try Names()
    let server = try ScriptedServer { _ in .status(401) }
    let refused = try await failure { try await hub(server).repositoryInfo(names.id) }
    #expect(refused?.remedy == "Create a new token at \(server.url)/settings/tokens and set HF_TOKEN to it.")
    #expect(refused?.codeName == "hub.unauthorized")
    #expect(refused?.status == 401)
  }

  @Test("a server that is not there is unreachable, with the port")
  func closedPort() async throws {
    let closed = try ClosedPort()
    let names = try Names()
    let server = try ScriptedServer { _ in .hangUp }
    let hub = HubClient(
      endpoint: try HubEndpoint("http://127.0.0.1:\(closed.port)"),
      token: nil,
      http: try hub(server).http
    )
    let error = try await failure { try await hub.repositoryInfo(names.id) }
    #expect(error?.code == .unreachable)
    #expect(error?.exitStatus == .remoteUnavailable)
    #expect(error?.reason == "cannot reach 127.0.0.1:\(closed.port): Connection refused")
  }

  @Test(
    "calls that need a token say so without asking the server",
    arguments: ["whoAmI", "create", "preupload", "batch", "commit"]
  )
  func noToken(_ call: String) async throws {
    let names = try Names()
    let server = try ScriptedServer { _ in .json("{}") }
    let hub = try hub(server, token: "")
    let error = try await failure {
      switch call {
      case "whoAmI": _ = try await hub.whoAmI()
      case "create": _ = try await hub.createRepository(names.id, isPrivate: true)
      case "preupload": _ = try await hub.preupload(names.id, revision: .main, files: [])
      case "batch": _ = try await hub.lfsBatch(names.id, revision: .main, objects: [])
      default:
        _ = try await hub.commit(names.id, revision: .main, message: .init(summary: "x"), operations: [])
      }
    }
    #expect(error?.code == .noToken)
    #expect(error?.reason == "it needs an access token and none was found")
    #expect(error?.remedy == "Set HF_TOKEN, or put the token into the file ~/.cache/huggingface/token.")
    #expect(error?.exitStatus == .notAuthorized)
    #expect(server.requests.isEmpty)
  }

  @Test("every error code has a stable name of its own")
  func codes() {
    let names = HubError.Code.allCases.map { HubError($0, problem: "p", reason: "r", remedy: "R.").codeName }
    #expect(Set(names).count == names.count)
    #expect(names.contains("hub.outcome-unknown"))
  }
}
