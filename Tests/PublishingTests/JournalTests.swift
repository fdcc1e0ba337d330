import Files
import Findings
import Foundation
import Glibc
import HubAPI
import LocalHub
import Synchronization
import TestKit
import Testing

@testable import Publishing

/// What an upload notes, and what the next one makes of it.
@Suite struct JournalTests {
  private let place: TemporaryFolder
  private var folder: String { "\(place.path)/state/journal" }
  private let time = Box(1_000)

  init() throws { place = try TemporaryFolder() }

  private func journal(_ folder: String? = nil, process: Int32 = 42) -> UploadJournal {
    let time = time
    return UploadJournal(folder: folder ?? self.folder, version: "0.1.0", process: process) { time.value }
  }

  /// The files of the journal but locks.
  private func files() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasSuffix(".lock") }.sorted()
  }

  private func entry() throws -> JournalEntry {
    let name = try #require(files().first)
    guard case .entry(let entry) = JournalEntry.read(try LocalFiles.read("\(folder)/\(name)")) else {
      throw FixtureError(text: "no entry")
    }
    return entry
  }

  /// Puts the journal aside as it is when an upload comes to a moment: what a kill would leave.
  private func killed(
    _ remote: Remote,
    _ publication: PreparedPublication? = nil,
    options: UploadOptions = UploadOptions(),
    when isMoment: @escaping @Sendable (UploadEvent) -> Bool
  ) async throws {
    let (folder, kept) = (folder, Box<[String: [UInt8]]>([:]))
    _ = try? await remote.upload(publication, options: options, journal: journal()) { event in
      guard isMoment(event), kept.value.isEmpty else { return }
      for (name, _) in (try? LocalFiles.list(folder)) ?? [] where name.hasSuffix(".json") {
        let bytes = try? LocalFiles.read("\(folder)/\(name)")
        kept.change { $0[name] = bytes }
      }
    }
    try #require(!kept.value.isEmpty)
    for (name, bytes) in kept.value { try LocalFiles.writeAtomically(bytes, to: "\(folder)/\(name)") }
  }

  private final class Words: Sendable {
    private let kept = Mutex<[String]>([])
    var all: [String] { kept.withLock { $0 } }
    func take(_ event: UploadEvent) {
      let text: String? =
        switch event {
        case .lastRun(let entry, let now): entry.sentence(now: now)
        case .journalTrouble(let reason): "warning: \(reason)"
        case .closedDraft(let number): "closed \(number)"
        case .resumed(_, let commit): "resumed \(commit.short)"
        case .planned: "planned"
        case .compared: "compared"
        default: nil
        }
      if let text { kept.withLock { $0.append(text) } }
    }
  }

  @Test("each step is noted in a file that only this user reads; a finished upload leaves nothing")
  func steps() async throws {
    let remote = try await Remote()
    let seen = Box<[JournalEntry]>([])
    let modes = Box<Set<mode_t>>([])
    let (folder, journal) = (folder, journal())
    try await remote.upload(journal: journal) { _ in
      for (name, _) in (try? LocalFiles.list(folder)) ?? [] {
        var status = stat()
        if lstat("\(folder)/\(name)", &status) == 0 { modes.change { _ = $0.insert(status.st_mode & 0o777) } }
        guard name.hasSuffix(".json"), let bytes = try? LocalFiles.read("\(folder)/\(name)"),
          case .entry(let entry) = JournalEntry.read(bytes)
        else { continue }
        seen.change { if $0.last != entry { $0.append(entry) } }
      }
    }
    #expect(seen.value.map(\.state) == [.planned, .objectsStored, .commitSent, .commitMade, .verified])
    let head = try await remote.commits()
    let last = try #require(seen.value.last)
    #expect(last.parent == head.last?.hex)
    #expect(last.commit == head.first?.hex)
    #expect(last.repositoryID == (try await remote.client().repositoryInfo(remote.id).internalID))
    #expect(last.stored.count == 1)
    #expect(last.objects == 1)
    #expect(last.process == 42)
    #expect(last.uploadID == UploadMark.id(in: try await remote.client().commits(remote.id, revision: .main)[0]))
    #expect(modes.value == [0o600])
    var status = stat()
    #expect(lstat(folder, &status) == 0 && status.st_mode & 0o777 == 0o700)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
  }

  @Test("a run that was killed after its commit is completed by the next: verified, published, with its parent")
  func killedAfterCommit() async throws {
    let remote = try await Remote()
    try await killed(remote) { if case .committed = $0 { true } else { false } }
    let commits = try await remote.commits()
    time.change { $0 += 180 }
    let (words, recorder) = (Words(), ReceiptRecorder())
    let outcome = try await remote.upload(journal: journal(process: 43)) {
      words.take($0)
      recorder.note($0)
    }
    guard case .published(let commit, let url) = outcome else { throw FixtureError(text: "\(outcome)") }
    #expect(commit == commits[0])
    #expect(url == "\(remote.server.url)/acme/tiny/commit/\(commit)")
    #expect(
      words.all == [
        "The last run, 3 minutes ago, ended after its commit \(commit.short) was made, before that was verified.",
        "planned", "resumed \(commit.short)", "compared",
      ]
    )
    #expect(try await remote.commits() == commits)
    let receipt = try recorder.receipt(
      of: Sample.prepared(),
      endpoint: remote.server.url,
      repositoryID: nil,
      version: "0.1.0",
      date: "2026-01-01T00:00:00Z"
    )
    #expect(receipt?.commit == .init(before: commits[1].hex, after: commit.hex))
    #expect(receipt?.verification.result == .passed)
    #expect(files() == [])
    guard case .alreadyUpToDate = try await remote.upload(journal: journal()) else {
      throw FixtureError(text: "verified twice")
    }
  }

  @Test("a run that was killed while its commit was on its way is completed when the commit was made")
  func killedDuringCommit() async throws {
    let remote = try await Remote()
    try await killed(remote) { if case .sendingCommit = $0 { true } else { false } }
    #expect(try entry().state == .commitSent)
    // Somebody put a commit on top of it.
    try await remote.commitBySomebodyElse(["notes/theirs.md": "x"])
    let words = Words()
    let outcome = try await remote.upload(journal: journal()) { words.take($0) }
    guard case .published(let commit, _) = outcome else { throw FixtureError(text: "\(outcome)") }
    #expect(try await remote.commits()[1] == commit)
    #expect(words.all.contains("resumed \(commit.short)"))
  }

  @Test("what was left is not completed when the files here are others, and is forgotten with the next upload")
  func otherFiles() async throws {
    let remote = try await Remote()
    let sample = try SampleCopy()
    try await killed(remote) { if case .committed = $0 { true } else { false } }
    try LocalFiles.writeAtomically(Array("Another\n".utf8), to: "\(sample.folder)/NOTICE.md")
    let words = Words()
    guard case .published = try await remote.upload(Sample.prepared(sample), journal: journal(), report: words.take)
    else { throw FixtureError(text: "not published") }
    #expect(try await remote.commits().count == 3)
    #expect(!words.all.contains { $0.hasPrefix("resumed") })
    #expect(files() == [])
  }

  @Test("a run that ended before its commit is told of, and the new one does the whole work")
  func killedBeforeCommit() async throws {
    let remote = try await Remote()
    let isRefused = Box(true)
    let proxy = try remote.proxy { request, _ in
      isRefused.value && request.path.hasSuffix("/commit/main") ? .status(403) : nil
    }
    defer { proxy.stop() }
    _ = try await remote.failure(at: proxy.url, journal: journal())
    isRefused.change { $0 = false }
    time.change { $0 += 59 }
    let words = Words()
    guard case .published = try await remote.upload(at: proxy.url, journal: journal(), report: words.take) else {
      throw FixtureError(text: "not published")
    }
    #expect(
      words.all.first
        == "The last run, 59 seconds ago, ended after 1 of 1 object was stored; nothing was changed."
    )
    #expect(words.all.last == "compared")
  }

  @Test("a failure leaves what is known; one that changed nothing leaves nothing")
  func failed() async throws {
    let remote = try await Remote()
    let proxy = try remote.proxy { request, _ in request.path.hasSuffix("/commit/main") ? .status(403) : nil }
    defer { proxy.stop() }
    _ = try await remote.failure(at: proxy.url, journal: journal())
    #expect(try entry().state == .objectsStored)
    let empty = try await Remote(isEmpty: true)
    _ = try await empty.failure(journal: journal("\(place.path)/other"))
    let refused = try empty.proxy { request, _ in request.path.hasSuffix("/objects/batch") ? .status(403) : nil }
    defer { refused.stop() }
    let failure = try await empty.failure(
      at: refused.url,
      creation: .asPrivate,
      journal: journal("\(place.path)/other")
    )
    #expect(failure.remoteState == .created)
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(place.path)/other") == [])
  }

  @Test("a draft that an earlier run left is closed, with a comment, and a new one is opened")
  func draft() async throws {
    let remote = try await Remote()
    var options = UploadOptions()
    options.opensPullRequest = true
    let isRefused = Box(true)
    let proxy = try remote.proxy { request, _ in
      isRefused.value && request.path.hasSuffix("/objects/batch") ? .status(403) : nil
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url, options: options, journal: journal())
    #expect(failure.remoteState == .draftOpened(1))
    #expect(try entry().draft == 1)
    isRefused.change { $0 = false }
    let words = Words()
    try await remote.upload(at: proxy.url, options: options, journal: journal(), report: words.take)
    #expect(
      words.all.prefix(2) == [
        "The last run, just now, ended before anything was sent; the draft pull request 1 was left open, and the "
          + "branch is as it was.", "closed 1",
      ]
    )
    #expect(try await remote.client().pullRequest(remote.id, number: 1).status == .closed)
    #expect(try await remote.client().pullRequest(remote.id, number: 2).status == .open)
    #expect(files() == [])
  }

  @Test("of two runs to one branch at once the second is refused, with the first one's process")
  func twice() async throws {
    let remote = try await Remote()
    let journal = journal()
    let holder = JournalTarget(
      endpoint: remote.server.url,
      repository: remote.id,
      repositoryID: try await remote.client().repositoryInfo(remote.id).internalID,
      branch: .main
    )
    var notes = try journal.open(holder) { _ in }
    #expect(notes != nil)
    let failure = try await remote.failure(journal: self.journal(process: 43))
    #expect(failure.code == .uploadRunning)
    #expect(failure.status == .localInput)
    #expect(failure.remoteState == .untouched)
    #expect(failure.underlying.problem == "cannot upload to acme/tiny")
    #expect(failure.underlying.reason == "another upload of this runs (process 42)")
    #expect(failure.underlying.remedy == "Wait until it has ended, then run the command again.")
    // Another branch is another matter.
    let dev = UploadOptions(revision: try #require(Revision("dev")))
    try await remote.upload(creation: .asPrivate, options: dev, journal: self.journal())
    notes = nil
    guard case .published = try await remote.upload(journal: self.journal()) else {
      throw FixtureError(text: "not published")
    }
  }

  @Test("a repository that was deleted and made again knows nothing of the former one's journal")
  func madeAgain() async throws {
    let remote = try await Remote()
    try await killed(remote) { if case .committed = $0 { true } else { false } }
    try await remote.recreate()
    let words = Words()
    guard case .published = try await remote.upload(journal: journal(), report: words.take) else {
      throw FixtureError(text: "not published")
    }
    #expect(words.all == ["planned", "compared"])
  }

  @Test("a damaged entry and one of a newer version are warnings; the newer is left alone, the damaged removed")
  func damaged() async throws {
    let remote = try await Remote()
    try await killed(remote) { if case .committed = $0 { true } else { false } }
    let name = try #require(files().first)
    let path = "\(folder)/\(name)"
    try LocalFiles.writeAtomically(Array(LocalFiles.read(path).prefix(100)), to: path)
    let newer = path.replacingOccurrences(of: ".json", with: "2.json")
    try LocalFiles.writeAtomically(Array("{\"schema\": \"hfpub/journal/2\"}".utf8), to: newer)
    let words = Words()
    guard case .alreadyUpToDate = try await remote.upload(journal: journal(), report: words.take) else {
      throw FixtureError(text: "published")
    }
    #expect(
      words.all == [
        "warning: \(path) is damaged, and removed: it is not the JSON of an entry",
        "warning: a newer version of hfpub wrote \(newer); it is left alone", "planned",
      ]
    )
    #expect(files() == [LocalFiles.name(of: newer)])
  }

  @Test("a folder that cannot be made or is no folder is a warning, and the upload goes on")
  func unwritable() async throws {
    let remote = try await Remote()
    let file = "\(place.path)/file"
    try LocalFiles.writeAtomically([], to: file)
    for folder in [file, "\(file)/journal"] {
      let words = Words()
      try await remote.upload(journal: journal(folder), report: words.take)
      #expect(words.all.first?.hasPrefix("warning: no journal is kept: ") == true)
    }
    #expect(try await remote.commits().count == 2)
  }

  @Test("a folder that disappears meanwhile is one warning")
  func disappears() async throws {
    let remote = try await Remote()
    let words = Words()
    let folder = folder
    try await remote.upload(journal: journal()) { event in
      words.take(event)
      if case .planned = event { try? LocalFiles.remove(folder) }
    }
    #expect(words.all.filter { $0.hasPrefix("warning: it cannot be written: ") }.count == 1)
    #expect(words.all.last == "compared")
  }

  @Test("entries that nobody came back for are removed after 90 days")
  func forgotten() async throws {
    let remote = try await Remote()
    try LocalFiles.makeFolder(folder)
    try LocalFiles.writeAtomically([1], to: "\(folder)/old-1.json")
    try await remote.upload(journal: UploadJournal(folder: folder, version: "0") { Int(Glibc.time(nil)) })
    #expect(files() == ["old-1.json"])
    try await remote.upload(journal: UploadJournal(folder: folder, version: "0") { Int(Glibc.time(nil)) + 91 * 86_400 })
    #expect(files() == [])
  }
}
