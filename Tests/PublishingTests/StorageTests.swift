import Files
import Findings
import Glibc
import HubAPI
import LocalHub
import TestKit
import Testing
@testable import Publishing

@Suite struct StorageTests {
  private static let expired = ScriptedServer.Reply.answer(
    status: 403,
    headers: ["Content-Type": "application/xml"],
    body: Array("<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>".utf8)
  )

  @Test("an expired address is asked for again once, and the upload goes on")
  func expiredOnce() async throws {
    let remote = try await Remote()
    let refused = Box(0)
    let proxy = try remote.proxy { request, _ in
      guard request.method == "PUT", refused.value == 0 else { return nil }
      refused.change { $0 += 1 }
      return Self.expired
    }
    defer { proxy.stop() }
    guard case .published = try await remote.upload(at: proxy.url) else { throw FixtureError(text: "not published") }
    #expect(remote.count("POST", "/objects/batch") == 2)
    #expect(proxy.requests.filter { $0.method == "PUT" }.count == 2)
  }

  @Test("an address that is expired again ends the upload with a clear error")
  func expiredAgain() async throws {
    let remote = try await Remote { $0.signedAddressLifetime = 0 }
    let failure = try await remote.failure()
    #expect(failure.hubCode == .objectRefused)
    #expect(failure.status == .remoteUnavailable)
    #expect(failure.remoteState == .untouched)
    #expect(failure.underlying.reason.contains("Request has expired"))
    #expect(failure.underlying.reason.hasSuffix("; a fresh address was refused as well"))
    #expect(
      failure.underlying.remedy
        == "Check this machine's clock and any proxy in between, then run the command again."
    )
    #expect(remote.count("POST", "/objects/batch") == 2)
    #expect(remote.count("POST", "/commit/") == 0)
  }

  @Test("an object that the hub itself refuses is not asked for twice")
  func refused() async throws {
    let remote = try await Remote()
    let proxy = try remote.proxy { request, _ in
      request.method == "PUT" ? .text("<Error><Message>bad digest</Message></Error>", status: 400) : nil
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url)
    #expect(failure.hubCode == .objectRefused)
    #expect(failure.remoteState == .untouched)
    #expect(remote.count("POST", "/objects/batch") == 1)
  }

  // MARK: Files that change meanwhile

  private func change(
    _ path: String,
    _ content: String,
    when isMoment: @escaping @Sendable (UploadEvent) -> Bool
  )
    -> @Sendable (UploadEvent) -> Void
  {
    { event in
      guard isMoment(event) else { return }
      do { try LocalFiles.writeAtomically(Array(content.utf8), to: path) } catch { Issue.record(error) }
    }
  }

  private func isPlanned(_ event: UploadEvent) -> Bool { if case .planned = event { true } else { false } }
  private func isStored(_ event: UploadEvent) -> Bool { if case .stored = event { true } else { false } }

  @Test("a small file that changes after the plan is not committed", arguments: ["LICENSE", "model/config.json"])
  func regularChanged(name: String) async throws {
    let (remote, sample) = (try await Remote(), try SampleCopy())
    let path = "\(sample.folder)/\(name)"
    let failure = try await remote.failure(
      Sample.prepared(sample),
      report: change(path, "{}", when: isStored)
    )
    #expect(failure.code == .fileChanged)
    #expect(failure.status == .localInput)
    #expect(failure.remoteState == .objectsStored)
    #expect(failure.underlying.problem == "cannot send \(path)")
    #expect(failure.underlying.reason == "its bytes changed after it was measured")
    #expect(try await remote.commits().count == 1)
  }

  @Test("weights of another size are not sent")
  func weightsResized() async throws {
    let (remote, sample) = (try await Remote(), try SampleCopy())
    let path = "\(sample.folder)/model/model.safetensors"
    let failure = try await remote.failure(Sample.prepared(sample), report: change(path, "x", when: isPlanned))
    #expect(failure.code == .fileChanged)
    #expect(failure.remoteState == .untouched)
    #expect(remote.count("PUT") == 0)
    #expect(try await remote.commits().count == 1)
  }

  @Test("other bytes of the same size are never an object, whole or in parts", arguments: [1 << 20, 1 << 30])
  func weightsChanged(threshold: Int) async throws {
    let remote = try await Remote {
      $0.multipartThreshold = threshold
      $0.multipartPartSize = 1 << 20
    }
    let sample = try SampleCopy()
    let path = "\(sample.folder)/model/model.safetensors"
    let publication = try Sample.prepared(sample)
    var bytes = try LocalFiles.read(path)
    bytes[bytes.count - 1] ^= 1
    let changed = bytes
    let failure = try await remote.failure(publication) { event in
      guard case .planned = event else { return }
      do { try LocalFiles.writeAtomically(changed, to: path) } catch { Issue.record(error) }
    }
    #expect(failure.code == .fileChanged)
    #expect(failure.underlying.problem == "cannot send \(path)")
    #expect(failure.remoteState == .untouched)
    #expect(remote.count("PUT") == 0)
    #expect(try await remote.commits().count == 1)
  }

  @Test("weights that are not those that were measured do not get a card")
  func weightsChangedBeforeCard() throws {
    let sample = try SampleCopy()
    let path = "\(sample.folder)/model/model.safetensors"
    var bytes = try LocalFiles.read(path)
    bytes[bytes.count - 1] ^= 1
    try LocalFiles.writeAtomically(bytes, to: path)
    let error = #expect(throws: PublishingError.self) { try Sample.prepared(sample) }
    #expect(error?.code == .fileChanged)
  }

  @Test("a file that is gone at the time of the commit is named")
  func gone() async throws {
    let (remote, sample) = (try await Remote(), try SampleCopy())
    let path = "\(sample.folder)/LICENSE"
    let failure = try await remote.failure(Sample.prepared(sample)) { event in
      if case .stored = event { unlink(path) }
    }
    #expect(failure.status == .localInput)
    #expect(failure.underlying.description.contains(path))
    #expect(try await remote.commits().count == 1)
  }
}
