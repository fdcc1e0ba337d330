import HTTP
import HubAPI
import TestKit
import Testing

@Suite("History")
struct HubHistoryTests {
  private let names: Names
  init() throws { names = try Names() }

  @Test("the newest commits come in the Hub's order, titles cleaned")
  func commits() async throws {
    let older = String(repeating: "a", count: 40)
    let server = try ScriptedServer { _ in
      .json(#"[{"id":"\#(names.commit)","title":"Up\u001bdate","authors":[]},{"id":"\#(older)"}]"#)
    }
    let commits = try await hub(server).commits(names.id, revision: names.branch)
    #expect(commits.map(\.id.hex) == [names.commit.hex, older])
    #expect(commits.map(\.title) == ["Up\\u{1b}date", ""])
    #expect(server.requests.first?.target == "/api/models/acme/tiny/commits/dev%2Fx")
  }

  @Test("an id that is none breaks the protocol")
  func badID() async throws {
    let server = try ScriptedServer { _ in .json(#"[{"id":"HEAD","title":"x"}]"#) }
    let error = try await failure { try await hub(server).commits(names.id, revision: .main) }
    #expect(error?.code == .malformedAnswer)
    #expect(error?.reason == "the server's answer breaks the protocol: HEAD is no commit id")
  }

  @Test("the history is read page by page, up to the commit that is looked for")
  func pages() async throws {
    let server = try ScriptedServer { request in
      let page = request.target.hasSuffix("p=1") ? 1 : 0
      let id = String(repeating: page == 0 ? "a" : "b", count: 40)
      let host = request.header("Host") ?? ""
      let link = "<http://\(host)/api/models/acme/tiny/commits/main?p=1>; rel=\"next\""
      return .answer(
        status: 200,
        headers: ["Content-Type": "application/json", "Link": page == 0 ? link : ""],
        body: Array(#"[{"id":"\#(id)","title":"x"}]"#.utf8)
      )
    }
    let all = try await hub(server).history(names.id, revision: .main)
    #expect(all.map(\.id.short) == ["aaaaaaa", "bbbbbbb"])
    let first = try await hub(server).history(names.id, revision: .main) { $0.id.short == "aaaaaaa" }
    #expect(first.count == 1)
    #expect(server.requests.count == 3)
  }
}
