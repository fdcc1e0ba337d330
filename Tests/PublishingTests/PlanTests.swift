import Files
import Findings
import HubAPI
import LocalHub
import TestKit
import Testing

@testable import Publishing

/// What a plan says, who may ask for one, and what holds an upload to it.
@Suite struct PlanTests {
  private func planner(_ remote: Remote, token: String? = Remote.writer, prunes: Bool = false) throws -> Planner {
    Planner(hub: try remote.client(token: token), repository: remote.id, options: UploadOptions(prunes: prunes))
  }

  @Test("a preview by somebody who may only read compares the listing, and says that it guesses")
  func reader() async throws {
    let remote = try await Remote()
    try await remote.commitBySomebodyElse(["LICENSE": "another", "old.md": "x"])
    let commits = try await remote.commits()
    let plan = try await planner(remote, token: Remote.reader).preview(Sample.prepared().shipment)
    let exact = try await planner(remote).plan(Sample.prepared().shipment)
    #expect(plan.entries.map(\.action) == exact.entries.map(\.action))
    #expect(plan.entries.map(\.mode) == exact.entries.map(\.mode))
    #expect(plan.remoteOnly == exact.remoteOnly)
    #expect(plan.head == exact.head)
    #expect(plan.caveats.count == 1)
    #expect(exact.caveats == [])
    #expect(try await remote.commits() == commits)
    #expect(remote.count("PUT") == 0)
  }

  @Test("a preview of a repository that is not there, or of a hub that is not, counts every file as new")
  func unseen() async throws {
    let remote = try await Remote(isEmpty: true)
    let plan = try await planner(remote).preview(Sample.prepared().shipment)
    #expect(plan.head == nil)
    #expect(plan.entries.allSatisfy { $0.action == .add })
    #expect(plan.caveats.first?.hasPrefix("acme/tiny was not compared: ") == true)
    let closed = try ClosedPort()
    let hub = try remote.client(at: "http://127.0.0.1:\(closed.port)")
    let blind = try await Planner(hub: hub, repository: remote.id, options: UploadOptions())
      .preview(Sample.prepared().shipment)
    #expect(blind.caveats.first?.contains("Connection refused") == true)
  }

  @Test("what is only on the remote goes when asked, but for .gitattributes, in the same commit")
  func prune() async throws {
    let remote = try await Remote()
    try await remote.commitBySomebodyElse(["notes/old.md": "x"])
    let before = try await remote.commits().count
    #expect(try await planner(remote).plan(Sample.prepared().shipment).removals == [])
    try await remote.upload(options: UploadOptions(prunes: true, message: "Anew"))
    let files = try await remote.files()
    #expect(files["notes/old.md"] == nil)
    #expect(files[".gitattributes"] != nil)
    #expect(try await remote.commits().count == before + 1)
    #expect(try await remote.client().commits(remote.id, revision: .main).first?.title == "Anew")
    // Nothing else to send: a commit of deletions alone.
    try await remote.commitBySomebodyElse(["late.md": "x"])
    try await remote.upload(options: UploadOptions(prunes: true))
    #expect(try await remote.client().commits(remote.id, revision: .main).first?.title == "Delete 1 file with hfpub")
    #expect(try await remote.files()["late.md"] == nil)
  }

