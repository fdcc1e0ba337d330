import Files
import HubAPI
import Testing
@testable import LocalHub

@Suite("differences of texts, line by line")
struct LineDiffTests {
  @Test("a changed line stands with three lines around it, and what is left out is marked")
  func context() throws {
    let old = (1...20).map { "line \($0)\n" }.joined()
    let diff = try #require(LineDiff(from: old, to: old.replacing("line 10\n", with: "line ten\nmore\n")))
    #expect(diff.added == 2 && diff.removed == 1)
    #expect(
      diff.rows == [
        .gap, .same(old: 7, new: 7, "line 7"), .same(old: 8, new: 8, "line 8"), .same(old: 9, new: 9, "line 9"),
        .removed(old: 10, "line 10"), .added(new: 10, "line ten"), .added(new: 11, "more"),
        .same(old: 11, new: 12, "line 11"), .same(old: 12, new: 13, "line 12"), .same(old: 13, new: 14, "line 13"),
      ]
    )
  }

  @Test("empty texts, equal texts and texts that differ in line ends alone have no rows")
  func nothing() {
    for (old, new) in [("", ""), ("a\nb\n", "a\nb\n"), ("a\r\nb", "a\nb\n")] {
      #expect(LineDiff(from: old, to: new)?.rows.isEmpty == true)
    }
    #expect(LineDiff(from: "", to: "a\n")?.rows == [.added(new: 1, "a")])
    #expect(LineDiff(from: "a\n", to: "")?.rows == [.removed(old: 1, "a")])
  }

  @Test("two spellings of one letter are two texts")
  func spelling() {
    #expect(LineDiff(from: "\u{E9}\n", to: "e\u{301}\n")?.rows.count == 2)
  }

  @Test("more lines than can be compared in time are not compared")
  func bounded() {
    let many = String(repeating: "a\n", count: LineDiff.lineLimit)
    #expect(LineDiff(from: many, to: "a\n") == nil)
    #expect(LineDiff(from: many, to: "") != nil)
  }
}

@Suite("pages of files, commits, branches and pull requests")
struct ChangePageTests {
  private func hub() async throws -> TestHub {
    let hub = try await TestHub()
    try await hub.create("tiny")
    return hub
  }

