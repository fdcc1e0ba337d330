import Files
import Findings
import HubAPI
import LocalHub
import TestKit
import Testing

@testable import Publishing

/// What others did to files of ours between two uploads.
@Suite struct DriftTests {
  private let sample: SampleCopy

  init() throws { sample = try SampleCopy() }

  private func commit(_ remote: Remote, _ title: String, _ operations: [CommitOperation]) async throws {
    _ = try await remote.client(token: Remote.other).commit(
      remote.id,
      revision: .main,
      message: CommitMessage(summary: title),
      operations: operations
    )
  }

  private func path(_ text: String) throws -> RepositoryPath { try #require(RepositoryPath(text)) }

  /// The sample with another file, so that there is something to upload.
  private func changed(_ text: String = "Changed\n") throws -> PreparedPublication {
    try LocalFiles.writeAtomically(Array(text.utf8), to: "\(sample.folder)/NOTICE.md")
    return try Sample.prepared(sample)
  }

  private var overwriting: UploadOptions {
    var options = UploadOptions()
    options.overwrites = true
    return options
  }

  @Test("what others changed, deleted or added since the last upload is not put back unasked, and told with both sides")
  func refused() async throws {
    let remote = try await Remote()
    try await remote.upload()
    let before = try #require(try await remote.commits().first)
    try await commit(remote, "Mend the card", [.add(path("README.md"), content: Array("# Mended\n".utf8))])
    try await commit(remote, "No licence", [.delete(path("LICENSE"))])
    let theirs = try await remote.files()
    let failure = try await remote.failure()
    #expect(failure.remoteState == .untouched)
    let error = try #require(failure.underlying as? PublishingError)
    #expect(error.code == .drift)
    #expect(error.exitStatus == .remoteMoved)
    #expect(error.problem == "cannot commit to acme/tiny")
    #expect(
      error.reason
        == "others were there since the last upload (\(before.short)): LICENSE was deleted, README.md was changed"
    )
    #expect(error.remedy == "Take over what should stay, or add --overwrite to have these files as they are here.")
    let paths = try #require(failure.conflict).paths
    #expect(paths.map(\.path) == ["LICENSE", "README.md"])
    #expect(paths.map(\.ours.action) == [.add, .change])
    #expect(paths.map(\.theirs.action) == [.delete, .change])
    #expect(paths.map { $0.commit?.title } == ["No licence", "Mend the card"])
    #expect(paths[1].difference.first == "--- README.md at \(before.short)")
    #expect(try await remote.files() == theirs)
  }

  @Test("with leave everything is as it is here, and the next upload meets no drift")
  func overwritten() async throws {
    let remote = try await Remote()
    try await remote.upload()
    let ours = try await remote.files()
    try await commit(remote, "No licence", [.delete(path("LICENSE"))])
    try await remote.upload(options: overwriting)
    #expect(try await remote.files() == ours)
    try await remote.upload(changed())
  }

  @Test("a file that others added, and we have with other bytes, is drift; one that is none of ours is not")
  func added() async throws {
    let remote = try await Remote()
    try await remote.upload()
    try await commit(remote, "Notes", [.add(path("notes/theirs.md"), content: Array("x".utf8))])
    try await remote.upload(changed())
    let planner = Planner(hub: try remote.client(), repository: remote.id, options: UploadOptions())
    try await commit(remote, "Theirs", [.delete(path("notes/theirs.md")), .delete(path("LICENSE"))])
    let plan = try await planner.plan(Sample.prepared().shipment)
    // Its own last upload changed the notice, which is no drift.
    #expect(plan.changes.contains { $0.file.path.text == "NOTICE.md" })
    #expect(plan.drift?.paths == ["LICENSE"])
    #expect(plan.drift?.kind(of: "LICENSE") == .deleted)
    #expect(plan.drift?.kind(of: "NOTICE.md") == nil)
  }

