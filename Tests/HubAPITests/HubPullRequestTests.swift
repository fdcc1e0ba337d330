import HTTP
import HubAPI
import TestKit
import Testing

@Suite("Pull requests")
struct HubPullRequestTests {
  private let names: Names
  init() throws { names = try Names() }

  @Test("a pull request tells how it stands, and the commit that took it in")
  func status() async throws {
    let server = try ScriptedServer { request in
      request.target.hasSuffix("/7")
        ? .json(#"{"num":7,"status":"merged","changes":{"base":"refs/heads/main","mergeCommitId":"\#(names.commit)"}}"#)
        : .json(#"{"num":8,"status":"draft"}"#)
    }
    let merged = try await hub(server).pullRequest(names.id, number: 7)
    #expect(merged == PullRequest(status: .merged, mergeCommit: names.commit))
    #expect(try await hub(server).pullRequest(names.id, number: 8) == PullRequest(status: .draft))
    #expect(server.requests.first?.target == "/api/models/acme/tiny/discussions/7")
  }

  @Test("merging is asked for once; a lost, broken or foreign answer is an unknown outcome, a refusal is none")
  func merge() async throws {
    for (reply, code) in [
      (.hangUp, .outcomeUnknown), (.status(502), .outcomeUnknown),
      (.text("<html><title>Sign in</title>", headers: ["Content-Type": "text/html"]), .outcomeUnknown),
      (.json(#"{"error":"conflicts in: a"}"#, status: 409), .conflict), (.status(403), .forbidden), (.text("OK"), nil),
      (.json("{}"), nil),
    ] as [(ScriptedServer.Reply, HubError.Code?)] {
      let server = try ScriptedServer { _ in reply }
      let error = try await failure { try await hub(server, attempts: 3).mergePullRequest(names.id, number: 7) }
      #expect(error?.code == code)
      #expect(server.requests.count == 1)
      #expect(server.requests.first?.target == "/api/models/acme/tiny/discussions/7/merge")
      server.stop()
      guard code == .outcomeUnknown else { continue }
      #expect(error?.problem == "cannot tell whether the pull request 7 of acme/tiny was merged")
      #expect(error?.remedy == "Look at the pull request before sending anything again.")
    }
  }

  @Test("a pull request is closed with the reason")
  func close() async throws {
    let server = try ScriptedServer { _ in .json("{}") }
    try await hub(server).closePullRequest(names.id, number: 7, comment: "Replaced.")
    let request = try #require(server.requests.first)
    #expect(request.target == "/api/models/acme/tiny/discussions/7/status")
    #expect(String(decoding: request.body, as: UTF8.self) == #"{"comment":"Replaced.","status":"closed"}"#)
  }
}
