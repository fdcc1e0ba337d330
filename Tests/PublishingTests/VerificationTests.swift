import Dispatch
import Files
import Findings
import Glibc
import HubAPI
import Synchronization
import TestKit
import Testing
@testable import Publishing

@Suite struct VerificationTests {
  private func weights() throws -> ShippedFile {
    try #require(try Sample.prepared().shipment.files.first { $0.path.text == "model.safetensors" })
  }

  /// Uploads, and does something to the hub's copy of the weights once the commit is made.
  private func failure(
    _ remote: Remote,
    spoil: @escaping @Sendable (String) throws -> Void
  ) async throws
    -> UploadFailure
  {
    let object = remote.object(try weights())
    return try await remote.failure { event in
      guard case .committed = event else { return }
      chmod(object, 0o600)
      do { try spoil(object) } catch { Issue.record(error) }
    }
  }

  private func check(_ failure: UploadFailure, _ remote: Remote) async throws {
    #expect(failure.code == .verificationFailed)
    #expect(failure.status == .verificationFailed)
    let head = try #require(try await remote.commits().first)
    #expect(failure.remoteState == .committed(head))
    #expect(failure.remoteState.sentence == "commit \(head.short) is in place.")
    #expect(failure.underlying.problem == "the published files are not what was sent")
    #expect(failure.underlying.reason.contains("model.safetensors"))
  }

  @Test("one changed bit in what readers get is found")
  func changedBit() async throws {
    let remote = try await Remote()
    try await check(
      failure(remote) { object in
        var bytes = try LocalFiles.read(object)
        bytes[bytes.count / 2] ^= 1
        try LocalFiles.writeAtomically(bytes, to: object)
      },
      remote
    )
  }

  @Test("a file that comes back longer is found before it fills the disk")
  func longer() async throws {
    let (remote, size) = (try await Remote(), try weights().digests.size)
    let proxy = try remote.proxy { request, line in
      guard request.path.hasPrefix("/.storage/"), request.method == "GET" else { return nil }
      let commit = line.answer(to: request)
      return .raw(longer(commit, size))
    }
    defer { proxy.stop() }
    try await check(remote.failure(at: proxy.url), remote)
  }

  /// The same answer with one byte more.
  private func longer(_ answer: [UInt8], _ size: Int) -> [UInt8] {
    let end = answer.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound ?? 0
    let head = String(decoding: answer[..<end], as: UTF8.self)
      .replacing("Content-Length: \(size)", with: "Content-Length: \(size + 1)")
    return Array(head.utf8) + answer[end...] + [0]
  }

  @Test("a file that the hub lists and does not give is found")
  func missing() async throws {
    let remote = try await Remote()
    let failure = try await failure(remote) { try LocalFiles.remove($0) }
    try await check(failure, remote)
  }

  @Test("a hub that cannot be reached for verification is no failed verification; the commit is in place")
  func unreachable() async throws {
    let remote = try await Remote()
    let proxy = try remote.proxy { request, _ in
      request.path.contains("/resolve/") ? .hangUp : nil
    }
    defer { proxy.stop() }
    let failure = try await remote.failure(at: proxy.url)
    #expect(failure.hubCode == .unreachable)
    #expect(failure.status == .remoteUnavailable)
    #expect(failure.remoteState == .committed(try #require(try await remote.commits().first)))
  }

  @Test("of more files than are fetched all are compared by their hashes, and the model is fetched")
  func many() async throws {
    let remote = try await Remote()
    try await remote.upload()
    let sample = try Sample.prepared()
    let planner = Planner(hub: try remote.client(), repository: remote.id, options: UploadOptions())
    let plan = try await planner.plan(sample.shipment)
    let head = try #require(plan.head)
    let told = Box<[String]>([])
    remote.forget()
    let verifier = Verifier(hub: try remote.client(), mostFetched: 4) { event in
      switch event {
      case .listed(let files): told.change { $0.append("listed \(files)") }
      case .fetched(let files, _): told.change { $0.append("fetched \(files)") }
      case .compared: told.change { $0.append("compared") }
      case .fetching(let received, let total): #expect(received <= total)
      default: Issue.record("\(event)")
      }
    }
    try await verifier.verify(plan, at: head, against: sample)
    #expect(told.value == ["listed \(plan.entries.count)", "fetched 4", "compared"])
    #expect(remote.count("GET", "/tree/") == 1)
    #expect(remote.count("GET", "/resolve/") == 4)
    try await remote.commitBySomebodyElse(["LICENSE": "Another one."])
    let moved = try #require(try await remote.commits().first)
    let error = await #expect(throws: PublishingError.self) {
      try await verifier.verify(plan, at: moved, against: sample)
    }
    #expect(error?.code == .verificationFailed)
    #expect(error?.reason.hasPrefix("LICENSE is listed with the hash ") == true)
  }

  @Test("files are fetched several at a time, at most four")
  func parallel() async throws {
    let remote = try await Remote()
    let now = Box((open: 0, most: 0))
    let meeting = Meeting()
    let proxy = try remote.proxy { request, line in
      guard request.path.contains("/resolve/") else { return nil }
      now.change {
        $0.open += 1
        $0.most = max($0.most, $0.open)
      }
      meeting.wait(for: 4)
      let answer = line.answer(to: request)
      now.change { $0.open -= 1 }
      return .raw(answer)
    }
    defer { proxy.stop() }
    try await remote.upload(at: proxy.url)
    #expect(now.value.most == 4)
  }
}

/// Holds threads until enough have come once; afterwards nobody waits.
private final class Meeting: Sendable {
  private let arrived = Mutex(0)
  private let gate = DispatchSemaphore(value: 0)

  func wait(for count: Int) {
    let number = arrived.withLock { arrived in
      arrived += 1
      return arrived
    }
    if number == count { for _ in 1..<count { gate.signal() } }
    // With an end, so that a sequential client fails the test instead of hanging it.
    if number < count { _ = gate.wait(timeout: .now() + 5) }
  }
}
