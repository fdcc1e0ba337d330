import Files
import Findings
import Foundation
import HubAPI
import LocalHub
import TestKit
import Testing

@testable import Publishing

/// Uploads that one commit cannot hold.
@Suite struct DraftedUploadTests {
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  private var journal: UploadJournal { UploadJournal(folder: "\(place.path)/journal", version: "0.1.0") { 1_000 } }

  private func options(prunes: Bool = false) -> UploadOptions {
    var options = UploadOptions(prunes: prunes)
    options.limits = CommitLimits(files: 3)
    return options
  }

  private func isPart(_ request: ScriptedServer.Request) -> Bool { request.path.contains("/commit/refs") }

  private func isMerge(_ request: ScriptedServer.Request) -> Bool { request.path.hasSuffix("/merge") }

  private func draft(_ number: Int = 1) throws -> Revision { try #require(Revision("refs/pr/\(number)")) }

  private func expectNew(_ remote: Remote, commits: Int = 2, theirs: [String] = []) async throws {
    var files = try await remote.files()
    for file in try Sample.prepared().shipment.files {
      let oid = files.removeValue(forKey: file.path.text)
      #expect(oid.map(file.isNamed) == true, "\(file.path)")
    }
    #expect(files.keys.sorted() == ([".gitattributes"] + theirs).sorted())
    #expect(try await remote.commits().count == commits)
  }

  @Test("parts go to a draft, which is compared and merged in one step; the branch has one new commit")
  func whole() async throws {
    let remote = try await Remote()
    try await remote.commitBySomebodyElse(["old/a.md": "x", "old/b.md": "x", "NOTICE.md": "old"])
    let steps = Box<[String]>([])
    let outcome = try await remote.upload(options: options(prunes: true), journal: journal) { event in
      let text: String? =
        switch event {
        case .planned(let plan): "planned \(plan.commits)"
        case .openedPullRequest(let number): "opened \(number)"
        case .sentPart(let part, let count, _): "part \(part) of \(count)"
        case .comparedDraft: "compared draft"
        case .committed: "committed"
        case .compared: "compared"
        default: nil
        }
      if let text { steps.change { $0.append(text) } }
    }
    guard case .published(let commit, let url) = outcome else { throw FixtureError(text: "\(outcome)") }
    let count = (try Sample.prepared().shipment.files.count + 2 + 2) / 3
    #expect(
      steps.value == ["planned \(count)", "opened 1"] + (1...count).map { "part \($0) of \(count)" } + [
        "compared draft", "committed", "compared",
      ]
    )
    try await expectNew(remote, commits: 3)
    #expect(try await remote.commits().first == commit)
    #expect(url == "\(remote.server.url)/acme/tiny/commit/\(commit)")
    let client = try remote.client()
    #expect(try await client.pullRequest(remote.id, number: 1) == PullRequest(status: .merged, mergeCommit: commit))
    let parts = try await client.commits(remote.id, revision: draft())
    #expect(parts.count == count + 2)
    #expect(parts[0].title.hasSuffix("(part \(count) of \(count))"))
    #expect(Set(parts.prefix(count).map { UploadMark.id(in: $0) }).count == count)
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(place.path)/journal") == [])
    guard case .alreadyUpToDate = try await remote.upload(options: options(prunes: true)) else {
      throw FixtureError(text: "sent twice")
    }
  }

