import Findings
import HubAPI
import TestKit
import Testing

@testable import Publishing

/// The line at the end of a description by which an upload knows its commit again.
@Suite struct UploadMarkTests {
  private func plan(_ remote: Remote, prunes: Bool = false) async throws -> UploadPlan {
    try await Planner(hub: remote.client(), repository: remote.id, options: UploadOptions(prunes: prunes))
      .plan(Sample.prepared().shipment)
  }

  @Test("the same plan has the same id; another parent, another operation and another branch have others")
  func identity() async throws {
    let remote = try await Remote()
    try await remote.commitBySomebodyElse(["notes/old.md": "x"])
    let plan = try await plan(remote)
    let id = UploadMark.id(of: plan)
    #expect(id.count == 32)
    #expect(UploadMark.id(of: try await self.plan(remote)) == id)
    #expect(UploadMark.id(of: try await self.plan(remote, prunes: true)) != id)
    var other = plan
    other.head = try await remote.commits().last
    #expect(UploadMark.id(of: other) != id)
    other = plan
    other.revision = try #require(Revision("other"))
    #expect(UploadMark.id(of: other) != id)
    other = plan
    other.entries.removeLast()
    #expect(UploadMark.id(of: other) != id)
  }

  @Test("a commit's description ends with the id, after what the publisher says")
  func description() async throws {
    let remote = try await Remote()
    let id = UploadMark.id(of: try await plan(remote))
    try await remote.upload(options: UploadOptions(description: "Better rows.\n"))
    let commit = try #require(try await remote.client().commits(remote.id, revision: .main).first)
    #expect(commit.message == "Better rows.\n\nhfpub-upload: \(id)")
    #expect(UploadMark.id(in: commit) == id)
    #expect(UploadMark.description(" ", of: try await plan(remote)).hasPrefix("hfpub-upload: "))
  }

  @Test(
    "only a whole id is one, and the last of several counts",
    arguments: [
      ("hfpub-upload: 0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef"),
      ("x\r\nhfpub-upload: 0123456789abcdef0123456789abcdef \r\n", "0123456789abcdef0123456789abcdef"),
      (
        "hfpub-upload: 00000000000000000000000000000000\nhfpub-upload: 0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdef"
      ),
      ("hfpub-upload: 0123", nil), ("hfpub-upload: 0123456789abcdef0123456789abcdeg", nil), ("", nil),
      (" hfpub-upload: 0123456789abcdef0123456789abcdef", nil),
    ]
  )
  func reading(message: String, id: String?) throws {
    let commit = PastCommit(
      id: try #require(CommitID(String(repeating: "0", count: 40))),
      title: "",
      message: message
    )
    #expect(UploadMark.id(in: commit) == id)
  }

  @Test("our commit is found by its id when so many came after it that its parent is not listed any more")
  func farBelow() async throws {
    let remote = try await Remote()
    let proxy = try remote.proxy { request, line in
      guard request.path.hasSuffix("/commit/main") else { return nil }
      _ = line.answer(to: request)
      for number in 0..<49 { line.commit("notes/\(number).md", "theirs", to: "acme/tiny", token: Remote.other) }
      return .hangUp
    }
    defer { proxy.stop() }
    let outcome = try await remote.upload(at: proxy.url)
    guard case .published(let commit, _) = outcome else { throw FixtureError(text: "\(outcome)") }
    #expect(try await remote.client().commits(remote.id, revision: .main).map(\.id).last == commit)
    #expect(try await remote.client().history(remote.id, revision: .main).count == 51)
  }

  @Test("a commit with somebody else's id is not ours, though it leads to the same files; without ids the files decide")
  func anothers() async throws {
    let remote = try await Remote()
    let plan = try await plan(remote)
    var other = plan
    other.head = nil
    try await remote.upload(at: nil)
    let search = LostCommit(hub: try remote.client(), plan: plan)
    guard case .made(let commit) = await search.search() else { throw FixtureError(text: "not found") }
    #expect(try await remote.commits().first == commit)
    var foreign = search
    foreign.uploadID = UploadMark.id(of: other)
    guard case .overtaken(let theirs) = await foreign.search() else { throw FixtureError(text: "taken for ours") }
    #expect(theirs.id == commit)
    foreign.uploadID = nil
    guard case .made = await foreign.search() else { throw FixtureError(text: "not found by its files") }
  }
}
