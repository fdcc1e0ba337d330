import HTTP
import HubAPI
import TestKit
import Testing

@Suite("Repositories")
struct HubRepositoryTests {
  private let names: Names
  init() throws { names = try Names() }

  @Test("whoami reads account, organizations and token, and cleans names")
  func whoAmI() async throws {
    let server = try ScriptedServer { _ in
      .json(
        #"{"type":"user","name":"user","orgs":[{"name":"ac\u001bme","roleInOrg":"write"}],"isPro":false,"#
          + #""auth":{"type":"access_token","accessToken":{"displayName":"lap<b>top","role":"write"}}}"#
      )
    }
    let answer = try await hub(server).whoAmI()
    #expect(answer.name == "user")
    #expect(answer.orgs?.first?.name == "ac\\u{1b}me")
    #expect(answer.auth?.accessToken?.displayName == "lap top")
    let request = try #require(server.requests.first)
    #expect(request.target == "/api/whoami-v2")
    #expect(request.header("Authorization") == "Bearer \(plantedToken)")
    #expect(request.header("User-Agent") == "hfpub-tests/1.0")
  }

  @Test("a repository is created with its visibility said", arguments: [(true, "private"), (false, "public")])
  func create(_ isPrivate: Bool, _ visibility: String) async throws {
    let server = try ScriptedServer { _ in .json(#"{"url":"https://elsewhere/","name":"acme/tiny","id":"1"}"#) }
    let created = try await hub(server).createRepository(names.id, isPrivate: isPrivate)
    #expect(created.wasCreated)
    #expect(created.isPrivate == isPrivate)
    #expect(created.url == "\(server.url)/acme/tiny")
    let request = try #require(server.requests.first)
    #expect(request.method == "POST")
    #expect(request.target == "/api/repos/create")
    #expect(request.header("Content-Type") == "application/json")
    #expect(
      request.text == #"{"name":"tiny","organization":"acme","type":"model","visibility":"\#(visibility)"}"#
    )
  }

  @Test("409 means that it is there")
  func exists() async throws {
    let server = try ScriptedServer { _ in
      .json(#"{"error":"You already created this model repo: acme/tiny","url":"x"}"#, status: 409)
    }
    let created = try await hub(server).createRepository(names.id, isPrivate: true)
    #expect(!created.wasCreated)
    #expect(created.isPrivate == nil)
    #expect(server.requests.count == 1)
  }

  @Test("a conflicting operation is waited for, but not for ever")
  func conflicting() async throws {
    let busy = #"{"error":"Cannot create repo: another conflicting operation is in progress"}"#
    let server = try ScriptedServer { _ in .json(busy, status: 409) }
    let error = try await failure { try await hub(server, attempts: 3).createRepository(names.id, isPrivate: true) }
    #expect(error?.code == .conflict)
    #expect(server.requests.count == 3)
  }

  @Test("a token that may not create is fine when the repository is there", arguments: [401, 402, 403])
  func fallback(_ status: Int) async throws {
    let server = try ScriptedServer { request in
      request.method == "POST"
        ? .json(#"{"error":"no rights"}"#, status: status) : .json(#"{"id":"acme/tiny","private":true}"#)
    }
    let created = try await hub(server).createRepository(names.id, isPrivate: true)
    #expect(!created.wasCreated)
    #expect(created.isPrivate == true)
    #expect(server.requests.map(\.target) == ["/api/repos/create", "/api/models/acme/tiny"])
  }

  @Test("without the repository the refusal itself is thrown")
  func refused() async throws {
    let server = try ScriptedServer { request in
      request.method == "POST" ? .json(#"{"error":"no rights"}"#, status: 403) : .status(404)
    }
    let error = try await failure { try await hub(server).createRepository(names.id, isPrivate: true) }
    #expect(error?.code == .forbidden)
    #expect(error?.problem == "cannot create the repository acme/tiny")
  }

  @Test("a revision is percent-encoded whole")
  func revision() async throws {
    let server = try ScriptedServer { _ in .json(#"{"id":"acme/tiny","sha":"abc"}"#) }
    let info = try await hub(server).repositoryInfo(names.id, revision: names.branch)
    #expect(info.sha == "abc")
    #expect(server.requests.first?.target == "/api/models/acme/tiny/revision/dev%2Fx")
  }

  @Test("a card is checked without a token; complaints are an answer")
  func card() async throws {
    let server = try ScriptedServer { request in
      request.text.contains("bad")
        ? .json(#"{"errors":[{"message":"\"license\" <i>wrong</i>"}],"warnings":[]}"#, status: 400)
        : .json(#"{"errors":[],"warnings":[{"message":"thin"}]}"#)
    }
    let hub = try hub(server)
    #expect(try await hub.validateCard("good")?.warnings == [.init(message: "thin")])
    #expect(try await hub.validateCard("bad")?.errors == [.init(message: "\"license\" wrong")])
    #expect(server.requests.allSatisfy { $0.header("Authorization") == nil && $0.target == "/api/validate-yaml" })
    #expect(server.requests.first?.text == #"{"content":"good","repoType":"model"}"#)
  }

  @Test("an endpoint without the check gives no answer, which is not a pass", arguments: [404, 405, 501])
  func noCardCheck(status: Int) async throws {
    let server = try ScriptedServer { _ in .text("Not found", status: status) }
    #expect(try await hub(server).validateCard("x") == nil)
  }

  @Test("a card check that is refused for another reason is an error")
  func cardRefused() async throws {
    let server = try ScriptedServer { _ in .json(#"{"error":"content is required"}"#, status: 400) }
    let error = try await failure { try await hub(server).validateCard("x") }
    #expect(error?.code == .badRequest)
    #expect(error?.reason == "the Hub says “content is required” (status 400)")
  }

  @Test("the tree is read page by page on the same server")
  func tree() async throws {
    let entry: @Sendable (String) -> String = { name in #"{"type":"file","oid":"a","size":1,"path":"\#(name)"}"# }
    let server = try ScriptedServer { request in
      guard !request.target.contains("cursor") else { return .json("[\(entry("sub/b.txt"))]") }
      return .answer(
        status: 200,
        headers: [
          "Link":
            "<https://huggingface.co/api/models/acme/tiny/tree/main?recursive=true&cursor=Z,%3D>; rel=\"next\", </first>; rel=\"first\""
        ],
        body: Array("[\(entry("a.txt"))]".utf8)
      )
    }
    let entries = try await hub(server).tree(names.id, revision: .main)
    #expect(entries.map(\.path) == ["a.txt", "sub/b.txt"])
    #expect(
      server.requests.map(\.target) == [
        "/api/models/acme/tiny/tree/main?recursive=true&expand=false",
        "/api/models/acme/tiny/tree/main?recursive=true&cursor=Z,%3D",
      ]
    )
    #expect(server.requests[1].header("Authorization") == "Bearer \(plantedToken)")
  }

  @Test("the next page of a tree is not fetched from another server")
  func foreignPage() async throws {
    let other = try ScriptedServer { _ in .json("[]") }
    let target = "<\(other.url)/next>; rel=\"next\""
    let server = try ScriptedServer { _ in .answer(status: 200, headers: ["Link": target], body: Array("[]".utf8)) }
    let error = try await failure { try await hub(server).tree(names.id, revision: .main) }
    #expect(error?.code == .malformedAnswer)
    #expect(other.requests.isEmpty)
  }

  @Test("pages in a circle end")
  func circle() async throws {
    let server = try ScriptedServer { _ in
      .answer(status: 200, headers: ["Link": "</api/again>; rel=\"next\""], body: Array("[]".utf8))
    }
    let error = try await failure { try await hub(server).tree(names.id, revision: .main) }
    #expect(error?.reason == "the server's answer breaks the protocol: its pages have no end")
    #expect(server.requests.count == 2)
  }

  @Test(
    "hostile paths in a tree are refused",
    arguments: ["../etc/passwd", "/abs", "a//b", ".git/config", #"a\\b"#, #"a\u0000b"#, ""]
  )
  func hostile(_ name: String) async throws {
    let server = try ScriptedServer { _ in .json(#"[{"type":"file","oid":"a","size":1,"path":"\#(name)"}]"#) }
    let error = try await failure { try await hub(server).tree(names.id, revision: .main) }
    #expect(error?.code == .malformedAnswer)
  }

  @Test("paths are looked up by form, 500 a page; missing ones are left out")
  func pathsInfo() async throws {
    let server = try ScriptedServer { request in
      request.text.contains("paths=a%20b%26c")
        ? .json(#"[{"type":"file","oid":"a","size":1,"path":"a b&c","lfs":{"oid":"x","size":1}}]"#) : .json("[]")
    }
    let paths = try [path("a b&c")] + (0..<500).map { try path("f\($0)") }
    let entries = try await hub(server).pathsInfo(names.id, revision: Revision(names.commit), paths: paths)
    #expect(entries.map(\.path) == ["a b&c"])
    #expect(server.requests.count == 2)
    #expect(server.requests[0].header("Content-Type") == "application/x-www-form-urlencoded")
    #expect(server.requests[0].target == "/api/models/acme/tiny/paths-info/\(names.commit)")
    #expect(server.requests[1].text == "paths=f499&expand=false")
  }

  @Test("an entry that was not asked for is refused")
  func unasked() async throws {
    let server = try ScriptedServer { _ in .json(#"[{"type":"file","oid":"a","size":1,"path":"other"}]"#) }
    let paths = [try path("a")]
    let error = try await failure { try await hub(server).pathsInfo(names.id, revision: .main, paths: paths) }
    #expect(error?.reason == "the server's answer breaks the protocol: it names other, which was not asked for")
  }
}
