import Findings
import HubAPI
import TestKit
import Testing
@testable import Publishing

@Suite struct RepositoryTests {
  @Test("a repository that is not there is an error that says how to create it")
  func missing() async throws {
    let remote = try await Remote(isEmpty: true)
    let failure = try await remote.failure()
    #expect(failure.code == .repositoryMissing)
    #expect(failure.status == .remoteMoved)
    #expect(failure.remoteState == .untouched)
    #expect(failure.underlying.problem == "cannot upload to acme/tiny")
    #expect(failure.underlying.reason == "it does not exist, or this token cannot see it")
    #expect(failure.underlying.remedy == "Check the name; to create it (private), add --create.")
  }

  @Test("a repository is created as asked, private or public")
  func created() async throws {
    for isPrivate in [true, false] {
      let remote = try await Remote(isEmpty: true)
      let seen = Box<Bool?>(nil)
      try await remote.upload(creation: isPrivate ? .asPrivate : .asPublic) {
        if case .created(_, let isPrivate) = $0 { seen.change { $0 = isPrivate } }
      }
      #expect(seen.value == isPrivate)
      #expect(try await remote.client().repositoryInfo(remote.id).private == isPrivate)
    }
  }

  @Test("a name in another case reaches the same repository and makes no second one")
  func otherCase() async throws {
    let remote = try await Remote()
    let other = try #require(RepositoryID("Acme/TINY"))
    guard case .published = try await remote.upload(to: other, creation: .asPrivate) else {
      throw FixtureError(text: "not published")
    }
    #expect(remote.count("POST", "/repos/create") == 1)
    #expect(try await remote.files()["README.md"] != nil)
  }

  @Test("a token that may only read is refused before anything is sent")
  func readOnly() async throws {
    let remote = try await Remote()
    let failure = try await remote.failure(token: Remote.reader)
    #expect(failure.hubCode == .forbidden)
    #expect(failure.status == .notAuthorized)
    #expect(failure.remoteState == .untouched)
    #expect(remote.count("PUT") == 0)
    #expect(!failure.underlying.description.contains("hf_"))
  }

  @Test("a refused and a missing token end with the status for tokens")
  func tokens() async throws {
    let remote = try await Remote()
    let wrong = try await remote.failure(token: "hf_nobody")
    #expect(wrong.hubCode == .unauthorized)
    #expect(wrong.status == .notAuthorized)
    #expect(wrong.remoteState == .untouched)
    let none = try await remote.failure(token: nil)
    #expect(none.hubCode == .noToken)
    #expect(none.remoteState == .untouched)
  }

  @Test("a failure right after creation says that the repository is there and empty")
  func createdOnly() async throws {
    let remote = try await Remote(isEmpty: true)
    let proxy = try remote.proxy { request, _ in
      request.path.contains("/preupload/") ? .text("no", status: 500) : nil
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url, creation: .asPrivate)
    #expect(failure.hubCode == .serverFault)
    #expect(failure.remoteState == .created)
    #expect(failure.remoteState.sentence == "the repository was created and is empty.")
  }

  @Test("when the answer to the creation is lost, the remote is looked at")
  func lostCreation() async throws {
    let remote = try await Remote(isEmpty: true)
    let proxy = try remote.proxy { request, line in
      guard request.path.hasSuffix("/repos/create") else { return nil }
      _ = line.answer(to: request)
      return .text("gateway", status: 502)
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url, creation: .asPrivate)
    #expect(failure.hubCode == .serverFault)
    #expect(failure.remoteState == .created)
  }

  @Test("when nobody can tell whether the repository was made, the state is unknown")
  func unknownCreation() async throws {
    let remote = try await Remote(isEmpty: true)
    let isCut = Box(false)
    let proxy = try remote.proxy { request, _ in
      if request.path.hasSuffix("/repos/create") { isCut.change { $0 = true } }
      return isCut.value ? .hangUp : nil
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url, creation: .asPrivate)
    #expect(failure.hubCode == .unreachable)
    #expect(failure.remoteState == .unknown)
  }
}
