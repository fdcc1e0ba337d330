import Files
import Foundation
import HubAPI
import LocalHub
import Testing

@Suite("pages of the embedded hub")
struct PageTests {
  @Test("the first page lists what the asker may see")
  func index() async throws {
    let hub = try await TestHub()
    let empty = try await hub.call("GET", "/", token: nil).text
    #expect(empty.contains("No model has been published here yet."))
    try await hub.create("open")
    try await hub.create("secret", visibility: "private")
    let stranger = try await hub.call("GET", "/", token: nil).text
    #expect(stranger.contains("<a href=\"/me/open\">me/open</a>") && !stranger.contains("secret"))
    #expect(stranger.contains("Private models are not shown."))
    let mine = try await hub.call("GET", "/").text
    #expect(mine.contains("me/secret") && mine.contains("<span class=\"badge\">private</span>"))
    let head = try await hub.head("me/open")
    #expect(mine.contains("/commit/\(head)"))
    await hub.server.stop()
  }

  @Test("a damaged repository does not hide the others")
  func damaged() async throws {
    let hub = try await TestHub()
    try await hub.create("good")
    try await hub.create("bad")
    try LocalFiles.remove("\(hub.store)/repositories/me/bad/commits")
    let page = try await hub.call("GET", "/")
    #expect(page.status == 200 && page.text.contains("me/good") && page.text.contains("<td>damaged</td>"))
    #expect(try await hub.call("GET", "/me/bad").status == 404)
    await hub.server.stop()
  }

  @Test("pages allow no script, no frame and no foreign image")
  func policy() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    for path in [
      "/", "/me/tiny", "/me/none", "/me/tiny/blob/main/.gitattributes", "/me/tiny/tree/main", "/me/tiny/commits/main",
      "/me/tiny/branches", "/me/tiny/discussions", "/me/tiny/commit/\(try await hub.head("me/tiny"))",
    ] {
      let answer = try await hub.call("GET", path)
      let policy = try #require(answer.header("Content-Security-Policy"))
      #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
      #expect(policy.contains("img-src 'self' \(hub.server.storageURL);") && policy.contains("base-uri 'none'"))
      #expect(!policy.contains("unsafe"))
      #expect(answer.header("X-Content-Type-Options") == "nosniff")
      #expect(!answer.text.contains("<script"))
      #expect(answer.text.contains("name=\"viewport\"") && answer.text.contains("prefers-color-scheme"))
    }
    await hub.server.stop()
  }

  @Test("a repository's page shows card, metadata, files and commits")
  func repository() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let object = try await hub.upload("me/tiny", [UInt8](repeating: 1, count: 20_000))
    let card = """
      ---
      license: mit
      tags: [a, b]
      ---
      # Tiny

      | a | b |
      |---|---|
      | 1 | 2 |

      ![plot](img/p.png) [text](notes.md) [site](https://example.org)
      """
    let commit = try await hub.commit(
      "me/tiny",
      [TestHub.file("README.md", card), .lfsFile(path: "w.bin", oid: object.oid, size: nil)]
    )
    let page = try await hub.call("GET", "/me/tiny").text
    for part in [
      "<th>license</th><td>mit</td>", "<h1 id=\"card-tiny\">Tiny</h1>", "<td>1</td>",
      "src=\"/me/tiny/resolve/main/img/p.png\"",
      "href=\"/me/tiny/blob/main/notes.md\"", "href=\"https://example.org\"",
      "<td class=\"number\">20.0 kB</td><td>LFS</td>",
      "href=\"/me/tiny/resolve/main/w.bin\"", "initial commit",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    let id = try commit.json(CommitResponse.self).commitOid
    let change = try await hub.call("GET", "/me/tiny/commit/\(id)").text
    #expect(
      change.contains("README.md") && change.contains("<span class=\"badge added\">added</span>") && change.contains(id)
    )
    let blob = try await hub.call("GET", "/me/tiny/blob/main/README.md").text
    #expect(blob.contains("# Tiny") && blob.contains("![plot](img/p.png)"))
    #expect(try await hub.call("GET", "/me/tiny/blob/main/w.bin").text.contains("Not shown"))
    await hub.server.stop()
  }

  @Test("hostile cards, names and messages stay text")
  func hostile() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let attack = "<script>alert(1)</script>"
    let card = """
      ---
      title: "\(attack)"
      "x\(attack)": y
      ---
      \(attack) <img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) ![c](data:image/png;base64,AAAA)
      <iframe src="https://evil.example"></iframe> [d](vbscript:x) [e](file:///etc/passwd) <javascript:alert(2)>
      [f](//evil.example/x) [g](../../../../login) [h](java&#115;cript:alert(3))
      """
    let name = "a<b>\"'&\u{202E}gnp.txt"
    let body = try TestHub.lines([
      .header(summary: attack, description: "</pre>\(attack)", parentCommit: nil), TestHub.file("README.md", card),
      TestHub.file(name, "</pre>\(attack)"),
    ])
    let commit = try await hub.commit("me/tiny", raw: body)
    try #require(commit.status == 200, "\(commit.text)")
    let id = try commit.json(CommitResponse.self).commitOid
    let encoded = try #require(name.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
    let discussion = ["title": attack, "description": "</div>\(attack)", "type": "x"]
    #expect(try await hub.call("POST", "/api/models/me/tiny/discussions", json: discussion).status == 200)
    let tag = ["tag": "v<b>", "message": attack]
    #expect(try await hub.call("POST", "/api/models/me/tiny/tag/main", json: tag).status == 200)
    let removal = try TestHub.lines([
      .header(summary: attack, description: "", parentCommit: nil), .deletedFile(path: name),
    ])
    let removed = try await hub.commit("me/tiny", raw: removal).json(CommitResponse.self).commitOid
    for path in [
      "/me/tiny", "/me/tiny/commit/\(id)", "/me/tiny/blob/\(id)/\(encoded)", "/me/tiny/blob/main/README.md",
      "/me/tiny/commit/\(removed)", "/me/tiny/tree/\(id)", "/me/tiny/commits/main", "/me/tiny/branches",
      "/me/tiny/discussions", "/me/tiny/discussions/1",
    ] {
      let answer = try await hub.call("GET", path)
      #expect(answer.status == 200, "\(path)")
      let page = answer.text
      for bad in [
        "<script", "<iframe", "<img src=x", "\"javascript:", "\"JaVa", "\"vbscript:", "\"file:", "src=\"data:", "<b>",
        "\u{202E}",
      ] {
        #expect(!page.contains(bad), "\(path): \(bad)")
      }
    }
    await hub.server.stop()
  }

  @Test("a page that does not exist is HTML for people and says no more than the protocol does")
  func missing() async throws {
    let hub = try await TestHub()
    try await hub.create("secret", visibility: "private")
    for path in ["/me/secret", "/me/none", "/me/none%3Cscript%3E", "/none", "/me/none/commit/0"] {
      let answer = try await hub.call("GET", path, token: nil)
      #expect([401, 404].contains(answer.status), "\(path)")
      #expect(answer.header("Content-Type") == "text/html; charset=utf-8")
      #expect(!answer.text.contains("<script"))
    }
    let hidden = try await hub.call("GET", "/me/secret", token: nil).text
    #expect(hidden == (try await hub.call("GET", "/me/none", token: nil).text))
    await hub.server.stop()
  }
}
