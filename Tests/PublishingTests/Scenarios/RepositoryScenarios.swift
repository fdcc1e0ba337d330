import Files
import Findings
import HTTP
import HubAPI
import LocalHub
import TestKit
import Testing

@testable import Publishing

/// The scenarios about a repository that somebody moves, deletes or changes.
@Suite("Scenarios of the repository") struct RepositoryScenarios {
  /// A call that the tool has none for.
  private func call(_ remote: Remote, _ method: HTTPRequest.Method, _ path: String, _ json: String) async throws {
    var request = HTTPRequest(
      method,
      try WebURL(remote.server.url + path),
      headers: ["Content-Type": "application/json"],
      body: .bytes(Array(json.utf8))
    )
    request.bearerToken = Secret(Remote.writer)
    let response = try await remote.client().http.send(request)
    #expect(response.isSuccess, "\(response.status)")
  }

  @Test("14: a repository that was renamed is not written to by its former name, and the new one is said")
  func renamed() async throws {
    let scenario = try await Scenario()
    let remote = try await scenario.hub()
    try await call(remote, .post, "/api/repos/move", #"{"fromRepo": "acme/tiny", "toRepo": "acme/renamed"}"#)
    await remote.server.stop()
    let ending = try await scenario.upload(nil)
    #expect(try ending.failure.status == .remoteMoved)
    #expect(try ending.failure.remoteState == .untouched)
    #expect(try ending.failure.underlying.description.contains("acme/renamed"))
    let back = try await scenario.hub()
    try await call(back, .post, "/api/repos/move", #"{"fromRepo": "acme/renamed", "toRepo": "acme/tiny"}"#)
    await back.server.stop()
    #expect(try await scenario.expectOldOrNew(after: ending) == .old)
  }

  @Test("15: what others deleted since is in the plan, and not put back unasked; no other file of theirs is touched")
  func drift() async throws {
    let scenario = try await Scenario()
    _ = try await scenario.upload(nil).commit
    let remote = try await scenario.hub()
    _ = try await remote.client(token: Remote.other).commit(
      remote.id,
      revision: .main,
      message: CommitMessage(summary: "Somebody else"),
      operations: [
        .delete(try #require(RepositoryPath("LICENSE"))), .delete(try #require(RepositoryPath("notes/old.md"))),
      ]
    )
    let theirs = try await remote.files()
    await remote.server.stop()
    let drifted = Box<[String]>([])
    let ending = try await scenario.upload(nil) { event in
      guard case .planned(let plan) = event else { return }
      drifted.change { $0 = plan.drift?.paths ?? [] }
    }
    #expect(drifted.value == ["LICENSE"])
    #expect(try ending.failure.code == .drift)
    #expect(try ending.failure.status == .remoteMoved)
    let refused = try await scenario.hub()
    #expect(try await refused.files() == theirs)
    await refused.server.stop()
    var options = UploadOptions()
    options.overwrites = true
    _ = try await scenario.upload(nil, options: options).commit
    let after = try await scenario.hub()
    #expect(try await after.files() == scenario.new.filter { $0.key != "notes/old.md" })
    await after.server.stop()
  }

  @Test("24: objects are sent again to a repository that was deleted and made again meanwhile")
  func madeAgain() async throws {
    let scenario = try await Scenario()
    let ending = try await scenario.upload("22-revoked-before-commit")
    #expect(try ending.failure.remoteState == .objectsStored)
    let remote = try await scenario.hub()
    try await call(remote, .delete, "/api/repos/delete", #"{"organization": "acme", "name": "tiny", "type": "model"}"#)
    #expect(try await remote.client().createRepository(remote.id, isPrivate: false).wasCreated)
    await remote.server.stop()
    _ = try await scenario.upload(nil).commit
    let after = try await scenario.hub()
    let files = try await after.files()
    #expect(files == scenario.new.filter { $0.key != "notes/old.md" })
    await after.server.stop()
  }
}
