import Findings
import HubAPI
import LocalHub
import TestKit
import Testing

@testable import Publishing

/// Uploads to branches and pull requests, and tags.
@Suite struct ReferenceTests {
  private func options(_ change: (inout UploadOptions) -> Void) -> UploadOptions {
    var options = UploadOptions()
    change(&options)
    return options
  }

  private func revision(_ name: String) throws -> Revision { try #require(Revision(name)) }

  @Test("a branch that is not there is only made when asked; the default one stays as it was")
  func branch() async throws {
    let remote = try await Remote()
    let dev = try revision("dev/x")
    let before = try await remote.files()
    let failure = try await remote.failure(options: options { $0.revision = dev })
    #expect(failure.hubCode == .revisionNotFound)
    let made = Box<Revision?>(nil)
    let outcome = try await remote.upload(creation: .asPrivate, options: options { $0.revision = dev }) {
      if case .createdBranch(let name) = $0 { made.change { $0 = name } }
    }
    guard case .published(let commit, _) = outcome else { throw FixtureError(text: "\(outcome)") }
    #expect(made.value == dev)
    #expect(try await remote.client().references(remote.id).branches.first { $0.name == "dev/x" }?.commit == commit)
    #expect(try await remote.files() == before)
    // A second time the branch is there.
    guard case .alreadyUpToDate = try await remote.upload(creation: .asPrivate, options: options { $0.revision = dev })
    else { throw FixtureError(text: "published twice") }
  }

  @Test("a tag is given once, to the verified commit; it does not move")
  func tag() async throws {
    let remote = try await Remote()
    let tagged = options { $0.tag = Revision("v1.0") }
    let outcome = try await remote.upload(options: tagged)
    guard case .published(let commit, _) = outcome else { throw FixtureError(text: "\(outcome)") }
    #expect(try await remote.client().references(remote.id).tags == [HubReference(name: "v1.0", commit: commit)])
    let events = Box<[Bool]>([])
    try await remote.upload(options: tagged) { event in
      if case .tagged(_, let isNew) = event { events.change { $0.append(isNew) } }
    }
    #expect(events.value == [false])
    try await remote.commitBySomebodyElse(["NOTICE.md": "theirs"])
    let head = try await remote.commits().first
    let failure = try await remote.failure(options: tagged)
    #expect(failure.code == .tagTaken)
    #expect(
      failure.underlying.reason == "it stands at commit \(commit.short) already, and a published tag does not move"
    )
    #expect(failure.remoteState == .untouched)
    #expect(try await remote.commits().first == head)
  }

  @Test("a pull request holds the files and is shown when they are verified; main stays as it was")
  func pullRequest() async throws {
    let remote = try await Remote()
    let before = try await remote.files()
    let outcome = try await remote.upload(options: options { $0.opensPullRequest = true })
    guard case .published(let commit, let url) = outcome else { throw FixtureError(text: "\(outcome)") }
    #expect(url == "\(remote.server.url)/acme/tiny/discussions/1")
    #expect(try await remote.files() == before)
    let client = try remote.client()
    #expect(try await client.commits(remote.id, revision: revision("refs/pr/1")).first?.id == commit)
    let files = try await client.tree(remote.id, revision: revision("refs/pr/1"))
    #expect(files.contains { $0.path == "model.safetensors" })
  }

  @Test("nothing to send opens no pull request")
  func nothing() async throws {
    let remote = try await Remote()
    try await remote.upload()
    let outcome = try await remote.upload(options: options { $0.opensPullRequest = true })
    guard case .alreadyUpToDate = outcome else { throw FixtureError(text: "\(outcome)") }
    #expect(remote.count("POST", "/discussions") == 0)
  }

  @Test("a draft that could not be filled is said")
  func draft() async throws {
    let remote = try await Remote()
    let proxy = try remote.proxy { request, _ in
      request.path.hasSuffix("/objects/batch") ? .text("no", status: 403) : nil
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url, options: options { $0.opensPullRequest = true })
    #expect(failure.remoteState == .draftOpened(1))
    #expect(failure.remoteState.sentence == "the draft pull request 1 is open; the branch is as it was.")
  }
}
