import Findings
import HubAPI
import TestKit
import Testing
@testable import Publishing

@Suite struct LostAnswerTests {
  private func isCommit(_ request: ScriptedServer.Request) -> Bool { request.path.hasSuffix("/commit/main") }

  @Test("a commit that was made though its answer was lost is found and verified", arguments: [502, nil])
  func made(status: Int?) async throws {
    let remote = try await Remote()
    let proxy = try remote.proxy { request, line in
      guard isCommit(request) else { return nil }
      _ = line.answer(to: request)
      return status.map { .text("gateway", status: $0) } ?? .hangUp
    }
    defer { proxy.stop() }
    let compared = Box(0)
    let outcome = try await remote.upload(at: proxy.url) { if case .compared = $0 { compared.change { $0 += 1 } } }
    guard case .published(let commit, _) = outcome else { throw FixtureError(text: "\(outcome)") }
    let commits = try await remote.commits()
    #expect(commits.count == 2)
    #expect(commits.first == commit)
    #expect(compared.value == 1)
    #expect(proxy.requests.filter(isCommit).count == 1)
  }

  @Test("our commit is found below one that somebody put on top of it")
  func madeAndOvertaken() async throws {
    let remote = try await Remote()
    let proxy = try remote.proxy { request, line in
      guard isCommit(request) else { return nil }
      _ = line.answer(to: request)
      line.commit("README.md", "theirs", to: "acme/tiny", token: Remote.other)
      return .hangUp
    }
    defer { proxy.stop() }
    let outcome = try await remote.upload(at: proxy.url)
    guard case .published(let commit, let url) = outcome else { throw FixtureError(text: "\(outcome)") }
    let commits = try await remote.commits()
    #expect(commits.count == 3)
    #expect(commits[1] == commit)
    #expect(url.hasSuffix("/acme/tiny/commit/\(commit.hex)"))
  }

  @Test("a commit that did not arrive is sent again, and made once")
  func sentAgain() async throws {
    let remote = try await Remote()
    let lost = Box(0)
    let proxy = try remote.proxy { request, _ in
      guard isCommit(request),
        lost.change({ count in
          count += 1; return count < 3
        })
      else { return nil }
      return .hangUp
    }
    defer { proxy.stop() }
    let again = Box(0)
    let outcome = try await remote.upload(at: proxy.url) { if case .sendingAgain = $0 { again.change { $0 += 1 } } }
    guard case .published(let commit, _) = outcome else { throw FixtureError(text: "\(outcome)") }
    #expect(try await remote.commits().first == commit)
    #expect(try await remote.commits().count == 2)
    #expect(again.value == 2)
  }

  @Test("a commit that never arrived leaves the files as they were, and running again is safe")
  func notMade() async throws {
    let remote = try await Remote()
    let before = try await remote.files()
    let proxy = try remote.proxy { request, _ in isCommit(request) ? .hangUp : nil }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url)
    #expect(failure.code == .notCommitted)
    #expect(failure.status == .remoteUnavailable)
    #expect(failure.remoteState == .objectsStored)
    #expect(failure.remoteState.sentence.hasPrefix("the files are as they were"))
    let head = try #require(try await remote.commits().first)
    #expect(failure.underlying.problem == "the commit to acme/tiny was not made")
    #expect(failure.underlying.reason.hasPrefix("its answer was lost, and \(head.short) is still the newest commit"))
    #expect(failure.underlying.remedy == "Run the command again; that is safe, as nothing is committed twice.")
    #expect(try await remote.files() == before)
    #expect(proxy.requests.filter(isCommit).count == 3)
    guard case .published = try await remote.upload() else { throw FixtureError(text: "not published") }
  }

  @Test("a commit that appears a moment after its answer was lost is found as well")
  func madeLate() async throws {
    let remote = try await Remote()
    let late = Box<ScriptedServer.Request?>(nil)
    let proxy = try remote.proxy { request, line in
      if isCommit(request) {
        late.change { $0 = request }
        return .hangUp
      }
      guard request.path.contains("/commits/"), let commit = late.value else { return nil }
      let answer = line.answer(to: request)
      _ = line.answer(to: commit)
      return .raw(answer)
    }
    defer { proxy.stop() }
    guard case .published(let commit, _) = try await remote.upload(at: proxy.url) else {
      throw FixtureError(text: "not published")
    }
    #expect(try await remote.commits().first == commit)
  }

  @Test("a lost commit after which somebody else's is there was not made, and says whose is")
  func overtaken() async throws {
    let remote = try await Remote()
    let proxy = try remote.proxy { request, line in
      guard isCommit(request) else { return nil }
      line.commit("theirs.txt", "theirs", to: "acme/tiny", token: Remote.other)
      return .hangUp
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url)
    let head = try #require(try await remote.commits().first)
    #expect(failure.code == .overtaken)
    #expect(failure.status == .remoteMoved)
    #expect(failure.remoteState == .objectsStored)
    #expect(failure.underlying.reason.contains("somebody else's commit \(head.short)"))
    #expect(failure.underlying.remedy == "Look at what it changed, then run the command again.")
    #expect(try await remote.files().keys.sorted() == [".gitattributes", "theirs.txt"])
  }

  @Test("when looking fails as well, the outcome is unknown")
  func unknown() async throws {
    let remote = try await Remote()
    let isCut = Box(false)
    let proxy = try remote.proxy { request, line in
      if isCommit(request) {
        _ = line.answer(to: request)
        isCut.change { $0 = true }
      }
      return isCut.value ? .hangUp : nil
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url)
    #expect(failure.hubCode == .outcomeUnknown)
    #expect(failure.status == .outcomeUnknown)
    #expect(failure.remoteState == .unknown)
    #expect(failure.remoteState.sentence == "not known; look at the repository before another try.")
  }
}
