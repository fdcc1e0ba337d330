import Files
import TestKit
import Testing

@testable import HTTP

/// Two servers: `home` sends everything on, to itself or to `away`.
private struct Pair {
  let away: ScriptedServer
  let home: ScriptedServer

  init(status: Int, toOtherOrigin: Bool) throws {
    let away = try ScriptedServer { _ in .text("away") }
    let other = away.url
    self.away = away
    home = try ScriptedServer { request in
      if request.path == "/end" { return .text("home") }
      return .status(status, headers: ["Location": toOtherOrigin ? "\(other)/end" : "/end"])
    }
  }

  func request(_ method: HTTPRequest.Method) throws -> HTTPRequest {
    var request = try HTTPRequest(method, WebURL(home, "/start"), bearerToken: Secret("hf_planted0"))
    request.headers["Cookie"] = "c=1"
    if method == .post || method == .put { request.body = .bytes(Array("body".utf8)) }
    return request
  }
}

@Suite("Redirects")
struct RedirectTests {
  @Test("a GET follows on the same origin and keeps the token", arguments: [301, 302, 303, 307, 308])
  func sameOrigin(_ status: Int) async throws {
    let pair = try Pair(status: status, toOtherOrigin: false)
    let response = try await client().send(pair.request(.get))
    #expect(response.text == "home")
    #expect(response.redirects.map(\.status) == [status])
    #expect(response.url.path == "/end")
    #expect(pair.home.requests.map { $0.header("Authorization") } == ["Bearer hf_planted0", "Bearer hf_planted0"])
  }

  @Test(
    "a GET or HEAD follows to another origin and loses the token",
    arguments: [301, 302, 303, 307, 308],
    [HTTPRequest.Method.get, .head]
  )
  func otherOrigin(_ status: Int, _ method: HTTPRequest.Method) async throws {
    let pair = try Pair(status: status, toOtherOrigin: true)
    let response = try await client().send(pair.request(method))
    #expect(response.status == 200)
    let arrived = try #require(pair.away.requests.first)
    #expect(arrived.method == method.rawValue)
    #expect(arrived.header("Authorization") == nil)
    #expect(arrived.header("Cookie") == nil)
  }

  @Test(
    "a write is never turned into a GET",
    arguments: [301, 302, 303],
    [HTTPRequest.Method.post, .put, .delete]
  )
  func writes(_ status: Int, _ method: HTTPRequest.Method) async throws {
    let pair = try Pair(status: status, toOtherOrigin: false)
    let error = try await failure { try await client().send(pair.request(method)) }
    #expect(error?.code == .redirectRefused)
    #expect(error?.reason == "status \(status) would turn a \(method.rawValue) into a GET")
    #expect(error?.mayHaveTakenEffect == false)
    #expect(pair.home.requests.count == 1)
  }

  @Test(
    "307 and 308 send a write again, with its body, to the same origin",
    arguments: [307, 308],
    [HTTPRequest.Method.post, .put]
  )
  func replayed(_ status: Int, _ method: HTTPRequest.Method) async throws {
    let pair = try Pair(status: status, toOtherOrigin: false)
    #expect(try await client().send(pair.request(method)).text == "home")
    #expect(pair.home.requests.map(\.text) == ["body", "body"])
    #expect(pair.home.requests.map(\.method) == [method.rawValue, method.rawValue])
    #expect(pair.home.requests[1].header("Authorization") == "Bearer hf_planted0")
  }

  @Test(
    "a write is not sent to another origin",
    arguments: [307, 308],
    [HTTPRequest.Method.post, .put, .delete]
  )
  func notReplayed(_ status: Int, _ method: HTTPRequest.Method) async throws {
    let pair = try Pair(status: status, toOtherOrigin: true)
    let error = try await failure { try await client().send(pair.request(method)) }
    #expect(error?.code == .redirectRefused)
    #expect(error?.reason == "a \(method.rawValue) is sent again only to the same server")
    #expect(pair.away.requests.isEmpty)
  }