  @Test("a commit's page shows what was added, changed and deleted, with sizes and hashes")
  func commit() async throws {
    let hub = try await hub()
    let object = try await hub.upload("me/tiny", [UInt8](repeating: 1, count: 20_000))
    let larger = try await hub.upload("me/tiny", [UInt8](repeating: 2, count: 30_000))
    _ = try await hub.commit(
      "me/tiny",
      [
        TestHub.file("a.txt", "one\ntwo\n"), TestHub.file("gone.txt", "bye\n"),
        .lfsFile(path: "w.bin", oid: object.oid, size: nil), TestHub.file("x.dat", "\0binary"),
      ]
    )
    let answer = try await hub.commit(
      "me/tiny",
      [
        TestHub.file("a.txt", "one\n2 < 3\n"), TestHub.file("new.txt", "hello\n"), .deletedFile(path: "gone.txt"),
        .lfsFile(path: "w.bin", oid: larger.oid, size: nil), TestHub.file("x.dat", "\0other"),
      ]
    )
    let id = try answer.json(CommitResponse.self).commitOid
    let page = try await hub.call("GET", "/me/tiny/commit/\(id)", token: nil).text
    for part in [
      "5 files changed; lines of text: 2 added, 2 removed", "<span class=\"badge changed\">changed</span>",
      "<span class=\"badge added\">added</span>", "<span class=\"badge deleted\">deleted</span>",
      "<span class=\"mark\">−</span>two", "<span class=\"mark\">+</span>2 &lt; 3",
      "<td class=\"line\">1</td><td class=\"line\">1</td><td><span class=\"mark\"> </span>one</td>",
      "20.0 kB → 30.0 kB", "before: LFS, 20000 bytes, <code class=\"hash\">sha256:\(object.oid)</code>",
      "after: LFS, 30000 bytes, <code class=\"hash\">sha256:\(larger.oid)</code>",
      "Not shown: it is large or not text.", "href=\"/me/tiny/blob/\(id)/new.txt\"",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    await hub.server.stop()
  }

  @Test("the history has pages, and names a revision that is not there")
  func history() async throws {
    let hub = try await hub()
    for number in 1...55 { _ = try await hub.commit("me/tiny", [TestHub.file("n.txt", "\(number)")]) }
    let first = try await hub.call("GET", "/me/tiny/commits/main").text
    #expect(first.contains("56 commits") && first.contains("href=\"/me/tiny/commits/main?p=1\">older</a>"))
    #expect(!first.contains(">newer</a>") && !first.contains("initial commit"))
    let second = try await hub.call("GET", "/me/tiny/commits/main?p=1").text
    #expect(second.contains(">newer</a>") && second.contains("initial commit") && !second.contains(">older</a>"))
    for strange in ["p=-1", "p=99999999999999999999", "p=x"] {
      #expect(try await hub.call("GET", "/me/tiny/commits/main?\(strange)").status == 200)
    }
    #expect(try await hub.call("GET", "/me/tiny/commits/main?p=9").text.contains("There are no more commits."))
    #expect(try await hub.call("GET", "/me/tiny/commits/none").status == 404)
    await hub.server.stop()
  }

  @Test("a text has line numbers that can be named; raw is the text itself, of an LFS file the pointer")
  func file() async throws {
    let hub = try await hub()
    let object = try await hub.upload("me/tiny", [UInt8](repeating: 1, count: 20_000))
    _ = try await hub.commit(
      "me/tiny",
      [
        TestHub.file("a.txt", "one\r\n\ttwo <b>\n"), TestHub.file("none.txt", ""),
        .lfsFile(path: "w.bin", oid: object.oid, size: nil),
      ]
    )
    let page = try await hub.call("GET", "/me/tiny/blob/main/a.txt").text
    #expect(page.contains("<a id=\"L2\" href=\"#L2\">2</a></td><td>\ttwo &lt;b&gt;</td>"))
    #expect(page.contains("<a id=\"L1\" href=\"#L1\">1</a></td><td>one</td>") && !page.contains("id=\"L3\""))
    #expect(page.contains(">Download</a>") && page.contains(">Raw</a>"))
    #expect(try await hub.call("GET", "/me/tiny/blob/main/none.txt").text.contains("The file is empty."))
    let raw = try await hub.call("GET", "/me/tiny/raw/main/a.txt")
    #expect(raw.text == "one\r\n\ttwo <b>\n" && raw.header("Content-Type") == "text/plain; charset=utf-8")
    let pointer = try await hub.call("GET", "/me/tiny/raw/main/w.bin")
    #expect(pointer.status == 200)
    #expect(pointer.text == "version https://git-lfs.github.com/spec/v1\noid sha256:\(object.oid)\nsize 20000\n")
    #expect(try await hub.call("GET", "/me/tiny/raw/main/no.txt").status == 404)
    let files = try await hub.call("GET", "/me/tiny/tree/main").text
    #expect(files.contains("<code class=\"hash\">sha256:\(object.oid)</code>"))
    await hub.server.stop()
  }

  @Test("branches, tags and pull requests are listed, and a pull request shows what it changes")
  func references() async throws {
    let hub = try await hub()
    #expect(try await hub.call("GET", "/me/tiny/discussions").text.contains("There is none."))
    #expect(try await hub.call("POST", "/api/models/me/tiny/branch/dev%2Fx", json: [String: String]()).status == 200)
    let tag = ["tag": "v1", "message": "The first"]
    #expect(try await hub.call("POST", "/api/models/me/tiny/tag/main", json: tag).status == 200)
    let body = try TestHub.lines([
      .header(summary: "Propose", description: "", parentCommit: nil), TestHub.file("p.txt", "mine\n"),
    ])
    let opened = try await hub.call(
      "POST",
      "/api/models/me/tiny/commit/main?create_pr=1",
      headers: [("Content-Type", "application/x-ndjson")],
      Array(body.utf8)
    )
    #expect(opened.status == 200, "\(opened.text)")
    let page = try await hub.call("GET", "/me/tiny/branches", token: nil).text
    for part in [
      "href=\"/me/tiny/tree/dev%2Fx\">dev/x</a>", "href=\"/me/tiny/tree/v1\">v1</a>", "The first",
      "href=\"/me/tiny/tree/refs%2Fpr%2F1\">refs/pr/1</a>", "href=\"/me/tiny/commits/dev%2Fx\">history</a>",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    let list = try await hub.call("GET", "/me/tiny/discussions", token: nil).text
    #expect(list.contains("href=\"/me/tiny/discussions/1\">Propose</a>") && list.contains(">pull request<"))
    let request = try await hub.call("GET", "/me/tiny/discussions/1", token: nil).text
    #expect(request.contains("<span class=\"mark\">+</span>mine") && request.contains("1 file changed"))
    #expect(try await hub.call("GET", "/me/tiny/discussions/2").status == 404)
    for path in ["tree/refs%2Fpr%2F1", "commits/dev%2Fx", "blob/refs%2Fpr%2F1/p.txt"] {
      #expect(try await hub.call("GET", "/me/tiny/\(path)", token: nil).status == 200, "\(path)")
    }
    await hub.server.stop()
  }

  @Test("the content of a gated repository is in no page for those who were not let in")
  func gated() async throws {
    let hub = try await hub()
    let commit = try await hub.commit("me/tiny", [TestHub.file("a.txt", "for members only\n")])
    let id = try commit.json(CommitResponse.self).commitOid
    #expect(try await hub.call("PUT", "/api/models/me/tiny/settings", json: ["gated": "auto"]).status == 200)
    for path in ["commit/\(id)", "tree/main", "commits/main"] {
      let page = try await hub.call("GET", "/me/tiny/\(path)", token: "hf_other")
      #expect(page.status == 200 && !page.text.contains("for members only"), "\(path)")
    }
    let hidden = try await hub.call("GET", "/me/tiny/commit/\(id)", token: "hf_other").text
    #expect(hidden.contains("a.txt") && hidden.contains("The content is for those who were let through the gate."))
    #expect(try await hub.call("GET", "/me/tiny/blob/main/a.txt", token: "hf_other").status == 403)
    #expect(try await hub.call("GET", "/me/tiny/raw/main/a.txt", token: "hf_other").status == 403)
    #expect(try await hub.call("GET", "/me/tiny/commit/\(id)").text.contains("for members only"))
    await hub.server.stop()
  }
}
