import Findings
import HubAPI
import TestKit
import Testing

@testable import Publishing

/// Somebody else commits between our plan and our commit.
@Suite struct RacingTests {
  private func race(
    _ remote: Remote,
    times: Int = 1,
    _ path: String
  ) throws -> FaultProxy {
    let count = Box(0)
    return try remote.proxy { request, line in
      guard request.path.hasSuffix("/commit/main"),
        count.change({
          $0 += 1; return $0 <= times
        })
      else { return nil }
      line.commit(path, "theirs \(count.value)", to: "acme/tiny", token: Remote.other)
      return nil
    }
  }

  @Test("a commit that touched none of our files is built upon")
  func elsewhere() async throws {
    let remote = try await Remote()
    let proxy = try race(remote, times: 2, "notes/theirs.md")
    defer { proxy.stop() }
    let replanned = Box(0)
    let outcome = try await remote.upload(at: proxy.url) { if case .replanned = $0 { replanned.change { $0 += 1 } } }
    guard case .published(let commit, _) = outcome else { throw FixtureError(text: "\(outcome)") }
    #expect(replanned.value == 2)
    #expect(try await remote.commits().first == commit)
    #expect(try await remote.files()["notes/theirs.md"] != nil)
    #expect(try await remote.files()["README.md"] != nil)
  }

  @Test("one that touched a file of ours is a conflict that names it and the commit")
  func onOurs() async throws {
    let remote = try await Remote()
    let proxy = try race(remote, "NOTICE.md")
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url)
    #expect(failure.code == .conflict)
    #expect(failure.status == .remoteMoved)
    let head = try #require(try await remote.commits().first)
    #expect(failure.underlying.reason.hasPrefix("commit \(head.short) (“"))
    #expect(failure.underlying.reason.hasSuffix("”) changed NOTICE.md since the plan was made"))
    #expect(try await remote.commits().count == 2)
  }

  @Test("a file that came meanwhile is not deleted unseen")
  func pruning() async throws {
    let remote = try await Remote()
    let proxy = try race(remote, "notes/new.md")
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url, options: UploadOptions(prunes: true))
    #expect(failure.code == .conflict)
    #expect(try await remote.files()["notes/new.md"] != nil)
  }

  @Test("a remote that never rests ends the upload")
  func restless() async throws {
    let remote = try await Remote()
    let proxy = try race(remote, times: 10, "notes/theirs.md")
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url)
    #expect(failure.hubCode == .parentMoved)
    #expect(try await remote.files()["README.md"] == nil)
  }
}
