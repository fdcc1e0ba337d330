import Foundation
import HubAPI
import LocalHub
import Testing

@Suite("pull requests and discussions of the embedded hub")
struct PullRequestTests {
  private struct Details: Decodable {
    struct Event: Decodable { var type: String }
    var num: Int
    var status: String
    var events: [Event]
    var filesWithConflicts: [String]?
  }

  private static let discussions = "/api/models/me/tiny/discussions"

  private func hub() async throws -> TestHub {
    let hub = try await TestHub()
    try await hub.create("tiny")
    _ = try await hub.commit("me/tiny", [TestHub.file("a.txt", "A")])
    return hub
  }

  private func propose(
    _ hub: TestHub,
    _ path: String,
    _ text: String,
    token: String = "hf_other"
  ) async throws -> Answer {
    let header = CommitLine.header(summary: "Propose \(path)", description: "", parentCommit: nil)
    return try await hub.commit(
      "me/tiny",
      raw: TestHub.lines([header, TestHub.file(path, text)]),
      branch: "main?create_pr=1",
      token: token
    )
  }

  private func details(_ hub: TestHub, _ number: Int) async throws -> Details {
    try await hub.call("GET", "\(Self.discussions)/\(number)?diff=1").json(Details.self)
  }

  @Test("everybody with a write token may propose, and only owners may merge")
  func rights() async throws {
    let hub = try await hub()
    let made = try await propose(hub, "b.txt", "B")
    #expect(made.status == 200)
    #expect(made.text.contains("\"pullRequestUrl\":\"\(hub.server.url)/me/tiny/discussions/1\""))
    #expect(try await propose(hub, "c.txt", "C", token: "hf_reader").status == 403)
    let merge = "\(Self.discussions)/1/merge"
    #expect(try await hub.call("POST", merge, token: nil).status == 401)
    let refused = try await hub.call("POST", merge, token: "hf_other")
    #expect(refused.status == 403 && refused.error == "You don't have the rights to change discussion 1")
    #expect(
      try await hub.commit("me/tiny", [TestHub.file("d", "D")], branch: "refs%2Fpr%2F1", token: "hf_root").status == 200
    )
    #expect(try await hub.call("POST", merge).status == 200)
    #expect(try await hub.call("GET", "/me/tiny/resolve/main/d").text == "D")
    await hub.server.stop()
  }

  @Test("strangers may not add to somebody's pull request, nor see those of a private repository")
  func strangers() async throws {
    let hub = try await hub()
    _ = try await propose(hub, "b.txt", "B", token: "hf_me")
    let added = try await hub.commit("me/tiny", [TestHub.file("c", "C")], branch: "refs%2Fpr%2F1", token: "hf_other")
    #expect(added.status == 403)
    try await hub.create("secret", visibility: "private")
    #expect(try await hub.call("GET", "/api/models/me/secret/discussions", token: "hf_other").status == 404)
    #expect(
      try await hub.call("POST", "/api/models/me/secret/discussions", token: "hf_other", json: ["title": "Hello"])
        .status == 404
    )
    await hub.server.stop()
  }

  @Test("a stale parent of a pull request's commit is refused, one on the branch is where it begins")
  func parents() async throws {
    let hub = try await hub()
    let base = try await hub.head("me/tiny")
    _ = try await hub.commit("me/tiny", [TestHub.file("b.txt", "B")])
    func commit(_ branch: String, parent: String) async throws -> Answer {
      try await hub.commit("me/tiny", [TestHub.file("c.txt", "C")], parent: parent, branch: branch)
    }
    #expect(try await commit("main?create_pr=1", parent: base).status == 200)
    #expect(try await hub.call("GET", "/me/tiny/resolve/refs%2Fpr%2F1/b.txt").status == 404)
    #expect(try await commit("refs%2Fpr%2F1", parent: base).status == 412)
    #expect(try await commit("main?create_pr=1", parent: String(repeating: "0", count: 40)).status == 404)
    #expect(try await commit("dev?create_pr=1", parent: base).status == 400)
    #expect(try await commit("refs%2Fpr%2F7", parent: base).status == 404)
    await hub.server.stop()
  }

  @Test("a conflict is named, and nothing is merged")
  func conflict() async throws {
    let hub = try await hub()
    _ = try await propose(hub, "a.txt", "theirs")
    _ = try await hub.commit("me/tiny", [TestHub.file("a.txt", "ours")])
    #expect(try await details(hub, 1).filesWithConflicts == ["a.txt"])
    let head = try await hub.head("me/tiny")
    let answer = try await hub.call("POST", "\(Self.discussions)/1/merge")
    #expect(answer.status == 409 && answer.error == "Pull request 1 has conflicts in: a.txt")
    #expect(try await hub.head("me/tiny") == head)
    await hub.server.stop()
  }

  @Test("a discussion has comments and a status, and cannot be merged")
  func discussion() async throws {
    let hub = try await hub()
    let made = try await hub.call("POST", Self.discussions, token: "hf_other", json: ["title": "Hello there"])
    #expect(made.text.contains("\"num\":1"))
    #expect(try await hub.call("POST", "\(Self.discussions)/1/comment", json: ["comment": "Yes"]).status == 200)
    #expect(try await hub.call("POST", "\(Self.discussions)/1/comment", json: ["comment": ""]).status == 400)
    #expect(try await hub.call("POST", "\(Self.discussions)/1/status", json: ["status": "closed"]).status == 200)
    #expect(try await hub.call("POST", "\(Self.discussions)/1/status", json: ["status": "merged"]).status == 400)
    #expect(try await hub.call("POST", "\(Self.discussions)/1/title", json: ["title": "x"]).status == 400)
    #expect(try await hub.call("POST", "\(Self.discussions)/1/merge").error == "Discussion 1 is no pull request")
    #expect(try await hub.call("POST", "\(Self.discussions)/2/comment", json: ["comment": "Yes"]).status == 404)
    #expect(try await hub.call("POST", Self.discussions, json: ["title": "x"]).status == 400)
    #expect(try await details(hub, 1).events.map(\.type) == ["comment", "status-change"])
    #expect(try await details(hub, 1).status == "closed")
    await hub.server.stop()
  }

  @Test("pull requests survive a restart, and have a page")
  func restart() async throws {
    let hub = try await hub()
    _ = try await propose(hub, "<b>.txt", "<i>")
    await hub.server.stop()
    let port = hub.server.port
    let again = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(folder: hub.store, port: port, accounts: TestHub.accounts)
    )
    #expect(try await details(hub, 1).events.map(\.type) == ["commit"])
    #expect(try await hub.call("GET", "/me/tiny/resolve/refs%2Fpr%2F1/a.txt").text == "A")
    let page = try await hub.call("GET", "/me/tiny/discussions/1")
    #expect(page.status == 200 && page.text.contains("Propose &lt;b&gt;.txt") && page.text.contains("</span>&lt;i&gt;"))
    #expect(try await hub.call("GET", "/me/tiny/discussions/2").status == 404)
    #expect(try await hub.call("POST", "\(Self.discussions)/1/merge").status == 200)
    await again.stop()
  }
}
