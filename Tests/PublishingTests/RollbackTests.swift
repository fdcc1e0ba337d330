import Files
import Findings
import HubAPI
import TestKit
import Testing
@testable import Publishing

@Suite struct RollbackTests {
  /// A hub with the sample, and a later commit that adds, changes and deletes.
  private func changed() async throws -> (remote: Remote, good: CommitID, files: [String: String]) {
    let remote = try await Remote()
    try await remote.upload()
    let good = try #require(try await remote.commits().first)
    let files = try await remote.files()
    func path(_ text: String) throws -> RepositoryPath { try #require(RepositoryPath(text)) }
    _ = try await remote.client().commit(
      remote.id,
      revision: .main,
      message: CommitMessage(summary: "A bad day"),
      operations: [
        .delete(path("model.safetensors")), .delete(path("LICENSE")), .add(path("LICENSE/new"), content: [1]),
        .add(path("NOTICE.md"), content: [2]), .add(path("bad.txt"), content: [3]),
      ]
    )
    return (remote, good, files)
  }

  private func rollback(
    _ remote: Remote,
    at url: String? = nil,
    token: String? = Remote.writer,
    revision: Revision = .main,
    message: String? = nil,
    report: @escaping @Sendable (RollbackEvent) -> Void = { _ in }
  ) throws -> Rollback {
    Rollback(
      remote.id,
      revision: revision,
      on: try remote.client(at: url, token: token),
      message: message,
      report: report
    )
  }

  private func run(_ rollback: Rollback, to id: String) async throws -> Rollback.Outcome {
    try await rollback.run(await rollback.plan(to: id))
  }

  private func failure(_ rollback: Rollback, to id: String) async throws -> UploadFailure {
    do {
      throw FixtureError(text: "\(try await run(rollback, to: id))")
    } catch let failure as UploadFailure {
      return failure
    }
  }

  private func planError(_ rollback: Rollback, to id: String) async -> (any ExplainedError)? {
    do {
      _ = try await rollback.plan(to: id)
      return nil
    } catch {
      return error as? any ExplainedError
    }
  }

  private func isCommit(_ request: ScriptedServer.Request) -> Bool { request.path.hasSuffix("/commit/main") }

  @Test("a plan names what comes back, what gets its old content, what goes and what stays; a stranger may look")
  func plan() async throws {
    let (remote, good, _) = try await changed()
    let plan = try await rollback(remote, token: nil).plan(to: good.short)
    func paths(_ action: RollbackPlan.Action) -> [String] {
      plan.entries.filter { $0.action == action }.map(\.file.path.text)
    }
    #expect(paths(.add) == ["LICENSE", "model.safetensors"])
    #expect(paths(.change) == ["NOTICE.md"])
    #expect(paths(.delete) == ["LICENSE/new", "bad.txt"])
    #expect(paths(.same).count == 11)
    #expect(plan.target.id == good)
    #expect(plan.head.title == "A bad day")
    #expect(plan.newer == 1)
    #expect(plan.changes.first { $0.file.path.text == "model.safetensors" }?.isObject == true)
  }

  @Test("a rollback is one new commit with exactly the old files, and sends no object")
  func restored() async throws {
    let (remote, good, files) = try await changed()
    let before = try await remote.commits()
    let line = try remote.proxy { _, _ in nil }
    defer { line.stop() }
    let seen = Box<[String]>([])
    let rollback = try rollback(remote, at: line.url) { event in
      switch event {
      case .fetched(let files, _): seen.change { $0.append("fetched \(files)") }
      case .committed: seen.change { $0.append("committed") }
      case .compared(let files): seen.change { $0.append("compared \(files)") }
      case .planned, .sendingAgain: break
      }
    }
    guard case .done(let commit, let url) = try await run(rollback, to: good.hex) else {
      throw FixtureError(text: "not done")
    }
    #expect(try await remote.files() == files)
    let after = try await remote.client().commits(remote.id, revision: .main)
    #expect(after.map(\.id) == [commit] + before)
    #expect(after.first?.title == "Roll back to \(good.short) with hfpub")
    #expect(url.hasSuffix("/acme/tiny/commit/\(commit.hex)"))
    #expect(seen.value == ["fetched 2", "committed", "compared \(files.count)"])
    // History, two trees, two old files, the commit, and its tree.
    #expect(line.requests.count { $0.method == "GET" } == 6)
    #expect(line.requests.filter { $0.method != "GET" }.map(\.path) == ["/api/models/acme/tiny/commit/main"])
  }

  @Test("a second rollback to the same commit does nothing and ends well")
  func twice() async throws {
    let (remote, good, files) = try await changed()
    _ = try await run(rollback(remote), to: good.hex)
    let commits = try await remote.commits()
    let line = try remote.proxy { _, _ in nil }
    defer { line.stop() }
    guard case .alreadyThere(let head) = try await run(rollback(remote, at: line.url), to: good.hex) else {
      throw FixtureError(text: "not there")
    }
    #expect(head == commits.first)
    #expect(try await remote.commits() == commits)
    #expect(try await remote.files() == files)
    #expect(line.requests.allSatisfy { $0.method == "GET" })
  }

  @Test("a rollback can be rolled back")
  func undone() async throws {
    let (remote, good, files) = try await changed()
    let (bad, badFiles) = (try #require(try await remote.commits().first), try await remote.files())
    _ = try await run(rollback(remote, message: "Back"), to: good.hex)
    #expect(try await remote.files() == files)
    #expect(try await remote.client().commits(remote.id, revision: .main).first?.title == "Back")
    _ = try await run(rollback(remote), to: bad.hex)
    #expect(try await remote.files() == badFiles)
  }

  @Test(
    "a commit that is not of the branch is refused, and nothing is changed",
    arguments: [
      String(repeating: "f", count: 40), "ffffffff",
    ]
  )
  func foreign(id: String) async throws {
    let (remote, _, _) = try await changed()
    let error = await planError(try rollback(remote), to: id)
    #expect(error?.codeName == "publishing.not-in-history")
    #expect(error?.exitStatus == .remoteMoved)
    #expect(error?.problem == "cannot roll acme/tiny back to \(id)")
    #expect(error?.reason == "it is none of the 3 commits of main")
    #expect(try await remote.commits().count == 3)
  }

  @Test("the commit of another branch is not one of main")
  func otherBranch() async throws {
    let (remote, good, _) = try await changed()
    let dev = try #require(Revision("dev"))
    try await remote.client().createBranch(remote.id, dev, at: good)
    let commit = try await remote.client().commit(
      remote.id,
      revision: dev,
      message: CommitMessage(summary: "On dev"),
      operations: [.add(try #require(RepositoryPath("dev.txt")), content: [1])]
    )
    #expect(await planError(try rollback(remote), to: commit.id.hex)?.codeName == "publishing.not-in-history")
    guard case .done = try await run(rollback(remote, revision: dev), to: good.hex) else {
      throw FixtureError(text: "not done")
    }
    #expect(try await remote.client().tree(remote.id, revision: dev).contains { $0.path == "dev.txt" } == false)
  }

  @Test("what is no commit id is refused without a request", arguments: ["main", "abc", "", "HEAD~1"])
  func noID(id: String) async throws {
    let remote = try await Remote()
    let line = try remote.proxy { _, _ in nil }
    defer { line.stop() }
    let error = await planError(try rollback(remote, at: line.url), to: id)
    #expect(error?.codeName == "publishing.bad-commit-id")
    #expect(error?.exitStatus == .usage)
    #expect(error?.reason == "it is no commit id: 4 to 40 hexadecimal digits")
    #expect(line.requests.isEmpty)
  }

  @Test("a short id that several commits begin with is refused with their names")
  func ambiguous() async throws {
    let (first, second) = ("abcd" + String(repeating: "1", count: 36), "abcd" + String(repeating: "2", count: 36))
    let server = try ScriptedServer { _ in
      .json(#"[{"id":"\#(first)","title":"One"},{"id":"\#(second)","title":"Two"}]"#)
    }
    defer { server.stop() }
    let remote = try await Remote(isEmpty: true)
    let error = await planError(try rollback(remote, at: server.url), to: "ABCD")
    #expect(error?.reason == "2 commits begin like that: \(first) (“One”), \(second) (“Two”)")
    #expect(error?.remedy == "Give more digits.")
  }

  @Test("a commit beyond the first page of the history is found")
  func manyPages() async throws {
    let remote = try await Remote()
    try await remote.commitBySomebodyElse(["a.txt": "old"])
    let old = try #require(try await remote.commits().first)
    for number in 0..<55 { try await remote.commitBySomebodyElse(["a.txt": "\(number)"]) }
    let plan = try await rollback(remote).plan(to: old.short)
    #expect(plan.target.id == old)
    #expect(plan.newer == 55)
  }

  @Test("somebody else's commit after the plan stops the rollback, which changes nothing")
  func movedHead() async throws {
    let (remote, good, _) = try await changed()
    let rollback = try rollback(remote)
    let plan = try await rollback.plan(to: good.hex)
    try await remote.commitBySomebodyElse(["theirs.txt": "x"])
    let before = try await remote.files()
    do {
      throw FixtureError(text: "\(try await rollback.run(plan))")
    } catch let failure as UploadFailure {
      #expect(failure.code == .conflict)
      #expect(failure.status == .remoteMoved)
      #expect(failure.remoteState == .untouched)
      #expect(
        failure.underlying.reason
          == "somebody committed to main after \(plan.head.id.short), on which the plan was made"
      )
    }
    #expect(try await remote.files() == before)
  }

  @Test("a commit that was made though its answer was lost is found and compared", arguments: [502, nil])
  func lostAnswer(status: Int?) async throws {
    let (remote, good, files) = try await changed()
    let proxy = try remote.proxy { request, line in
      guard isCommit(request) else { return nil }
      _ = line.answer(to: request)
      return status.map { .text("gateway", status: $0) } ?? .hangUp
    }
    defer { proxy.stop() }
    guard case .done(let commit, _) = try await run(rollback(remote, at: proxy.url), to: good.hex) else {
      throw FixtureError(text: "not done")
    }
    #expect(try await remote.commits().first == commit)
    #expect(try await remote.commits().count == 4)
    #expect(try await remote.files() == files)
    #expect(proxy.requests.filter(isCommit).count == 1)
  }

  @Test("a commit that did not arrive is sent again; one that never does leaves the files as they were")
  func notMade() async throws {
    let (remote, good, files) = try await changed()
    let before = try await remote.files()
    let isDown = Box(true)
    let proxy = try remote.proxy { request, _ in isCommit(request) && isDown.value ? .hangUp : nil }
    defer { proxy.stop() }
    let failure = try await failure(rollback(remote, at: proxy.url), to: good.hex)
    #expect(failure.code == .notCommitted)
    #expect(failure.remoteState == .untouched)
    #expect(failure.underlying.problem == "acme/tiny was not rolled back")
    #expect(proxy.requests.filter(isCommit).count == 3)
    #expect(try await remote.files() == before)
    let rollback = try rollback(remote, at: proxy.url) { event in
      if case .sendingAgain = event { isDown.change { $0 = false } }
    }
    _ = try await run(rollback, to: good.hex)
    #expect(try await remote.files() == files)
    #expect(try await remote.commits().count == 4)
  }

  @Test("a lost commit with somebody else's in its place was not made")
  func overtaken() async throws {
    let (remote, good, _) = try await changed()
    let proxy = try remote.proxy { request, line in
      guard isCommit(request) else { return nil }
      line.commit("theirs.txt", "theirs", to: "acme/tiny", token: Remote.other)
      return .hangUp
    }
    defer { proxy.stop() }
    let failure = try await failure(rollback(remote, at: proxy.url), to: good.hex)
    #expect(failure.code == .overtaken)
    #expect(failure.remoteState == .untouched)
    #expect(try await remote.files()["bad.txt"] != nil)
  }

  @Test("when looking fails as well, the outcome is unknown")
  func unknown() async throws {
    let (remote, good, _) = try await changed()
    let isCut = Box(false)
    let proxy = try remote.proxy { request, line in
      if isCommit(request) {
        _ = line.answer(to: request)
        isCut.change { $0 = true }
      }
      return isCut.value ? .hangUp : nil
    }
    defer { proxy.stop() }
    let failure = try await failure(rollback(remote, at: proxy.url), to: good.hex)
    #expect(failure.hubCode == .outcomeUnknown)
    #expect(failure.remoteState == .unknown)
  }

  @Test("an object that is gone from storage stops the rollback before anything changes")
  func lostObject() async throws {
    let (remote, good, _) = try await changed()
    let before = try await remote.files()
    let weights = try #require(try Sample.prepared().shipment.files.first { $0.path.text == "model.safetensors" })
    try LocalFiles.remove(remote.object(weights))
    let failure = try await failure(rollback(remote), to: good.hex)
    #expect(failure.underlying.reason.contains("model.safetensors"))
    #expect(failure.remoteState == .untouched)
    #expect(try await remote.files() == before)
  }

  @Test("a token that may only read can plan, and is refused with nothing changed")
  func reader() async throws {
    let (remote, good, _) = try await changed()
    let failure = try await failure(rollback(remote, token: Remote.reader), to: good.hex)
    #expect(failure.status == .notAuthorized)
    #expect(failure.remoteState == .untouched)
  }

  @Test("a hub that commits something else than it was told is found")
  func otherTree() async throws {
    let (remote, good, _) = try await changed()
    let proxy = try remote.proxy { request, line in
      guard isCommit(request) else { return nil }
      // Without the line that brings NOTICE.md back.
      var changed = request
      let lines = request.body.split(separator: UInt8(ascii: "\n"))
      changed.body = Array(
        lines.filter { !String(decoding: $0, as: UTF8.self).contains("NOTICE.md") }.joined(separator: [10])
      )
      changed.headers = request.headers.map { name, value in
        (name, name.lowercased() == "content-length" ? "\(changed.body.count)" : value)
      }
      return .raw(line.answer(to: changed))
    }
    defer { proxy.stop() }
    let failure = try await failure(rollback(remote, at: proxy.url), to: good.hex)
    #expect(failure.code == .verificationFailed)
    #expect(failure.status == .verificationFailed)
    #expect(failure.underlying.reason == "NOTICE.md differs")
    #expect(failure.remoteState == .committed(try #require(try await remote.commits().first)))
  }
}
