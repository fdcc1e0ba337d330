import Files
import Findings
import HubAPI
import TestKit
import Testing

@testable import Publishing

/// What is told of both sides when somebody else's commit touched files of ours.
@Suite struct ConflictTests {
  private func commit(_ remote: Remote, _ title: String, _ operations: [CommitOperation]) async throws {
    _ = try await remote.client(token: Remote.other).commit(
      remote.id,
      revision: .main,
      message: CommitMessage(summary: title),
      operations: operations
    )
  }

  private func path(_ text: String) throws -> RepositoryPath { try #require(RepositoryPath(text)) }

  private func add(_ name: String, _ text: String) throws -> CommitOperation {
    .add(try path(name), content: Array(text.utf8))
  }

  /// What is told when somebody else commits after the plan was made.
  private func conflict(
    _ remote: Remote,
    options: UploadOptions = UploadOptions(),
    _ commits: () async throws -> Void
  ) async throws -> UploadConflict {
    let client = try remote.client()
    let planner = Planner(hub: client, repository: remote.id, options: options)
    let old = try await planner.plan(Sample.prepared().shipment)
    try await commits()
    let new = try await planner.plan(Sample.prepared().shipment)
    let (before, after) = (try #require(old.head), try #require(new.head))
    let was = try await RemoteFiles(client, remote.id, at: before)
    let now = try await RemoteFiles(client, remote.id, at: after)
    let touched = Set(was.paths + now.paths).filter { was[$0]?.oid != now[$0]?.oid }.sorted()
    return await ConflictReader(hub: client, old: old, before: before, after: after, was: was, now: now).read(touched)
  }

  @Test("each path is told with what both sides do, the sizes, and the commit that did it")
  func sides() async throws {
    let remote = try await Remote()
    let notice = try #require(try Sample.prepared().shipment.files.first { $0.path.text == "NOTICE.md" })
    guard case .file(let file) = notice.source else { throw FixtureError(text: "rendered") }
    try await commit(
      remote,
      "Before",
      [
        try add("config.json", "{}"), try add("README.md", "# Old\n"), try add("notes/old.md", "old"),
        .addFile(notice.path, localPath: file, expected: nil),
      ]
    )
    let found = try await conflict(remote, options: UploadOptions(prunes: true)) {
      try await commit(remote, "First", [.delete(path("config.json")), try add("LICENSE", "theirs")])
      try await commit(remote, "Second", [try add("README.md", "# Newer\n"), try add("notes/old.md", "new")])
      try await commit(remote, "Third", [try add("NOTICE.md", "x")])
    }
    let license = try #require(try Sample.prepared().shipment.files.first { $0.path.text == "LICENSE" })
    #expect(found.more == 0)
    #expect(found.paths.map(\.path) == ["LICENSE", "NOTICE.md", "README.md", "config.json", "notes/old.md"])
    #expect(found.paths.map { $0.commit?.title } == ["First", "Third", "Second", "First", "Second"])
    #expect(
      found.paths.map(\.theirs) == [
        .init(action: .add, before: nil, after: 6), .init(action: .change, before: notice.digests.size, after: 1),
        .init(action: .change, before: 6, after: 8), .init(action: .delete, before: 2, after: nil),
        .init(action: .change, before: 3, after: 3),
      ]
    )
    #expect(found.paths.map(\.ours.action) == [.add, .keep, .change, .change, .delete])
    #expect(found.paths[0].ours == .init(action: .add, before: nil, after: license.digests.size))
    let head = try await remote.commits()
    #expect(
      found.paths[2].difference == [
        "--- README.md at \(head[3].short)", "+++ README.md at \(head[0].short)", "@@ -1,1 +1,1 @@", "-# Old",
        "+# Newer",
      ]
    )
    #expect(found.paths[0].difference.isEmpty)
    #expect(found.paths[3].difference.isEmpty)
  }

  @Test("a long difference is cut after 20 lines, bytes that are no text have none, and twenty paths are enough")
  func bounds() async throws {
    let remote = try await Remote()
    let names = (0..<30).map { "notes/\($0 + 10).md" }
    try await commit(
      remote,
      "Before",
      try [add("README.md", ""), add("config.json", "a\r\nb\r\n"), add("LICENSE", "x")]
    )
    let found = try await conflict(remote, options: UploadOptions(prunes: true)) {
      try await commit(
        remote,
        "After",
        try [
          add("README.md", (1...100).map { "line \($0)\n" }.joined()), add("config.json", "a\r\nc\r\n"),
          add("LICENSE", "\u{0}"),
        ] + names.map { try add($0, "x") }
      )
    }
    #expect(found.paths.count == 20)
    #expect(found.more == 13)
    let readme = try #require(found.paths.first { $0.path == "README.md" })
    #expect(readme.difference.count == 19)
    #expect(readme.leftOut == 84)
    #expect(try #require(found.paths.first { $0.path == "LICENSE" }).difference.isEmpty)
    let configuration = try #require(found.paths.first { $0.path == "config.json" })
    #expect(configuration.difference.suffix(2) == ["-b␍", "+c␍"])
  }

  @Test("a remote that cannot be asked any more still leaves the sides")
  func unreachable() async throws {
    let remote = try await Remote()
    try await commit(remote, "Before", [try add("README.md", "old")])
    let client = try remote.client()
    let old = try await Planner(hub: client, repository: remote.id, options: UploadOptions())
      .plan(Sample.prepared().shipment)
    let before = try #require(old.head)
    let was = try await RemoteFiles(client, remote.id, at: before)
    let closed = try ClosedPort()
    let found = await ConflictReader(
      hub: try remote.client(at: "http://127.0.0.1:\(closed.port)"),
      old: old,
      before: before,
      after: try #require(CommitID(String(repeating: "1", count: 40))),
      was: was,
      now: RemoteFiles([])
    ).read(["README.md"])
    #expect(found.paths.map(\.theirs.action) == [.delete])
    #expect(found.paths[0].commit == nil)
  }

  @Test("an upload that meets a conflict hands it on")
  func handedOn() async throws {
    let remote = try await Remote()
    try await remote.commitBySomebodyElse(["README.md": "# Old\n"])
    let isDone = Box(false)
    let proxy = try remote.proxy { request, line in
      guard request.path.hasSuffix("/commit/main"), !isDone.value else { return nil }
      isDone.change { $0 = true }
      line.commit("README.md", "# Theirs\n", to: "acme/tiny", token: Remote.other)
      return nil
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url)
    let conflict = try #require(failure.conflict)
    #expect(conflict.paths.map(\.path) == ["README.md"])
    #expect(conflict.paths[0].commit?.title == "Somebody else")
    #expect(conflict.paths[0].difference.suffix(2) == ["-# Old", "+# Theirs"])
    #expect(
      failure.underlying.remedy
        == "Look at what it changed; to have these files as they are here, add --overwrite."
    )
  }
}