  @Test("a plan that was looked at is leave enough, and shows the drift")
  func approved() async throws {
    let remote = try await Remote()
    try await remote.upload()
    try await commit(remote, "No licence", [.delete(path("LICENSE"))])
    let planner = Planner(hub: try remote.client(), repository: remote.id, options: UploadOptions())
    let plan = try await planner.preview(Sample.prepared().shipment)
    #expect(plan.drift?.paths == ["LICENSE"])
    try await remote.upload(approved: PlanFile(plan, endpoint: remote.server.url))
    #expect(try await remote.files()["LICENSE"] != nil)
  }

  @Test("who may only read sees the drift in the plan as well")
  func reader() async throws {
    let remote = try await Remote()
    try await remote.upload()
    try await commit(remote, "No licence", [.delete(path("LICENSE"))])
    let planner = Planner(hub: try remote.client(token: Remote.reader), repository: remote.id, options: UploadOptions())
    #expect(try await planner.preview(Sample.prepared().shipment).drift?.paths == ["LICENSE"])
  }

  @Test("a repository that this tool never uploaded to has no drift")
  func foreign() async throws {
    let remote = try await Remote()
    try await remote.commitBySomebodyElse(["README.md": "# Old\n"])
    try await remote.commitBySomebodyElse(["README.md": "# Older\n"])
    try await remote.upload()
  }

  @Test("a rollback is no drift")
  func rolledBack() async throws {
    let remote = try await Remote()
    try await remote.upload()
    let first = try #require(try await remote.commits().first)
    try await remote.upload(changed())
    let rollback = Rollback(remote.id, revision: .main, on: try remote.client())
    _ = try await rollback.run(rollback.plan(to: first.hex))
    try await remote.upload(changed("Again\n"))
  }

  @Test("an upload by a pull request that was taken in is no drift, somebody else's is", arguments: [true, false])
  func merged(isOurs: Bool) async throws {
    let remote = try await Remote()
    try await remote.upload()
    let client = try remote.client()
    var options = UploadOptions()
    options.opensPullRequest = true
    let number: Int
    if isOurs {
      try await remote.upload(changed(), options: options)
      number = 1
    } else {
      number = try await client.openPullRequest(remote.id, title: "A card", description: "")
      _ = try await client.commit(
        remote.id,
        revision: try #require(Revision("refs/pr/\(number)")),
        message: CommitMessage(summary: "A card"),
        operations: [.add(path("README.md"), content: Array("# Theirs\n".utf8))]
      )
      try await client.publishPullRequest(remote.id, number: number)
    }
    try await client.mergePullRequest(remote.id, number: number)
    guard isOurs else {
      #expect(try await remote.failure().code == .drift)
      return
    }
    try await remote.upload()
  }

  @Test("a history that cannot be read is said in the plan, and no reason to stop")
  func unreadable() async throws {
    let remote = try await Remote()
    try await remote.upload()
    let proxy = try remote.proxy { request, _ in
      request.path.contains("/commits/") ? .json(#"{"error": "Busy"}"#, status: 503) : nil
    }
    let caveats = Box<[String]>([])
    try await remote.upload(changed(), at: proxy.url) { event in
      if case .planned(let plan) = event { caveats.change { $0 = plan.caveats } }
    }
    #expect(caveats.value.count == 1)
    #expect(caveats.value.first?.hasPrefix("it is not known whether others changed these files: ") == true)
  }

  @Test("where the Hub does not list the files of the last upload any more, the plan says that it is not known")
  func gone() async throws {
    let remote = try await Remote()
    try await remote.upload()
    let before = try #require(try await remote.commits().first)
    try await commit(remote, "No licence", [.delete(path("LICENSE"))])
    let proxy = try remote.proxy { request, _ in
      request.path.contains("/tree/\(before.hex)") ? .json("{}", status: 404) : nil
    }
    let caveats = Box<[String]>([])
    try await remote.upload(at: proxy.url) { event in
      if case .planned(let plan) = event { caveats.change { $0 = plan.caveats } }
    }
    #expect(caveats.value.first?.hasPrefix("it is not known whether others changed these files: ") == true)
  }
}
