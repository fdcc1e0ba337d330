import Files
import Foundation
import HubAPI
import LocalHub
import Testing

@Suite("commits to the embedded hub")
struct CommitTests {
  @Test("a commit adds, replaces and removes, and says where it is")
  func commit() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let first = try await hub.commit(
      "me/tiny",
      [
        TestHub.file("a.txt", "A"), .file(path: "b.txt", content: "Bä", encoding: "utf-8"),
        TestHub.file("sub/c.txt", "C"), TestHub.file("sub/deep/d.txt", "D"), TestHub.file("empty", ""),
      ]
    )
    let answer = try first.json(CommitResponse.self)
    #expect(answer.success == true)
    #expect(answer.commitUrl == "\(hub.server.url)/me/tiny/commit/\(answer.commitOid)")
    #expect(CommitID(answer.commitOid) != nil)
    #expect(try await hub.call("GET", "/me/tiny/resolve/main/b.txt").text == "Bä")
    #expect(try await hub.call("GET", "/me/tiny/resolve/main/empty").body.isEmpty)
    _ = try await hub.commit(
      "me/tiny",
      [.deletedFile(path: "a.txt"), .deletedFolder(path: "sub/deep/"), TestHub.file("b.txt", "2")]
    )
    let files = try await hub.call("GET", "/api/models/me/tiny").json(RepositoryInfo.self).siblings?.map(\.rfilename)
    #expect(files == [".gitattributes", "b.txt", "empty", "sub/c.txt"])
    #expect(try await hub.call("GET", "/me/tiny/resolve/\(answer.commitOid)/a.txt").text == "A")
    await hub.server.stop()
  }

  @Test("of two commits with the same parent exactly one wins, and the other is told so")
  func race() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let head = try await hub.head("me/tiny")
    let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
      for index in 0..<6 {
        group.addTask { try await hub.commit("me/tiny", [TestHub.file("f\(index).txt", "x")], parent: head) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.count { $0.status == 200 } == 1)
    for answer in answers where answer.status != 200 {
      #expect(answer.status == 412)
      #expect(answer.error == "A commit has happened since. Please refresh and try again.")
    }
    #expect(try await hub.call("GET", "/api/models/me/tiny/commits/main").header("X-Total-Count") == "2")
    #expect(try hub.leftovers().isEmpty, "content of refused commits is gone")
    await hub.server.stop()
  }

  @Test("commits without a parent are applied one after another")
  func withoutParent() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<6 {
        group.addTask {
          let answer = try await hub.commit("me/tiny", [TestHub.file("f\(index).txt", "x")])
          #expect(answer.status == 200)
        }
      }
      try await group.waitForAll()
    }
    let info = try await hub.call("GET", "/api/models/me/tiny").json(RepositoryInfo.self)
    #expect(info.siblings?.count == 7)
    await hub.server.stop()
  }

  @Test("readers see a commit as a whole or not at all")
  func atomicity() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for round in 0..<10 {
          _ = try await hub.commit("me/tiny", (0..<5).map { TestHub.file("f\($0).txt", "\(round)") })
        }
      }
      group.addTask {
        for _ in 0..<30 {
          let entries = try await hub.call("GET", "/api/models/me/tiny/tree/main").json([TreeEntry].self)
          #expect(Set(entries.filter { $0.path.hasSuffix(".txt") }.map(\.oid)).count <= 1)
          #expect([1, 6].contains(entries.count))
        }
      }
      try await group.waitForAll()
    }
    await hub.server.stop()
  }

  @Test("a short parent is accepted when it is the head's beginning")
  func shortParent() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let head = String(try await hub.head("me/tiny").prefix(7))
    #expect(try await hub.commit("me/tiny", [TestHub.file("a", "a")], parent: head).status == 200)
    #expect(try await hub.commit("me/tiny", [TestHub.file("b", "b")], parent: head).status == 412)
    let bad = try await hub.commit("me/tiny", [TestHub.file("b", "b")], parent: "main")
    #expect(bad.status == 400 && bad.error == "Invalid parentCommit: main")
    await hub.server.stop()
  }

  private struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var lines: [CommitLine]
    var status = 400
    var error: String
    var testDescription: String { name }
  }

  private static let unknownOID = String(repeating: "a", count: 64)

  private static let refusals = [
    Case(
      name: "unknown object",
      lines: [.lfsFile(path: "w.bin", oid: unknownOID, size: 4)],
      error: "Your push was rejected because an LFS pointer pointed to a file that does not exist. "
        + "Offending file: w.bin"
    ),
    Case(
      name: "object id that is a path",
      lines: [.lfsFile(path: "w.bin", oid: "../../key", size: 4)],
      error: "Your push was rejected because an LFS pointer pointed to a file that does not exist. "
        + "Offending file: w.bin"
    ),
    Case(name: "no such file", lines: [.deletedFile(path: "none")], status: 404, error: "Entry not found: none"),
    Case(name: "no such folder", lines: [.deletedFolder(path: "none/")], status: 404, error: "Entry not found: none"),
    Case(
      name: "twice",
      lines: [TestHub.file("a", "1"), TestHub.file("a", "2")],
      error: "The path is in the commit more than once: a"
    ),
    Case(
      name: "deleted and added",
      lines: [.deletedFile(path: ".gitattributes"), TestHub.file(".gitattributes", "")],
      error: "The path is in the commit more than once: .gitattributes"
    ),
    Case(name: "parent folder", lines: [TestHub.file("../a", "")], error: "Invalid path: ../a"),
    Case(name: "absolute", lines: [TestHub.file("/a", "")], error: "Invalid path: /a"),
    Case(name: "git's own", lines: [TestHub.file(".git/config", "")], error: "Invalid path: .git/config"),
    Case(name: "NUL", lines: [TestHub.file("a\u{0}b", "")], error: "Invalid path: a\u{0}b"),
    Case(name: "empty part", lines: [TestHub.file("a//b", "")], error: "Invalid path: a//b"),
    Case(
      name: "too deep",
      lines: [TestHub.file(Array(repeating: "a", count: 65).joined(separator: "/"), "")],
      error: "Invalid path: " + Array(repeating: "a", count: 65).joined(separator: "/")
    ),
    Case(
      name: "file as folder",
      lines: [TestHub.file("a", ""), TestHub.file("a/b", "")],
      error: "Invalid path: a/b is inside of a, which is a file"
    ),
    Case(
      name: "malformed base64",
      lines: [.file(path: "a", content: "%", encoding: "base64")],
      error: "Invalid base64 in a"
    ),
    Case(
      name: "unknown encoding",
      lines: [.file(path: "a", content: "", encoding: "rot13")],
      error: "Unknown encoding rot13 of a"
    ),
    Case(
      name: "too large",
      lines: [.file(path: "a", content: String(repeating: "x", count: 10 << 20 + 1), encoding: "utf-8")],
      error: "Your push was rejected because it contains files larger than 10 MiB. "
        + "Please use LFS to store large files. Offending files: a"
    ),
    Case(
      name: "card",
      lines: [TestHub.file("README.md", "---\n- a\n---\n")],
      error: "Invalid metadata in README.md.\nYAML metadata must be a mapping, not a list (line 2 of README.md)"
    ),
    Case(
      name: "second header",
      lines: [.header(summary: "x", description: "", parentCommit: nil)],
      error: "The commit has more than one header"
    ),
  ]

  @Test("a commit that cannot be is refused and leaves nothing", arguments: refusals)
  private func refused(item: Case) async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let head = try await hub.head("me/tiny")
    let answer = try await hub.commit("me/tiny", [TestHub.file("first.txt", "first")] + item.lines)
    #expect(answer.status == item.status)
    #expect(answer.error == item.error)
    #expect(try await hub.head("me/tiny") == head)
    #expect(try hub.leftovers().isEmpty)
    await hub.server.stop()
  }

  @Test("a body that is not a commit is refused")
  func badBodies() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let header = #"{"key":"header","value":{"summary":"s","description":""}}"#
    let file = #"{"key":"file","value":{"path":"a","content":"a"}}"#
    for (body, error) in [
      ("", "The commit has no header"), ("\n\n", "The commit has no header"),
      (file, "The first line of the commit must be its header"),
      (#"{"key":"header","value":{"summary":""}}"#, "The commit summary is empty"),
      (header + "\n{", "Invalid line in the commit: it is not a known operation in JSON"),
      (
        header + "\n" + #"{"key":"explode","value":{}}"#,
        "Invalid line in the commit: it is not a known operation in JSON"
      ),
      (
        header + "\n" + String(repeating: "[", count: 100_000),
        "Invalid line in the commit: it is not a known operation in JSON"
      ),
    ] {
      let answer = try await hub.commit("me/tiny", raw: body)
      #expect(answer.status == 400 && answer.error == error, "\(body.prefix(80))")
    }
    // Without a last newline and with carriage returns, as other clients write.
    #expect(try await hub.commit("me/tiny", raw: header + "\r\n" + file).status == 200)
    #expect(try await hub.call("GET", "/me/tiny/resolve/main/a").text == "a")
    for branch in ["none", "refs%2Fpr%2F1", try await hub.head("me/tiny")] {
      let answer = try await hub.commit("me/tiny", raw: header, branch: branch)
      #expect(answer.status == 404 && answer.header("X-Error-Code") == "RevisionNotFound")
    }
    await hub.server.stop()
  }

  @Test("an LFS file of another size than the object is refused")
  func sizeMismatch() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let object = try await hub.upload("me/tiny", Array("weights".utf8))
    let answer = try await hub.commit("me/tiny", [.lfsFile(path: "w.bin", oid: object.oid, size: 8)])
    #expect(answer.status == 400 && answer.error == "The LFS file w.bin has 7 bytes, not 8")
    await hub.server.stop()
  }

  @Test("an LFS file that no rule covers gets a rule of its own")
  func coverage() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let object = try await hub.upload("me/tiny", Array("weights".utf8))
    let before = try await hub.call("GET", "/me/tiny/resolve/main/.gitattributes").text
    _ = try await hub.commit("me/tiny", [.lfsFile(path: "w.bin", oid: object.oid, size: nil)])
    #expect(try await hub.call("GET", "/me/tiny/resolve/main/.gitattributes").text == before)
    _ = try await hub.commit("me/tiny", [.lfsFile(path: "a dir/large one.csv", oid: object.oid, size: nil)])
    let after = try await hub.call("GET", "/me/tiny/resolve/main/.gitattributes").text
    #expect(after == before + "a[[:space:]]dir/large[[:space:]]one.csv filter=lfs diff=lfs merge=lfs -text\n")
    _ = try await hub.commit("me/tiny", [.lfsFile(path: "a dir/large one.csv", oid: object.oid, size: nil)])
    #expect(try await hub.call("GET", "/me/tiny/resolve/main/.gitattributes").text == after)
    await hub.server.stop()
  }

  @Test("ten thousand entries in a folder are the limit")
  func crowdedFolder() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let answer = try await hub.commit("me/tiny", (0..<9_999).map { TestHub.file("\($0).txt", "") })
    #expect(answer.status == 200)
    let full = try await hub.commit("me/tiny", [TestHub.file("x/y.txt", "")])
    #expect(full.status == 400)
    #expect(full.error?.hasPrefix("Your push was rejected because it contains too many files per directory.") == true)
    await hub.server.stop()
  }
}
