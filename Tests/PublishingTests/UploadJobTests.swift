import Findings
import HubAPI
import LocalHub
import TestKit
import Testing
@testable import Publishing

@Suite struct UploadJobTests {
  @Test("an empty repository gets every file in one commit")
  func firstUpload() async throws {
    let remote = try await Remote()
    let plan = Box<UploadPlan?>(nil)
    let outcome = try await remote.upload { if case .planned(let it) = $0 { plan.change { $0 = it } } }
    guard case .published(let commit, let url) = outcome else { throw FixtureError(text: "\(outcome)") }
    let entries = try #require(plan.value).entries
    // The hub starts a repository with a .gitattributes of its own.
    #expect(entries.allSatisfy { $0.action == .add })
    let files = try await remote.files()
    for entry in entries { #expect(files[entry.file.path.text] == entry.file.oid(entry.mode)) }
    #expect(files.keys.sorted() == (entries.map(\.file.path.text) + [".gitattributes"]).sorted())
    #expect(try await remote.commits().first == commit)
    #expect(try await remote.commits().count == 2)
    #expect(url.hasSuffix("/acme/tiny/commit/\(commit.hex)"))
  }

  @Test("files that are only on the remote stay; what is there with other bytes is a change")
  func besideOthers() async throws {
    let remote = try await Remote()
    try await remote.commitBySomebodyElse(["notes/keep.md": "stay", "LICENSE": "another"])
    let before = try await remote.files()
    let plan = Box<UploadPlan?>(nil)
    try await remote.upload { if case .planned(let it) = $0 { plan.change { $0 = it } } }
    let made = try #require(plan.value)
    #expect(made.entries.filter { $0.action == .change }.map(\.file.path.text) == ["LICENSE"])
    #expect(made.entries.filter { $0.action == .same }.isEmpty)
    #expect(made.remoteOnly.map(\.path) == [".gitattributes", "notes/keep.md"])
    #expect(made.remoteOnly.last?.size == 4)
    let after = try await remote.files()
    #expect(after["notes/keep.md"] == before["notes/keep.md"])
    #expect(after["LICENSE"] != before["LICENSE"])
  }

  @Test("a second run sends no object and makes no commit")
  func secondRun() async throws {
    let remote = try await Remote()
    try await remote.upload()
    let head = try await remote.commits().first
    remote.forget()
    let outcome = try await remote.upload()
    guard case .alreadyUpToDate(let found) = outcome else { throw FixtureError(text: "\(outcome)") }
    #expect(found == head)
    #expect(remote.count("POST", "/commit/") == 0)
    #expect(remote.count("PUT") == 0)
    #expect(remote.count("POST", "/objects/batch") == 0)
    #expect(try await remote.commits().first == head)
  }

  @Test("a file that the repository's .gitignore excludes is not left out in silence")
  func ignored() async throws {
    let remote = try await Remote()
    try await remote.commitBySomebodyElse([".gitignore": "NOTICE.md\n"])
    let head = try await remote.commits().first
    let failure = await #expect(throws: UploadFailure.self) { try await remote.upload() }
    #expect((failure?.underlying as? PublishingError)?.code == .ignoredByRemote)
    #expect(failure?.underlying.problem == "cannot ship NOTICE.md")
    #expect(failure?.remoteState == .untouched)
    #expect(try await remote.commits().first == head)
  }

  @Test("an object above the hub's limit travels in parts and arrives whole")
  func multipart() async throws {
    let remote = try await Remote {
      $0.multipartThreshold = 1 << 20
      $0.multipartPartSize = 1 << 20
    }
    let outcome = try await remote.upload()
    guard case .published = outcome else { throw FixtureError(text: "\(outcome)") }
    #expect(remote.count("PUT", "/.storage/") == 4)
  }

  @Test("a commit between plan and commit ends the upload; the other's files are untouched")
  func overtaken() async throws {
    let remote = try await Remote()
    let proxy = try remote.proxy { request, line in
      if request.path.hasSuffix("/commit/main") {
        line.commit("theirs.txt", "theirs", to: "acme/tiny", token: Remote.other)
      }
      return nil
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url)
    #expect(failure.hubCode == .parentMoved)
    #expect(failure.status == .remoteMoved)
    #expect(failure.remoteState == .objectsStored)
    #expect(try await remote.files().keys.sorted() == [".gitattributes", "theirs.txt"])
    // The weights wait in storage: the next run only sends the commit.
    remote.forget()
    try await remote.upload()
    #expect(remote.count("PUT") == 0)
  }

  @Test("the plan's lists and its parent are of one commit, whatever happens in between")
  func consistentPlan() async throws {
    let remote = try await Remote()
    try await remote.commitBySomebodyElse(["old.txt": "old"])
    let plan = Box<UploadPlan?>(nil)
    let isDone = Box(false)
    let proxy = try remote.proxy { request, line in
      // Between the two questions of the planner, whichever comes first.
      let isQuestion = request.path.contains("/preupload/") || request.path.contains("/tree/")
      guard isQuestion, !isDone.value else { return nil }
      let answer = line.answer(to: request)
      isDone.change { $0 = true }
      line.commit("new.txt", "new", to: "acme/tiny", token: Remote.other)
      return .raw(answer)
    }
    defer { proxy.stop() }
    let again = Box<UploadPlan?>(nil)
    try await remote.upload(at: proxy.url) { event in
      if case .planned(let it) = event { plan.change { $0 = it } }
      if case .replanned(let it, _) = event { again.change { $0 = it } }
    }
    #expect(again.value?.remoteOnly.map(\.path) == [".gitattributes", "new.txt", "old.txt"])
    #expect(plan.value?.remoteOnly.map(\.path) == [".gitattributes", "old.txt"])
  }

  @Test("of two uploads at once one wins; the other is told, or finds the files in place")
  func atOnce() async throws {
    let remote = try await Remote()
    let ends = await withTaskGroup(of: String.self) { group in
      for _ in 0..<2 {
        group.addTask {
          do {
            guard case .published = try await remote.upload() else { return "up to date" }
            return "published"
          } catch let failure as UploadFailure {
            return failure.code == .conflict ? "moved" : "\(failure.underlying)"
          } catch { return "\(error)" }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted()
    }
    #expect(ends.contains("published"))
    #expect(ends == ["moved", "published"] || ends == ["published", "up to date"], "\(ends)")
    #expect(try await remote.commits().count == 2)
    guard case .alreadyUpToDate = try await remote.upload() else { throw FixtureError(text: "another tree") }
  }

  @Test("a hub that cannot check cards is said to be one; a card that it checked is not")
  func cardCheck() async throws {
    for (offersCheck, expected) in [(true, [[]]), (false, [nil])] as [(Bool, [[String]?])] {
      let remote = try await Remote()
      let proxy = try remote.proxy { request, _ in
        request.path == "/api/validate-yaml" && !offersCheck ? .status(404) : nil
      }
      defer { proxy.stop() }
      let said = Box<[[String]?]>([])
      try await remote.upload(at: proxy.url) { event in
        if case .cardChecked(let warnings) = event { said.change { $0.append(warnings) } }
      }
      #expect(said.value == expected)
    }
  }
}
