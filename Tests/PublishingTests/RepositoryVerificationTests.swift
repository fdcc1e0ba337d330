import Files
import Findings
import Foundation
import Glibc
import HubAPI
import LocalHub
import TestKit
import Testing
@testable import Publishing

@Suite struct RepositoryVerificationTests {
  /// A published sample, its receipt, and an empty cache.
  private struct Published {
    let remote: Remote
    let receipt: PublishReceipt
    let cache: HubCache
    let place: TemporaryFolder

    init() async throws {
      remote = try await Remote()
      let recorder = ReceiptRecorder()
      let publication = try Sample.prepared()
      try await remote.upload { recorder.note($0) }
      let written = try recorder.receipt(
        of: publication,
        endpoint: remote.server.url,
        repositoryID: try await remote.client().repositoryInfo(remote.id).internalID,
        version: "0.0.0",
        date: "2026-01-01T00:00:00Z"
      )
      receipt = try #require(written)
      place = try TemporaryFolder()
      cache = HubCache(root: "\(place.path)/cache")
    }

    func verify(
      _ receipt: PublishReceipt?,
      revision: Revision = .main,
      isQuick: Bool = false,
      of repository: RepositoryID? = nil,
      token: String? = nil,
      at url: String? = nil
    ) async throws -> VerificationReport {
      let job = RepositoryVerification(
        repository ?? remote.id,
        revision: revision,
        on: try remote.client(at: url, token: token),
        against: receipt,
        fetchingInto: isQuick ? nil : cache
      )
      return try await job.run()
    }
  }

  private func texts(_ report: VerificationReport, _ outcome: VerificationReport.Check.Outcome) -> [String] {
    report.checks.filter { $0.outcome == outcome }.map { "\($0.name): \($0.text)" }
  }

  private func error<Result>(_ body: () async throws -> Result) async -> (any ExplainedError)? {
    do {
      _ = try await body()
      return nil
    } catch {
      return error as? any ExplainedError
    }
  }

  @Test("what was just published is what its receipt says, and a stranger without a token can see it")
  func holds() async throws {
    let published = try await Published()
    let report = try await published.verify(published.receipt)
    #expect(report.isOK, "\(texts(report, .failed))")
    #expect(report.exitStatus == .success)
    let names = report.checks.filter { $0.outcome == .passed }.map(\.name)
    let all = [
      "commit", "files", "content", "model", "vectors", "receipt vectors", "scores", "hidden_dim", "embedding_dtype",
    ]
    #expect(names == all)
    #expect(texts(report, .note) == ["others: the receipt does not name .gitattributes: not compared"])
    #expect(texts(report, .notChecked).isEmpty)
    #expect(report.model?.dimension == 128)
    #expect(report.receiptCommit == report.commit)
  }