  @Test("a fault between two parts leaves the branch as it was and says the draft; the next run closes it")
  func fault() async throws {
    let remote = try await Remote()
    let before = try await remote.files()
    let count = Box(0)
    let isBroken = Box(true)
    let proxy = try remote.proxy { request, _ in
      guard isBroken.value, isPart(request) else { return nil }
      return count.change { count in
        count += 1
        return count == 2
      } ? .status(403) : nil
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url, options: options(), journal: journal)
    #expect(failure.hubCode == .forbidden)
    #expect(failure.remoteState == .draftOpened(1))
    #expect(failure.remoteState.sentence == "the draft pull request 1 is open; the branch is as it was.")
    #expect(try await remote.files() == before)
    isBroken.change { $0 = false }
    let words = Box<[String]>([])
    try await remote.upload(at: proxy.url, options: options(), journal: journal) { event in
      if case .lastRun(let entry, let now) = event { words.change { $0.append(entry.sentence(now: now)) } }
      if case .closedDraft(let number) = event { words.change { $0.append("closed \(number)") } }
    }
    #expect(
      words.value == [
        "The last run, just now, ended after 1 of 1 object was stored; the draft pull request 1 was left open, and the "
          + "branch is as it was.", "closed 1",
      ]
    )
    try await expectNew(remote)
    #expect(try await remote.client().pullRequest(remote.id, number: 1).status == .closed)
    #expect(try await remote.client().pullRequest(remote.id, number: 2).status == .merged)
  }

  @Test("a part whose answer is lost is found in the draft, or sent again", arguments: [true, false])
  func lostPart(isMade: Bool) async throws {
    let remote = try await Remote()
    let count = Box(0)
    let proxy = try remote.proxy { request, line in
      guard isPart(request),
        count.change({
          $0 += 1; return $0 == 2
        })
      else { return nil }
      if isMade { _ = line.answer(to: request) }
      return .hangUp
    }
    defer { proxy.stop() }
    try await remote.upload(at: proxy.url, options: options())
    try await expectNew(remote)
  }

  @Test("a part that nobody can tell of leaves the branch as it was")
  func unknownPart() async throws {
    let remote = try await Remote()
    let isCut = Box(false)
    let proxy = try remote.proxy { request, _ in
      if isPart(request) { isCut.change { $0 = true } }
      return isCut.value ? .hangUp : nil
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url, options: options())
    #expect(failure.code == .notCommitted)
    #expect(failure.status == .remoteUnavailable)
    #expect(failure.remoteState == .draftOpened(1))
    #expect(failure.underlying.problem == "cannot fill the draft pull request 1 of acme/tiny")
    #expect(failure.underlying.remedy == "Run the command again; it begins with a new draft.")
  }

  @Test("somebody else's commit to other files closes the draft, and a new one is planned on it")
  func raceElsewhere() async throws {
    let remote = try await Remote()
    let isDone = Box(false)
    let proxy = try remote.proxy { request, line in
      guard isPart(request), !isDone.value else { return nil }
      isDone.change { $0 = true }
      line.commit("notes/theirs.md", "x", to: "acme/tiny", token: Remote.other)
      return nil
    }
    defer { proxy.stop() }
    let closed = Box<[Int]>([])
    try await remote.upload(at: proxy.url, options: options(), journal: journal) { event in
      if case .closedDraft(let number) = event { closed.change { $0.append(number) } }
    }
    #expect(closed.value == [1])
    try await expectNew(remote, commits: 3, theirs: ["notes/theirs.md"])
    #expect(try await remote.client().pullRequest(remote.id, number: 1).status == .closed)
  }

  @Test("somebody else's commit to our files is a conflict, also right before the merge", arguments: [true, false])
  func raceOnOurs(isLate: Bool) async throws {
    let remote = try await Remote()
    let isDone = Box(false)
    let proxy = try remote.proxy { request, line in
      guard isLate ? isMerge(request) : isPart(request), !isDone.value else { return nil }
      isDone.change { $0 = true }
      line.commit("README.md", "# Theirs\n", to: "acme/tiny", token: Remote.other)
      return nil
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url, options: options())
    #expect(failure.code == .conflict)
    #expect(failure.conflict?.paths.map(\.path) == ["README.md"])
    #expect(failure.remoteState == .objectsStored)
    #expect(try await remote.files().keys.sorted() == [".gitattributes", "README.md"])
    #expect(try await remote.client().pullRequest(remote.id, number: 1).status == .closed)
  }

  @Test("a branch that moved before the draft was opened is planned on anew")
  func movedBefore() async throws {
    let remote = try await Remote()
    let isDone = Box(false)
    let proxy = try remote.proxy { request, line in
      guard request.method == "POST", request.path.hasSuffix("/discussions"), !isDone.value else { return nil }
      isDone.change { $0 = true }
      line.commit("notes/theirs.md", "x", to: "acme/tiny", token: Remote.other)
      return nil
    }
    defer { proxy.stop() }
    try await remote.upload(at: proxy.url, options: options())
    try await expectNew(remote, commits: 3, theirs: ["notes/theirs.md"])
  }

  @Test("a merge whose answer is lost is found, or asked for again; it is made once", arguments: [true, false])
  func lostMerge(isMade: Bool) async throws {
    let remote = try await Remote()
    let count = Box(0)
    let proxy = try remote.proxy { request, line in
      guard isMerge(request),
        count.change({
          $0 += 1; return $0 == 1
        })
      else { return nil }
      if isMade { _ = line.answer(to: request) }
      return .hangUp
    }
    defer { proxy.stop() }
    guard case .published(let commit, _) = try await remote.upload(at: proxy.url, options: options()) else {
      throw FixtureError(text: "not published")
    }
    try await expectNew(remote)
    #expect(try await remote.commits().first == commit)
    #expect(count.value == (isMade ? 1 : 2))
  }

  @Test("a merge that never arrives leaves the pull request open, and the next run begins anew")
  func neverMerged() async throws {
    let remote = try await Remote()
    let before = try await remote.files()
    let isCut = Box(true)
    let proxy = try remote.proxy { request, _ in isCut.value && isMerge(request) ? .hangUp : nil }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url, options: options(), journal: journal)
    #expect(failure.code == .notMerged)
    #expect(failure.status == .remoteUnavailable)
    #expect(failure.remoteState == .draftOpened(1))
    #expect(failure.underlying.problem == "the pull request 1 of acme/tiny was not merged")
    #expect(failure.underlying.remedy == "Run the command again; that is safe, as nothing is merged twice.")
    #expect(try await remote.files() == before)
    isCut.change { $0 = false }
    try await remote.upload(at: proxy.url, options: options(), journal: journal)
    try await expectNew(remote)
    #expect(try await remote.client().pullRequest(remote.id, number: 1).status == .closed)
  }

  @Test("an interrupted merge may still come, and the next run looks for it", arguments: [true, false])
  func interruptedMerge(isMade: Bool) async throws {
    let remote = try await Remote()
    let upload = Box<Task<UploadFailure, any Error>?>(nil)
    let late = Box<(@Sendable () -> Void)?>(nil)
    let proxy = try remote.proxy { request, line in
      guard isMerge(request), upload.value != nil else { return nil }
      if isMade { late.change { $0 = { _ = line.answer(to: request) } } }
      upload.value?.cancel()
      return .silence
    }
    defer { proxy.stop() }
    let (options, journal) = (options(), journal)
    let task = Task {
      try await Patience.$limit.withValue(.seconds(60)) {
        try await remote.failure(at: proxy.url, options: options, journal: journal)
      }
    }
    upload.change { $0 = task }
    let failure = try await task.value
    #expect(failure.status == .interrupted)
    #expect(failure.remoteState == .commitPending)
    upload.change { $0 = nil }
    late.value?()
    try await remote.upload(at: proxy.url, options: options, journal: journal)
    try await expectNew(remote)
    #expect(try await remote.client().pullRequest(remote.id, number: 1).status == (isMade ? .merged : .closed))
  }

  @Test("a merge that nobody can tell of is an unknown outcome; the next run finds it and verifies it")
  func unknownMerge() async throws {
    let remote = try await Remote()
    let isCut = Box(false)
    let proxy = try remote.proxy { request, line in
      if isMerge(request) {
        _ = line.answer(to: request)
        isCut.change { $0 = true }
      }
      return isCut.value ? .hangUp : nil
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url, options: options(), journal: journal)
    #expect(failure.status == .outcomeUnknown)
    #expect(failure.remoteState == .unknown)
    isCut.change { $0 = false }
    let words = Box<[String]>([])
    let outcome = try await remote.upload(at: proxy.url, options: options(), journal: journal) { event in
      if case .lastRun(let entry, let now) = event { words.change { $0.append(entry.sentence(now: now)) } }
      if case .resumed(_, let commit) = event { words.change { $0.append("resumed \(commit)") } }
      if case .compared = event { words.change { $0.append("compared") } }
    }
    guard case .published(let commit, _) = outcome else { throw FixtureError(text: "\(outcome)") }
    #expect(
      words.value == [
        "The last run, just now, ended while the pull request 1 was merged; whether it was is looked up now.",
        "resumed \(commit)", "compared",
      ]
    )
    try await expectNew(remote)
  }

  @Test("a draft that somebody else commits to is not merged")
  func touched() async throws {
    let remote = try await Remote()
    let count = Box(0)
    let proxy = try remote.proxy { request, line in
      guard isPart(request),
        count.change({
          $0 += 1; return $0 == 2
        })
      else { return nil }
      var theirs = request
      let lines = [
        #"{"key":"header","value":{"summary":"Theirs","description":""}}"#,
        #"{"key":"file","value":{"path":"notes/theirs.md","content":"eA==","encoding":"base64"}}"#,
      ]
      theirs.body = Array(lines.joined(separator: "\n").utf8)
      theirs.headers.removeAll { ["content-length", "transfer-encoding", "expect"].contains($0.name.lowercased()) }
      theirs.headers.append(("Content-Length", "\(theirs.body.count)"))
      _ = line.answer(to: theirs)
      return nil
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url, options: options())
    #expect(failure.code == .draftChanged)
    #expect(failure.status == .remoteMoved)
    #expect(failure.remoteState == .draftOpened(1))
    #expect(failure.underlying.reason == "somebody else committed to it meanwhile")
    #expect(try await remote.commits().count == 1)
  }

  @Test("a draft whose files are not those of the plan is not merged")
  func differs() async throws {
    let remote = try await Remote()
    let last = Box<String?>(nil)
    let proxy = try remote.proxy { request, _ in
      last.value.map { request.path.hasSuffix("/tree/\($0)") } == true ? .json("[]") : nil
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url, options: options()) { event in
      if case .sentPart(let part, let count, let commit) = event, part == count { last.change { $0 = commit.hex } }
    }
    #expect(failure.code == .draftChanged)
    #expect(failure.remoteState == .draftOpened(1))
    let commit = try #require(last.value).prefix(7)
    #expect(
      failure.underlying.reason.hasPrefix("at \(commit) these files are others: BENCHMARKS.md, LICENSE, NOTICE.md and ")
    )
    #expect(try await remote.commits().count == 1)
  }

  @Test("a pull request that others are to merge holds all parts, and is shown when they are verified")
  func pullRequest() async throws {
    let remote = try await Remote()
    var options = options()
    options.opensPullRequest = true
    try await remote.upload(options: options)
    #expect(try await remote.commits().count == 1)
    let client = try remote.client()
    #expect(try await client.pullRequest(remote.id, number: 1).status == .open)
    let paths = try await client.tree(remote.id, revision: draft()).filter { $0.type == "file" }.map(\.path)
    #expect(paths.count == (try Sample.prepared().shipment.files.count) + 1)
  }

  @Test("another branch than the default one takes no draft, and nothing is sent")
  func otherBranch() async throws {
    let remote = try await Remote()
    var options = options()
    options.revision = try #require(Revision("dev"))
    let failure = try await remote.failure(creation: .asPrivate, options: options)
    #expect(failure.code == .tooMuchForOneCommit)
    #expect(failure.status == .checkFailed)
    #expect(failure.underlying.problem == "cannot upload to acme/tiny at dev")
    #expect(failure.underlying.remedy == "Upload to main, or ship fewer files.")
    #expect(remote.count("PUT") == 0)
  }

  @Test("an upload that is cancelled between two parts says the draft")
  func cancelled() async throws {
    let remote = try await Remote()
    let upload = Box<Task<UploadFailure, any Error>?>(nil)
    let (ready, start) = AsyncStream.makeStream(of: Void.self)
    let options = options()
    let task = Task {
      for await _ in ready { break }
      return try await remote.failure(options: options) { if case .sentPart = $0 { upload.value?.cancel() } }
    }
    upload.change { $0 = task }
    start.yield()
    let failure = try await task.value
    #expect(failure.status == .interrupted)
    #expect(failure.remoteState == .draftOpened(1))
    #expect(try await remote.commits().count == 1)
  }
}
