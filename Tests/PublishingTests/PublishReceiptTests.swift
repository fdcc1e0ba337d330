import Files
import Findings
import Foundation
import Glibc
import HubAPI
import LocalHub
import TestKit
import Testing
@testable import Publishing

@Suite struct PublishReceiptTests {
  private func receipt(
    _ recorder: ReceiptRecorder,
    _ remote: Remote,
    error: (any Error)? = nil
  ) throws -> PublishReceipt? {
    try recorder.receipt(
      of: Sample.prepared(),
      endpoint: remote.server.url,
      repositoryID: "abc",
      version: "1.2.3",
      date: "2026-01-01T10:00:00Z",
      error: error
    )
  }

  private func published() async throws -> (Remote, PublishReceipt) {
    let (remote, recorder) = (try await Remote(), ReceiptRecorder())
    try await remote.upload { recorder.note($0) }
    return (remote, try #require(try receipt(recorder, remote)))
  }

  @Test("a receipt says what was published, what came of it, and is the same when it is read again")
  func content() async throws {
    let (remote, receipt) = try await published()
    let commits = try await remote.commits()
    #expect(receipt.schema == "hfpub/receipt/1")
    #expect(receipt.tool == .init(name: "hfpub", version: "1.2.3"))
    #expect(receipt.repository == "acme/tiny")
    #expect(receipt.repositoryID == "abc")
    #expect(receipt.branch == "main")
    #expect(receipt.commit.after == commits[0].hex)
    #expect(receipt.commit.before == commits[1].hex)
    let shipment = try Sample.prepared().shipment
    #expect(receipt.files.map(\.path) == shipment.files.map(\.path.text))
    #expect(receipt.files.map(\.sha256) == shipment.files.map(\.digests.sha256.hex))
    #expect(receipt.weightsSHA256 == receipt.files.first { $0.path == "model.safetensors" }?.sha256)
    #expect(receipt.verification == .init(result: .passed, reason: nil))
    #expect(receipt.vouches(for: commits[0]))
    #expect(!receipt.vouches(for: commits[1]))
    let folder = try TemporaryFolder()
    try LocalFiles.writeAtomically(Array(try receipt.json().utf8), to: "\(folder.path)/r.json")
    #expect(try PublishReceipt(file: "\(folder.path)/r.json") == receipt)
  }

  @Test("a receipt holds neither a token nor a path of this machine, and its keys are sorted")
  func clean() async throws {
    let (remote, receipt) = try await published()
    let text = try receipt.json()
    for secret in [Remote.writer, remote.place.path, Fixture.root, "Authorization"] {
      #expect(!text.contains(secret), "\(secret)")
    }
    let keys = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }.map(String.init)
    #expect(keys == keys.sorted())
  }

  @Test("when nothing was committed there is no receipt")
  func nothing() async throws {
    let (remote, recorder) = (try await Remote(), ReceiptRecorder())
    try await remote.upload()
    try await remote.upload { recorder.note($0) }
    #expect(recorder.commit == nil)
    #expect(try receipt(recorder, remote) == nil)
  }

  @Test("a commit whose verification failed has a receipt that says so")
  func failed() async throws {
    let (remote, recorder) = (try await Remote(), ReceiptRecorder())
    let weights = try #require(try Sample.prepared().shipment.files.first { $0.path.text == "model.safetensors" })
    let object = remote.object(weights)
    let failure = try await remote.failure { event in
      recorder.note(event)
      guard case .committed = event else { return }
      chmod(object, 0o600)
      do {
        var bytes = try LocalFiles.read(object)
        bytes[0] ^= 1
        try LocalFiles.writeAtomically(bytes, to: object)
      } catch { Issue.record(error) }
    }
    let receipt = try #require(try receipt(recorder, remote, error: failure))
    #expect(receipt.verification.result == .failed)
    #expect(receipt.verification.reason?.contains("model.safetensors") == true)
    #expect(receipt.verification.reason?.contains("/tmp/") == false)
    #expect(!receipt.vouches(for: try #require(recorder.commit)))
  }