  @Test("without a receipt the model is fetched and tried, and what is not looked at is said")
  func stranger() async throws {
    let published = try await Published()
    let report = try await published.verify(nil)
    #expect(report.isOK)
    #expect(report.checks.filter { $0.outcome == .passed }.map(\.name).prefix(3) == ["content", "model", "vectors"])
    #expect(
      texts(report, .notChecked) == [
        "receipt: there is none, so that only what holds of any model is checked",
        "rest: 10 files that no static model needs: not fetched",
      ]
    )
    #expect(report.receiptCommit == nil)
  }

  @Test("hashes alone take two requests and fetch nothing")
  func quick() async throws {
    let published = try await Published()
    let line = try published.remote.proxy { _, _ in nil }
    defer { line.stop() }
    let report = try await published.verify(published.receipt, isQuick: true, at: line.url)
    #expect(report.isOK)
    #expect(texts(report, .notChecked) == ["content: --quick: nothing was fetched, loaded or run"])
    #expect(report.checks.contains { $0.name == "files" && $0.outcome == .passed })
    #expect(line.requests.map(\.method) == ["GET", "GET"])
    #expect(!LocalFiles.isFolder(published.cache.root))
  }

  @Test("a second look takes the files from the cache and says so")
  func cached() async throws {
    let published = try await Published()
    _ = try await published.verify(nil)
    let report = try await published.verify(nil)
    let content = try #require(report.checks.first { $0.name == "content" })
    #expect(content.text.contains("from the cache, not from the Hub (--no-cache fetches): every hash as listed"))
  }

  @Test("an object that was changed on the hub is found by fetching it", arguments: [true, false])
  func tamperedObject(withReceipt: Bool) async throws {
    let published = try await Published()
    let weights = try #require(try Sample.prepared().shipment.files.first { $0.path.text == "model.safetensors" })
    let object = published.remote.object(weights)
    chmod(object, 0o600)
    var bytes = try LocalFiles.read(object)
    bytes[bytes.count / 2] ^= 1
    try LocalFiles.writeAtomically(bytes, to: object)
    let report = try await published.verify(withReceipt ? published.receipt : nil)
    #expect(report.exitStatus == .verificationFailed)
    #expect(texts(report, .failed).count == 1)
    #expect(texts(report, .failed).first?.hasPrefix("content: cannot download model.safetensors of acme/tiny") == true)
    #expect(texts(report, .notChecked).contains("model: its files could not be fetched"))
    // The listing does not know of it: what --quick cannot see.
    #expect(try await published.verify(published.receipt, isQuick: true).isOK)
  }

  @Test("files that somebody else changed, took away or made longer are named")
  func changedFiles() async throws {
    let published = try await Published()
    let license = try #require(RepositoryPath("LICENSE"))
    let notice = try #require(RepositoryPath("NOTICE.md"))
    let claims = try #require(RepositoryPath("claims.json"))
    let size = try #require(published.receipt.files.first { $0.path == "claims.json" }?.size)
    _ = try await published.remote.client(token: Remote.other).commit(
      published.remote.id,
      revision: .main,
      message: CommitMessage(summary: "Somebody else"),
      operations: [
        .delete(license), .add(notice, content: [1, 2, 3]), .add(claims, content: [UInt8](repeating: 32, count: size)),
      ]
    )
    let report = try await published.verify(published.receipt, isQuick: true)
    #expect(report.exitStatus == .verificationFailed)
    let failed = texts(report, .failed)
    #expect(failed.count == 3)
    #expect(failed.contains("file: LICENSE is not there"))
    #expect(failed.contains { $0.hasPrefix("file: NOTICE.md has 3 bytes, in the receipt ") })
    #expect(failed.contains { $0.hasPrefix("file: claims.json has the git SHA-1 ") })
    #expect(texts(report, .note).contains("files: 10 of 13 are listed as in the receipt"))
  }

  @Test("a head that moved without touching the files is said, and is no failure")
  func movedHead() async throws {
    let published = try await Published()
    try await published.remote.commitBySomebodyElse(["notes.md": "x"])
    let report = try await published.verify(published.receipt)
    #expect(report.isOK)
    let note = try #require(report.checks.first { $0.name == "commit" })
    #expect(note.outcome == .note)
    #expect(note.text.hasPrefix("main is at "))
    #expect(note.text.contains("the receipt's commit is \(published.receipt.commit.after.prefix(7));"))
    #expect(texts(report, .note).contains("others: the receipt does not name .gitattributes, notes.md: not compared"))
  }

  @Test("a changed receipt is found in every part of it")
  func tamperedReceipt() async throws {
    let published = try await Published()
    var receipt = published.receipt
    receipt.repositoryID = "000000000000000000000000"
    receipt.vectors[0].sha256 = String(repeating: "0", count: 64)
    let metric = try #require(receipt.smokeTests[0].scores.keys.sorted().first)
    receipt.smokeTests[0].scores[metric] = 2
    let readme = try #require(receipt.files.firstIndex { $0.path == "README.md" })
    receipt.files[readme].sha256 = String(repeating: "0", count: 64)
    let report = try await published.verify(receipt)
    #expect(report.exitStatus == .verificationFailed)
    let failed = texts(report, .failed)
    #expect(failed.count == 4, "\(failed)")
    #expect(failed.contains { $0.hasPrefix("identity: another repository has this name now") })
    // A regular file is listed by its git hash; its SHA-256 is known once it is fetched.
    #expect(failed.contains("content: README.md has another SHA-256 than in the receipt"))
    #expect(failed.contains { $0.hasPrefix("receipt vectors: another vector for “") })
    #expect(failed.contains { $0.contains("\(metric) is ") && $0.hasSuffix(", in the receipt 2.0") })
  }

  @Test("digests of vectors that do not belong together are found")
  func vectorsDigest() async throws {
    let published = try await Published()
    var receipt = published.receipt
    receipt.vectors.removeLast()
    let report = try await published.verify(receipt)
    #expect(
      texts(report, .failed) == ["receipt vectors: the digest of all vectors is not that of the receipt"]
    )
  }

  @Test("a suite of a later version is not checked, and that is said")
  func unknownSuite() async throws {
    let published = try await Published()
    var receipt = published.receipt
    receipt.smokeTests = [receipt.smokeTests[0]]
    receipt.smokeTests[0].kind = "riddles"
    let report = try await published.verify(receipt)
    #expect(report.isOK)
    let id = receipt.smokeTests[0].id
    #expect(texts(report, .notChecked).contains("scores: \(id): this version cannot run such a suite"))
  }

  @Test("a repository or revision that is not there, or not for strangers, ends with its own status")
  func missing() async throws {
    let published = try await Published()
    let none = try #require(RepositoryID("acme/none"))
    let stranger = await error { try await published.verify(nil, of: none) }
    #expect(stranger?.codeName == "publishing.repository-missing")
    #expect(stranger?.exitStatus == .remoteMoved)
    #expect(stranger?.reason == "it does not exist, or only its members see it, and no token was sent")
    let member = await error { try await published.verify(nil, of: none, token: Remote.writer) }
    #expect(member?.exitStatus == .remoteMoved)
    let revision = try #require(Revision("nope"))
    let missing = await error { try await published.verify(nil, revision: revision) }
    #expect(missing?.codeName == "hub.revision-not-found")
    #expect(missing?.exitStatus == .remoteMoved)
  }

  @Test("the receipt of another repository is refused before anything is asked")
  func foreign() async throws {
    let published = try await Published()
    let line = try published.remote.proxy { _, _ in nil }
    defer { line.stop() }
    var receipt = published.receipt
    receipt.repository = "acme/other"
    let error = await error { [receipt] in try await published.verify(receipt, at: line.url) }
    #expect(error?.codeName == "publishing.no-receipt")
    #expect(error?.reason == "it is about acme/other")
    #expect(line.requests.isEmpty)
  }

  @Test("a damaged file in the cache is no fault of what is published")
  func damagedCache() async throws {
    let published = try await Published()
    _ = try await published.verify(nil)
    let commit = try #require(CommitID(published.receipt.commit.after))
    let snapshot = published.cache.repository(published.remote.id).snapshot(commit)
    let blob = try #require(LocalFiles.resolved("\(snapshot)/config.json"))
    var bytes = try LocalFiles.read(blob)
    bytes[0] ^= 1
    try LocalFiles.writeAtomically(bytes, to: blob)
    let error = await error { try await published.verify(nil) }
    #expect(error?.codeName == "publishing.damaged-cache")
    #expect(error?.exitStatus == .localInput)
    #expect(error?.reason == "the cache's copy of config.json is not the content that its name promises")
  }

  @Test("what does not load as a static model fails, with the reason and without a path of this machine")
  func noModel() async throws {
    let published = try await Published()
    try await published.remote.commitBySomebodyElse(["tokenizer.json": "{}"])
    let report = try await published.verify(nil)
    #expect(report.exitStatus == .verificationFailed)
    let failed = try #require(texts(report, .failed).first)
    #expect(failed.hasPrefix("model: it does not load as a static model: "))
    #expect(!failed.contains(published.place.path))
    #expect(texts(report, .notChecked).last == "vectors: the model does not load")
  }

  @Test("a configuration that claims another dimension is found")
  func claims() async throws {
    let published = try await Published()
    let config = try #require(try Sample.prepared().shipment.files.first { $0.path.text == "config.json" })
    guard case .file(let path) = config.source else { throw FixtureError(text: "no file") }
    let text = try LocalFiles.readText(path).replacingOccurrences(
      of: "\"hidden_dim\": 128",
      with: "\"hidden_dim\": 256"
    )
    try await published.remote.commitBySomebodyElse(["config.json": text])
    let report = try await published.verify(nil)
    #expect(texts(report, .failed) == ["hidden_dim: config.json says 256, the table has 128"])
  }
}
