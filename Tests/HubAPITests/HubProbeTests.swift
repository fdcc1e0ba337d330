import HTTP
import HubAPI
import TestKit
import Testing

@Suite("One look at a server")
struct HubProbeTests {
  private let names: Names
  init() throws { names = try Names() }

  private static let date = "Sun, 06 Nov 1994 08:49:37 GMT"

  @Test("a probe reads account, clock and scopes in one request")
  func probe() async throws {
    let server = try ScriptedServer { _ in
      .answer(
        status: 200,
        headers: ["Content-Type": "application/json", "Date": Self.date],
        body: Array(
          (#"{"type":"user","name":"acme","auth":{"type":"access_token","accessToken":{"displayName":"ci","#
            + #""role":"fineGrained","fineGrained":{"global":["a\u001b"],"scoped":[{"entity":{"type":"org","#
            + #""name":"ac\u001bme"},"permissions":["repo.write\u0007"]}]}}}}"#).utf8
        )
      )
    }
    let probe = try await hub(server).probe()
    #expect(server.requests.map(\.target) == ["/api/whoami-v2"])
    #expect(probe.serverTime == 784_111_777)
    #expect(probe.clockLead == probe.localTime - 784_111_777)
    #expect(probe.duration >= 0)
    #expect(probe.movedTo == nil)
    let rights = try probe.account.get().auth?.accessToken?.fineGrained
    #expect(rights?.global == ["a\\u{1b}"])
    #expect(rights?.scoped?.first?.entity.name == "ac\\u{1b}me")
    #expect(rights?.scoped?.first?.permissions == ["repo.write\\u{7}"])
  }

  @Test("a refusal is an answer of a hub; a page, other JSON or nothing at all is an error")
  func refusals() async throws {
    let refusing = try ScriptedServer { _ in .json(#"{"error":"Invalid credentials"}"#, status: 401) }
    let probe = try await hub(refusing).probe()
    #expect(throws: HubError.self) { try probe.account.get() }
    #expect(probe.serverTime == nil)
    #expect(probe.clockLead == nil)
    let page = try ScriptedServer { _ in .text("<html><title>Sign in</title></html>") }
    #expect(try await failure { try await hub(page).probe() }?.code == .notTheHub)
    let other = try ScriptedServer { _ in .json(#"{"hello":1}"#) }
    #expect(try await failure { try await hub(other).probe() }?.code == .malformedAnswer)
    let missing = try ScriptedServer { _ in .json(#"{"error":"Not Found"}"#, status: 404) }
    #expect(try await failure { try await hub(missing).probe() }?.code == .notTheHub)
  }

  @Test("scopes in a form that is not known are left out, the account stays")
  func unknownScopes() async throws {
    for scopes in ["7", "[]", #"{"global":7,"scoped":[{"entity":"x"}]}"#] {
      let server = try ScriptedServer { _ in
        .json(
          #"{"type":"user","name":"acme","auth":{"type":"access_token","accessToken":{"displayName":"ci","#
            + #""role":"fineGrained","fineGrained":\#(scopes)}}}"#
        )
      }
      let account = try await hub(server).whoAmI()
      #expect(account.name == "acme")
      #expect(account.auth?.accessToken?.fineGrained == FineGrained(global: nil, scoped: nil))
    }
  }

  @Test(
    "the gate of a repository is read in all its forms",
    arguments: [
      ("false", RepositoryGate.open), ("true", .automatic), (#""auto""#, .automatic), (#""manual""#, .manual),
      (#""new""#, .automatic), ("null", nil),
    ]
  )
  func gates(_ json: String, _ gate: RepositoryGate?) async throws {
    let server = try ScriptedServer { _ in .json(#"{"id":"acme/tiny","gated":\#(json)}"#) }
    #expect(try await hub(server).repositoryInfo(names.id).gated == gate)
  }

  @Test(
    "the server's check of the right to write: yes, no, and no such check",
    arguments: [(200, true), (401, false), (403, false), (404, nil), (405, nil)]
  )
  func mayWrite(_ status: Int, _ expected: Bool?) async throws {
    let server = try ScriptedServer { _ in status == 200 ? .text("OK") : .json(#"{"error":"no"}"#, status: status) }
    #expect(try await hub(server).mayWrite(to: names.id) == expected)
    #expect(server.requests.map(\.target) == ["/api/models/acme/tiny/auth-check/write"])
  }

  @Test("a page in place of the check says nothing, a server with a fault is an error")
  func noCheck() async throws {
    for status in [200, 403] {
      let page = try ScriptedServer { _ in .text("<html>Sign in</html>", status: status) }
      #expect(try await hub(page).mayWrite(to: names.id) == nil)
    }
    let broken = try ScriptedServer { _ in .json("{}", status: 503) }
    #expect(try await failure { try await hub(broken, attempts: 1).mayWrite(to: names.id) }?.code == .serverFault)
  }
}
