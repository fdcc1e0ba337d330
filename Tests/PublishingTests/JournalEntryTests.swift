import Files
import Foundation
import HubAPI
import TestKit
import Testing

@testable import Publishing

/// What an entry of the journal says, and what is taken for one.
@Suite struct JournalEntryTests {
  static let hash = String(repeating: "ab", count: 32)

  static func entry(_ change: (inout JournalEntry) -> Void = { _ in }) -> JournalEntry {
    var entry = JournalEntry(
      tool: "0.1.0",
      process: 42,
      started: 1_000,
      changed: 2_000,
      endpoint: "https://huggingface.co",
      repository: "acme/tiny",
      repositoryID: "0123",
      branch: "main",
      parent: String(repeating: "1", count: 40),
      planSHA256: hash,
      uploadID: String(hash.prefix(32)),
      filesSHA256: hash,
      objects: 5
    )
    change(&entry)
    return entry
  }

  private static func made(_ state: JournalEntry.State) -> JournalEntry {
    entry {
      $0.state = state
      $0.commit = "1234567" + String(repeating: "0", count: 33)
    }
  }

  @Test(
    "an entry says in one sentence when its run ended and what it left",
    arguments: [
      (entry(), 2_000, "The last run, just now, ended before anything was sent; nothing was changed."),
      (
        entry {
          $0.state = .objectsStored
          $0.stored = [hash, hash]
        }, 2_185, "The last run, 3 minutes ago, ended after 2 of 5 objects were stored; nothing was changed."
      ),
      (
        entry {
          $0.state = .objectsStored
          $0.objects = 1
          $0.stored = [hash]
          $0.draft = 7
        }, 2_001,
        "The last run, 1 second ago, ended after 1 of 1 object was stored; the draft pull request 7 was left open, "
          + "and the branch is as it was."
      ),
      (
        entry { $0.state = .commitSent }, 9_300,
        "The last run, 2 hours ago, ended while its commit was sent; whether it was made is looked up now."
      ),
      (
        entry {
          $0.state = .commitSent
          $0.draft = 7
        }, 9_300,
        "The last run, 2 hours ago, ended while the pull request 7 was merged; whether it was is looked up now."
      ),
      (
        made(.commitMade), 700_000,
        "The last run, 8 days ago, ended after its commit 1234567 was made, before that was verified."
      ),
      (made(.verified), 0, "The last run, some time ago, ended right after its commit 1234567 was verified."),
    ]
  )
  func sentence(entry: JournalEntry, now: Int, words: String) { #expect(entry.sentence(now: now) == words) }

  @Test("an entry is the same after it was written and read; it holds no address but the Hub's")
  func roundTrip() throws {
    let entry = Self.made(.verified)
    let bytes = try entry.json()
    guard case .entry(let read) = JournalEntry.read(bytes) else { throw FixtureError(text: "not read") }
    #expect(read == entry)
    #expect(!String(decoding: bytes, as: UTF8.self).contains("?"))
  }

  private func reason(_ bytes: [UInt8]) -> String? {
    if case .damaged(let reason) = JournalEntry.read(bytes) { reason } else { nil }
  }

  @Test("what cannot be true is damaged")
  func untrue() throws {
    let changes: [((inout JournalEntry) -> Void, String)] = [
      ({ $0.stored = ["x"] }, "a hash in it is none"), ({ $0.planSHA256 = "" }, "a hash in it is none"),
      ({ $0.uploadID = "x" }, "its id is none"), ({ $0.parent = "HEAD" }, "a commit in it is none"),
      ({ $0.repository = "../x/y" }, "it is of no repository"), ({ $0.branch = "a..b" }, "it is of no repository"),
      ({ $0.changed = .min }, "a number in it is out of range"),
      ({ $0.started = .max }, "a number in it is out of range"),
      ({ $0.draft = -1 }, "a number in it is out of range"), ({ $0.process = 0 }, "a number in it is out of range"),
      ({ $0.objects = -1 }, "a number in it is out of range"), ({ $0.state = .verified }, "it names no commit"),
      ({ $0.schema = "hfpub/journal/0" }, "its schema is another"), ({ $0.schema = "x" }, "its schema is another"),
    ]
    for (change, expected) in changes { #expect(reason(try Self.entry(change).json()) == expected) }
    for text in ["", "{", "[]", "null", "{\"schema\": 1}", "\u{0}"] {
      #expect(reason(Array(text.utf8)) == "it is not the JSON of an entry")
    }
    #expect(reason(Array("{\"schema\": \"hfpub/journal/1\"}".utf8)) == "a field is missing or of another kind")
  }

  @Test("an entry of a newer version is one, whatever else it holds")
  func newer() {
    for text in ["{\"schema\": \"hfpub/journal/2\"}", "{\"schema\":\"hfpub/journal/10\",\"state\":[]}"] {
      guard case .newer = JournalEntry.read(Array(text.utf8)) else {
        Issue.record("\(text)")
        continue
      }
    }
  }

  @Test("cut, flipped and random bytes are read without harm, and never as another truth")
  func random() throws {
    var generator = SeededGenerator(seed: 20_261_123)
    let whole = try Self.made(.commitMade).json()
    for length in 0..<(whole.count - 2) { #expect(reason(Array(whole.prefix(length))) != nil) }
    for _ in 0..<2_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: .min ... .max, using: &generator)
      }
      if case .entry(let entry) = JournalEntry.read(bytes) { #expect(!entry.sentence(now: .max).isEmpty) }
      let noise = (0..<Int.random(in: 0..<300, using: &generator)).map { _ in
        UInt8.random(in: .min ... .max, using: &generator)
      }
      #expect(reason(noise) != nil)
    }
    let deep = String(repeating: "{\"schema\":", count: 100_000)
    #expect(reason(Array(deep.utf8)) != nil)
  }
}