  @Test(
    "a write that would become a GET elsewhere goes nowhere",
    arguments: [301, 302, 303],
    [HTTPRequest.Method.post, .put, .delete]
  )
  func notTurnedElsewhere(_ status: Int, _ method: HTTPRequest.Method) async throws {
    let pair = try Pair(status: status, toOtherOrigin: true)
    let error = try await failure { try await client().send(pair.request(method)) }
    #expect(error?.code == .redirectRefused)
    #expect(error?.mayHaveTakenEffect == false)
    #expect(pair.away.requests.isEmpty)
    #expect(pair.home.requests.map(\.text) == [method == .delete ? "" : "body"])
  }

  @Test(
    "a file is sent again whole after 307 and 308",
    arguments: [307, 308],
    [HTTPRequest.Method.post, .put]
  )
  func replayedFile(_ status: Int, _ method: HTTPRequest.Method) async throws {
    let pair = try Pair(status: status, toOtherOrigin: false)
    let folder = try TemporaryFolder()
    let content = [UInt8](repeating: 7, count: 300_000)
    try LocalFiles.writeAtomically(content, to: "\(folder.path)/body")
    var request = try pair.request(method)
    request.body = .file(path: "\(folder.path)/body")
    request.hashesSentBody = true
    let response = try await client().send(request)
    #expect(response.text == "home")
    #expect(response.sentSHA256 == FileDigests(of: content).sha256)
    #expect(pair.home.requests.last?.body == content)
  }

  @Test(
    "nothing leads from https to http",
    arguments: [301, 302, 303, 307, 308],
    [HTTPRequest.Method.get, .head, .post, .put, .delete]
  )
  func downgrade(_ status: Int, _ method: HTTPRequest.Method) throws {
    let url = try WebURL("https://hub.example/start")
    let request = HTTPRequest(method, url, bearerToken: Secret("hf_planted0"))
    for location in ["http://hub.example/end", "http://127.0.0.1/end"] {
      let response = HTTPResponse(
        status: status,
        headers: ["Location": location],
        body: [],
        url: url,
        redirects: [],
        attempts: 1
      )
      let error = #expect(throws: HTTPError.self) { try Redirection.next(after: response, to: request, followed: 0) }
      #expect(error?.code == .redirectRefused)
      #expect(error?.reason == "it leads from https to http, where others could read and change everything")
    }
  }

  @Test("a token lost on the way does not come back with the first server")
  func thereAndBack() async throws {
    let home = try ScriptedServer { request in
      request.path == "/end" ? .text("end") : .status(302, headers: ["Location": request.header("X-Away") ?? ""])
    }
    let back = "\(home.url)/end"
    let away = try ScriptedServer { _ in .status(302, headers: ["Location": back]) }
    var request = try HTTPRequest(.get, WebURL(home, "/start"), bearerToken: Secret("hf_planted0"))
    request.headers["X-Away"] = away.url
    #expect(try await client().send(request).text == "end")
    #expect(home.requests.map { $0.header("Authorization") } == ["Bearer hf_planted0", nil])
  }

  @Test("without following, the 3xx answer is returned")
  func unfollowed() async throws {
    let pair = try Pair(status: 302, toOtherOrigin: true)
    var request = try pair.request(.get)
    request.redirects = .none
    let response = try await client().send(request)
    #expect(response.status == 302)
    #expect(response.headers["location"] == "\(pair.away.url)/end")
  }

  @Test("a circle ends after the redirects allowed")
  func circle() async throws {
    let server = try ScriptedServer { _ in .status(302, headers: ["Location": "/again?sig=abc"]) }
    let url = try WebURL(server, "/")
    let error = try await failure { try await client().send(.init(.get, url)) }
    #expect(error?.code == .redirectRefused)
    #expect(error?.reason == "it is more than the 5 redirects allowed")
    #expect(error?.problem.contains("abc") == false)
    #expect(server.requests.count == 6)
  }

  @Test(
    "a Location that is no http URL is refused",
    arguments: ["file:///etc/passwd", "https://u:p@h/", "http://h h/"]
  )
  func foreign(_ location: String) async throws {
    let server = try ScriptedServer { _ in .status(302, headers: ["Location": location]) }
    let url = try WebURL(server, "/")
    let error = try await failure { try await client().send(.init(.get, url)) }
    #expect(error?.code == .redirectRefused)
    #expect(error?.problem.contains("u:p") == false)
  }
}