  @Test("a hub that is lost after the commit leaves a receipt that is not finished")
  func unfinished() async throws {
    let (remote, recorder) = (try await Remote(), ReceiptRecorder())
    let proxy = try remote.proxy { request, _ in request.path.contains("/resolve/") ? .hangUp : nil }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url) { recorder.note($0) }
    let receipt = try #require(try receipt(recorder, remote, error: failure))
    #expect(receipt.verification.result == .unfinished)
    #expect(receipt.commit.after == recorder.commit?.hex)
  }

  @Test(
    "what is no receipt is refused, with what is wrong",
    arguments: [
      ("[]", "it is not the JSON of a receipt"),
      ("{", "it is not the JSON of a receipt"),
      (#"{"schema":"hfpub/plan/1"}"#, "its schema is hfpub/plan/1"),
      (#"{"schema":"hfpub/receipt/1"}"#, "a part of it is missing or of another kind"),
    ]
  )
  func noReceipt(text: String, reason: String) throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/r.json"
    try LocalFiles.writeAtomically(Array(text.utf8), to: file)
    #expect {
      try PublishReceipt(file: file)
    } throws: { error in
      let error = error as? PublishingError
      return error?.code == .noReceipt && error?.reason == reason && error?.exitStatus == .localInput
        && error?.problem == "cannot use \(file) as a receipt"
    }
  }

  @Test("a receipt with a path that no repository can hold is refused")
  func hostilePath() async throws {
    var (_, receipt) = try await published()
    receipt.files[0].path = "../x"
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/r.json"
    try LocalFiles.writeAtomically(Array(try receipt.json().utf8), to: file)
    #expect(throws: PublishingError.self) { try PublishReceipt(file: file) }
  }

  @Test("the newest receipt of a repository and branch is found below the builds")
  func newest() async throws {
    let (remote, receipt) = try await published()
    let folder = try TemporaryFolder()
    func write(_ name: String, _ receipt: PublishReceipt) throws {
      try LocalFiles.makeFolder("\(folder.path)/\(name)")
      try LocalFiles.writeAtomically(
        Array(try receipt.json().utf8),
        to: "\(folder.path)/\(name)/\(PublishReceipt.fileName)"
      )
    }
    func found(_ revision: Revision = .main, on endpoint: String? = nil) -> String? {
      PublishReceipt.newest(below: folder.path, of: remote.id, at: revision, on: endpoint ?? receipt.endpoint)?.file
    }
    #expect(found() == nil)
    try write("old", receipt)
    var changed = receipt
    changed.date = "2026-02-01T10:00:00Z"
    try write("new", changed)
    changed.date = "2026-03-01T10:00:00Z"
    changed.branch = "dev"
    try write("branch", changed)
    changed.repository = "acme/other"
    try write("other", changed)
    try LocalFiles.makeFolder("\(folder.path)/broken")
    try LocalFiles.writeAtomically([1], to: "\(folder.path)/broken/\(PublishReceipt.fileName)")
    #expect(found() == "\(folder.path)/new/\(PublishReceipt.fileName)")
    #expect(found(try #require(Revision("dev"))) == "\(folder.path)/branch/\(PublishReceipt.fileName)")
    #expect(found(on: "https://huggingface.co") == nil)
  }

  @Test(
    "absolute paths in a reason become names",
    arguments: [
      ("cannot read /tmp/x/model.safetensors: it is short", "cannot read model.safetensors: it is short"),
      ("“/a/b” is no JSON", "“b” is no JSON"),
      ("at https://h/x and 1/2", "at https://h/x and 1/2"),
    ]
  )
  func folders(text: String, expected: String) {
    #expect(ReceiptRecorder.withoutFolders(text) == expected)
  }
}
