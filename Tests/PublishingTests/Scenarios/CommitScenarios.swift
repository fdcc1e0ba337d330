import Files
import Findings
import HubAPI
import LocalHub
import TestKit
import Testing

@testable import Publishing

/// The scenarios about the commit: races and lost answers.
@Suite("Scenarios of the commit") struct CommitScenarios {
  @Test("3: an upload is one commit, so that no kill can fall between two")
  func oneCommit() async throws {
    let scenario = try await Scenario()
    let ending = try await scenario.upload(nil)
    let remote = try await scenario.hub()
    #expect(try await remote.commits().prefix(2).map(\.self) == [ending.commit, scenario.head])
    await remote.server.stop()
    #expect(try await scenario.expectOldOrNew(after: ending) == .new)
  }

  @Test("4: somebody else's commit to other files is built upon")
  func raceElsewhere() async throws {
    let scenario = try await Scenario()
    let ending = try await scenario.upload("04-race-elsewhere")
    _ = try ending.commit
    #expect(try await scenario.expectOldOrNew(after: ending, theirs: ["notes/theirs.md": "Theirs"]) == .new)
  }

  @Test("4: somebody else's commit to our files is a conflict")
  func raceOnOurs() async throws {
    let scenario = try await Scenario()
    let ending = try await scenario.upload("04-race-on-ours")
    #expect(try ending.failure.code == .conflict)
    #expect(try ending.failure.status == .remoteMoved)
    #expect(try await scenario.expectOldOrNew(after: ending, theirs: ["README.md": "# Theirs"]) == .old)
  }

  @Test(
    "5, 23: a commit whose answer is lost or broken is found",
    arguments: ["05-answer-lost", "05-answer-cut", "23-truncated-commit"]
  )
  func answerLost(script: String) async throws {
    let scenario = try await Scenario()
    let ending = try await scenario.upload(script)
    _ = try ending.commit
    #expect(try await scenario.expectOldOrNew(after: ending) == .new)
  }

  @Test(
    "5, 23: a commit that did not arrive is sent again",
    arguments: ["05-commit-lost-once", "23-page-502-commit"]
  )
  func sentAgain(script: String) async throws {
    let scenario = try await Scenario()
    let ending = try await scenario.upload(script)
    _ = try ending.commit
    #expect(try await scenario.expectOldOrNew(after: ending) == .new)
  }

  @Test(
    "5, 23: a commit that never arrives is said not to be made",
    arguments: ["05-commit-lost", "23-login-page-commit", "23-empty-commit"]
  )
  func neverMade(script: String) async throws {
    let scenario = try await Scenario()
    let ending = try await scenario.upload(script)
    #expect(try ending.failure.code == .notCommitted)
    #expect(try ending.failure.status == .remoteUnavailable)
    #expect(try ending.failure.remoteState == .objectsStored)
    #expect(try await scenario.expectOldOrNew(after: ending) == .old)
  }

  @Test("5: a commit that was lost and then overtaken is a conflict")
  func lostAndOvertaken() async throws {
    let scenario = try await Scenario()
    let ending = try await scenario.upload("05-lost-and-overtaken")
    #expect(try ending.failure.status == .remoteMoved)
    #expect(try await scenario.expectOldOrNew(after: ending, theirs: ["README.md": "# Theirs"]) == .old)
  }

  @Test("5: where the history cannot be read either, the outcome is said to be unknown")
  func nobodyCanTell() async throws {
    let scenario = try await Scenario()
    let ending = try await scenario.upload("05-nobody-can-tell")
    #expect(try ending.failure.status == .outcomeUnknown)
    #expect(try ending.failure.remoteState == .unknown)
    #expect(try await scenario.expectOldOrNew(after: ending) == .new)
  }

  @Test(
    "6: a hub that never answers a commit is given up, and what became of it is found out",
    .timeLimit(.minutes(5)),
    arguments: ["06-silent-after-commit", "06-silent-before-commit"]
  )
  func silent(script: String) async throws {
    let scenario = try await Scenario()
    let ending = try await scenario.upload(script, stall: .seconds(4))
    _ = try ending.commit
    #expect(try await scenario.expectOldOrNew(after: ending) == .new)
  }

  @Test("22: a token that is revoked before the commit is not tried again")
  func revokedBefore() async throws {
    let scenario = try await Scenario()
    let pauses = Pauses()
    let ending = try await scenario.upload("22-revoked-before-commit", pauses: pauses)
    #expect(try ending.failure.hubCode == .unauthorized)
    #expect(try ending.failure.status == .notAuthorized)
    #expect(try ending.failure.remoteState == .objectsStored)
    #expect(pauses.all.isEmpty)
    #expect(try await scenario.expectOldOrNew(after: ending) == .old)
  }

  @Test("22: a token that is revoked after the commit leaves it in place, and that is said")
  func revokedAfter() async throws {
    let scenario = try await Scenario()
    let pauses = Pauses()
    let ending = try await scenario.upload("22-revoked-after-commit", pauses: pauses)
    #expect(try ending.failure.status == .notAuthorized)
    #expect(pauses.all.isEmpty)
    #expect(try await scenario.expectOldOrNew(after: ending) == .new)
  }

  @Test("27: what comes back with another bit ends as a failed verification of the commit in place")
  func changedBit() async throws {
    let scenario = try await Scenario()
    let ending = try await scenario.upload("27-changed-bit")
    #expect(try ending.failure.code == .verificationFailed)
    #expect(try ending.failure.status == .verificationFailed)
    #expect(try await scenario.expectOldOrNew(after: ending) == .new)
  }
}
