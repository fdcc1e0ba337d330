import Files
import Findings
import HubAPI
import LocalHub
import TestKit
import Testing
@testable import Publishing

@Suite("Answers from the cache alone")
struct OfflineTests {
  @Test("what was downloaded is found without a request, by branch and by commit")
  func hit() async throws {
    let downloads = try await Downloads()
    let folder = try await downloads.job().run()
    let commit = try #require(CommitID(LocalFiles.name(of: folder)))
    await downloads.remote.server.stop()
    #expect(try await downloads.offline().run() == folder)
    #expect(try await downloads.offline(revision: Revision(commit)).run() == folder)
  }

  @Test("each way to lack something is said with what the cache does know")
  func miss() async throws {
    let downloads = try await Downloads()
    let nothing = try await downloads.offline().failure(PublishingError.self)
    #expect(nothing.code == .notCached)
    #expect(nothing.exitStatus == .remoteUnavailable)
    #expect(nothing.problem == "cannot take acme/tiny at main from the cache")
    #expect(nothing.reason == "HF_HUB_OFFLINE is set, and the cache \(downloads.cache.root) has nothing of it")
    #expect(nothing.remedy == "Unset HF_HUB_OFFLINE and run the command again to download it.")

    let folder = try await downloads.job(filter: PathFilter(include: ["*.json", "README.md"])).run()
    let other = try #require(Revision("v1"))
    let revision = try await downloads.offline(revision: other).failure(PublishingError.self)
    #expect(
      revision.reason
        == "HF_HUB_OFFLINE is set, and the cache does not know which commit that is; it knows main"
    )
    let unknown = try #require(CommitID(String(repeating: "7", count: 40)))
    let commit = try await downloads.offline(revision: Revision(unknown)).failure(PublishingError.self)
    #expect(commit.reason == "HF_HUB_OFFLINE is set, and the cache does not hold the commit 7777777")

    // Part of a commit is an answer to a question for that part only.
    #expect(try await downloads.offline(filter: PathFilter(include: ["README.md"])).run() == folder)
    let part = try await downloads.offline(filter: PathFilter(include: ["*.safetensors"])).failure(PublishingError.self)
    #expect(part.reason.contains("the cache lacks model.safetensors of the commit "))
  }

  @Test("a snapshot whose listing nobody kept is taken as it is, with a warning")
  func unlisted() async throws {
    let downloads = try await Downloads()
    let folder = try await downloads.job().run()
    try LocalFiles.remove("\(downloads.cached.folder)/trees")
    let warned = Box(0)
    let job = downloads.offline { event in if case .unlisted(let files) = event { warned.change { $0 = files } } }
    #expect(try await job.run() == folder)
    #expect(warned.value == (try await downloads.remote.files().count))
  }

  @Test("a listing that was tampered with is not used")
  func tampered() async throws {
    let downloads = try await Downloads()
    let folder = try await downloads.job().run()
    let listing = "\(downloads.cached.folder)/trees/\(LocalFiles.name(of: folder)).json"
    for text in [
      #"{"format_version":1,"files":{"../../evil":{"size":1,"blob_id":"186f288b8c2224e3d8fb66d69af94f4855306a5c"}}}"#,
      #"{"format_version":1,"files":{"a":{"size":1,"blob_id":"../../evil"}}}"#,
      #"{"format_version":2,"files":{}}"#,
      "{", "",
    ] {
      try LocalFiles.writeAtomically(Array(text.utf8), to: listing)
      #expect(try await downloads.job().run() == folder)
      try await downloads.expectWhole(folder)
    }
  }
}