  @Test(
    "a name that differs from one on the remote in case or in how accents are written only is an error with both",
    arguments: [
      ("Readme.MD", "README.md", "Readme.MD", "case"),
      ("notes/e\u{301}.md", "notes/\u{E9}.md", "notes/e\\u{0301}.md", "how accents are written"),
      ("notes/E\u{301}.md", "notes/\u{E9}.md", "notes/E\\u{0301}.md", "case and in how accents are written"),
    ]
  )
  func twins(theirs: String, ours: String, shown: String, difference: String) async throws {
    let remote = try await Remote()
    try await remote.commitBySomebodyElse([theirs: "x"])
    var shipment = try Sample.prepared().shipment
    if !shipment.files.contains(where: { $0.path.text == ours }) {
      shipment.files[0].path = try #require(RepositoryPath(ours))
    }
    for token in [Remote.writer, Remote.reader] {
      let error = await #expect(throws: PublishingError.self) {
        try await planner(remote, token: token).preview(shipment)
      }
      #expect(error?.code == .twins)
      #expect(error?.exitStatus == .checkFailed)
      #expect(error?.problem == "cannot ship \(difference == "case" ? ours : "notes/\\u{00E9}.md")")
      #expect(
        error?.reason == "acme/tiny holds \(shown), which differs from it only in \(difference); on some systems both "
          + "are one file"
      )
      #expect(
        error?.remedy
          == "Rename the file here, or delete the other one there: --prune deletes what is only on the remote."
      )
    }
    // One that goes is no twin.
    let plan = try await planner(remote, prunes: true).plan(shipment)
    #expect(plan.removals.map { Array($0.path.utf8) } == [Array(theirs.utf8)])
    // The embedded hub itself takes all ways to write an accent for one name.
    guard difference != "how accents are written" else { return }
    #expect(plan.entries.first { $0.file.path.text.isSamePath(ours) }?.action == .add)
  }

  @Test("a twin that is pruned gives way to ours in the same commit")
  func prunedTwin() async throws {
    let remote = try await Remote()
    try await remote.commitBySomebodyElse(["Readme.MD": "x"])
    #expect(try await remote.failure().code == .twins)
    try await remote.upload(options: UploadOptions(prunes: true))
    let files = try await remote.files()
    #expect(files["README.md"] != nil)
    #expect(files["Readme.MD"] == nil)
  }

  @Test("a plan that was kept is carried out; the same plan is the same file")
  func kept() async throws {
    let remote = try await Remote()
    let shipment = try Sample.prepared().shipment
    let json = try PlanFile(try await planner(remote).plan(shipment), endpoint: remote.server.url).json()
    #expect(json == (try PlanFile(try await planner(remote).plan(shipment), endpoint: remote.server.url).json()))
    let folder = try TemporaryFolder()
    try LocalFiles.writeAtomically(Array(json.utf8), to: "\(folder.path)/plan.json")
    let outcome = try await remote.upload(approved: PlanFile(file: "\(folder.path)/plan.json"))
    guard case .published = outcome else { throw FixtureError(text: "\(outcome)") }
  }

  @Test("a plan is refused when a byte here or the head there moved, or it is another's; nothing is sent")
  func moved() async throws {
    let remote = try await Remote()
    let kept = PlanFile(try await planner(remote).plan(Sample.prepared().shipment), endpoint: remote.server.url)
    func refusal(_ plan: PlanFile) async throws -> String {
      let failure = try await remote.failure(approved: plan)
      #expect(failure.code == .planChanged)
      #expect(failure.status == .remoteMoved)
      #expect(failure.remoteState == .untouched)
      return failure.underlying.reason
    }
    var other = kept
    other.files[0].sha256 = String(repeating: "0", count: 64)
    #expect(try await refusal(other) == "\(kept.files[0].path) changed here since")
    other = kept
    other.repository = "acme/other"
    #expect(try await refusal(other).hasPrefix("it is for acme/other at main on "))
    try await remote.commitBySomebodyElse(["x.md": "x"])
    let head = try await remote.commits()[0].short
    #expect(try await refusal(kept) == "the remote's head moved from \(kept.head?.prefix(7) ?? "") to \(head)")
    #expect(remote.count("PUT") == 0)
  }

  @Test("a file that is no plan is refused", arguments: ["", "{}", "[", "{\"schema\": \"x\"}"])
  func broken(_ text: String) throws {
    let folder = try TemporaryFolder()
    try LocalFiles.writeAtomically(Array(text.utf8), to: "\(folder.path)/p")
    let error = #expect(throws: PublishingError.self) { try PlanFile(file: "\(folder.path)/p") }
    #expect(error?.code == .noPlan)
    #expect(error?.exitStatus == .localInput)
  }
}
