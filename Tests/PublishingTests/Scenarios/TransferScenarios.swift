import Files
import Findings
import HubAPI
import LocalHub
import TestKit
import Testing

@testable import Publishing

/// The scenarios about planning and about the way to storage and back.
@Suite("Scenarios of the transfer") struct TransferScenarios {
  @Test(
    "7: a server that says when to come back is obeyed, in each of its three forms",
    arguments: ["07-rate-limit-seconds", "07-rate-limit-date", "07-rate-limit-header"]
  )
  func rateLimit(script: String) async throws {
    let scenario = try await Scenario()
    let pauses = Pauses()
    let ending = try await scenario.upload(script, pauses: pauses)
    _ = try ending.commit
    #expect(pauses.all.count >= 5)
    // The second that was asked for and half a second of our own; a date may have come meanwhile.
    #expect(pauses.all.allSatisfy { .zero < $0 && $0 <= .milliseconds(1501) }, "\(pauses.all)")
    #expect(try await scenario.expectOldOrNew(after: ending) == .new)
  }

  @Test("7: a server that does not say when is asked again after pauses that grow")
  func rateLimitUnsaid() async throws {
    let scenario = try await Scenario()
    let pauses = Pauses()
    let ending = try await scenario.upload("07-rate-limit-unsaid", pauses: pauses)
    _ = try ending.commit
    // Half a second each, less what passed since the refusal.
    #expect(pauses.all.count == 2 && pauses.all.allSatisfy { $0 <= .milliseconds(500) }, "\(pauses.all)")
    #expect(try await scenario.expectOldOrNew(after: ending) == .new)
  }

  @Test("7: a wait of a day is not waited; the upload ends and says how long it would be")
  func rateLimitLong() async throws {
    let scenario = try await Scenario()
    let pauses = Pauses()
    let ending = try await scenario.upload("07-rate-limit-long", pauses: pauses)
    #expect(try ending.failure.hubCode == .rateLimited)
    #expect(try ending.failure.status == .remoteUnavailable)
    #expect(try ending.failure.remoteState == .untouched)
    #expect(try ending.failure.underlying.reason.contains("the Hub asks to wait 86400 s"))
    #expect(pauses.all.isEmpty)
    #expect(try await scenario.expectOldOrNew(after: ending) == .old)
  }

  @Test("7: a commit that is refused for the moment is waited for")
  func rateLimitCommit() async throws {
    let scenario = try await Scenario()
    let pauses = Pauses()
    let ending = try await scenario.upload("07-rate-limit-commit", pauses: pauses)
    _ = try ending.commit
    #expect(pauses.all.count == 1 && pauses.all.allSatisfy { $0 <= .milliseconds(1500) }, "\(pauses.all)")
    #expect(try await scenario.expectOldOrNew(after: ending) == .new)
  }

  @Test("8: expired addresses are asked for again")
  func expired() async throws {
    let scenario = try await Scenario()
    let ending = try await scenario.upload("08-expired-links")
    _ = try ending.commit
    #expect(try await scenario.expectOldOrNew(after: ending) == .new)
  }

  @Test("8, 21: addresses that are refused again end the upload with a word about the clock")
  func expiredAlways() async throws {
    for script in ["08-expired-always", "21-clock"] {
      let scenario = try await Scenario()
      let ending = try await scenario.upload(script)
      #expect(try ending.failure.hubCode == .objectRefused)
      #expect(try ending.failure.status == .remoteUnavailable)
      #expect(try ending.failure.underlying.remedy.contains("Check this machine's clock"))
      #expect(try await scenario.expectOldOrNew(after: ending) == .old)
    }
  }

  @Test("13: a token without the right to write is told before anything is sent")
  func noRight() async throws {
    let scenario = try await Scenario()
    let ending = try await scenario.upload("13-no-right")
    #expect(try ending.failure.hubCode == .forbidden)
    #expect(try ending.failure.status == .notAuthorized)
    #expect(try ending.failure.remoteState == .untouched)
    #expect(try await scenario.expectOldOrNew(after: ending) == .old)
  }

  @Test("23: a gateway's page with 502 is asked again")
  func gateway() async throws {
    let scenario = try await Scenario()
    let pauses = Pauses()
    let ending = try await scenario.upload("23-page-502", pauses: pauses)
    _ = try ending.commit
    #expect(pauses.all.count == 2)
    #expect(try await scenario.expectOldOrNew(after: ending) == .new)
  }

  @Test("23: a login page with 200 is one sentence with its title, and not asked again")
  func loginPage() async throws {
    let scenario = try await Scenario()
    let pauses = Pauses()
    let ending = try await scenario.upload("23-login-page", pauses: pauses)
    #expect(try ending.failure.hubCode == .notTheHub)
    #expect(try ending.failure.status == .remoteUnavailable)
    #expect(try ending.failure.remoteState == .untouched)
    #expect(
      try ending.failure.underlying.reason
        == "the server answered with an HTML page titled ‹Sign in› (status 200), not JSON: a proxy or login page?"
    )
    #expect(pauses.all.isEmpty)
    #expect(try await scenario.expectOldOrNew(after: ending) == .old)
  }

  @Test(
    "23: an answer that ends early is no plan",
    arguments: ["23-truncated-plan", "23-truncated-tree", "23-truncated-batch"]
  )
  func truncated(script: String) async throws {
    let scenario = try await Scenario()
    let ending = try await scenario.upload(script)
    #expect(try ending.failure.hubCode == .malformedAnswer)
    #expect(try ending.failure.status == .remoteUnavailable)
    #expect(try ending.failure.remoteState == .untouched)
    #expect(try await scenario.expectOldOrNew(after: ending) == .old)
  }

  @Test("26: a part that breaks off is sent again")
  func cutPart() async throws {
    let scenario = try await Scenario {
      $0.multipartThreshold = 1 << 20
      $0.multipartPartSize = 300_000
    }
    let ending = try await scenario.upload("26-cut-part")
    _ = try ending.commit
    #expect(try await scenario.expectOldOrNew(after: ending) == .new)
  }

  @Test("26: storage that is always lost is given up; nothing is committed")
  func cutStorage() async throws {
    let scenario = try await Scenario()
    let pauses = Pauses()
    let ending = try await scenario.upload("26-cut-storage", pauses: pauses)
    #expect(try ending.failure.status == .remoteUnavailable)
    #expect(pauses.all.count == 4)
    #expect(try await scenario.expectOldOrNew(after: ending) == .old)
  }

  @Test("26: storage that stops reading is given up and asked again", .timeLimit(.minutes(5)))
  func stalledStorage() async throws {
    let scenario = try await Scenario()
    let ending = try await scenario.upload("26-stalled-storage", stall: .seconds(4))
    _ = try ending.commit
    #expect(try await scenario.expectOldOrNew(after: ending) == .new)
  }

  @Test("26: a download for verification that breaks off is asked for again")
  func cutDownload() async throws {
    let scenario = try await Scenario()
    let ending = try await scenario.upload("26-cut-download")
    _ = try ending.commit
    #expect(try await scenario.expectOldOrNew(after: ending) == .new)
  }
}
