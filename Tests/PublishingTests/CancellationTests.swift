import Findings
import HubAPI
import TestKit
import Testing
@testable import Publishing

@Suite struct CancellationTests {
  /// Starts an upload and cancels it at a moment that `isMoment` names.
  private func cancelled(
    _ remote: Remote,
    at url: String? = nil,
    when isMoment: @escaping @Sendable (UploadEvent) -> Bool
  ) async throws -> UploadFailure {
    let upload = Box<Task<UploadFailure, any Error>?>(nil)
    // The task waits until it can be found by the report.
    let (ready, start) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      for await _ in ready { break }
      return try await remote.failure(at: url) { if isMoment($0) { upload.value?.cancel() } }
    }
    upload.change { $0 = task }
    start.yield()
    return try await task.value
  }

  @Test("an upload that is cancelled between storage and commit commits nothing and says so")
  func afterStorage() async throws {
    let remote = try await Remote()
    let failure = try await cancelled(remote) { if case .stored = $0 { true } else { false } }
    #expect(failure.code == .interrupted)
    #expect(failure.status == .interrupted)
    #expect(failure.remoteState == .objectsStored)
    #expect(remote.count("POST", "/commit/") == 0)
    #expect(try await remote.commits().count == 1)
  }

  @Test("an upload that is cancelled before anything is sent leaves the remote untouched")
  func afterPlan() async throws {
    let remote = try await Remote()
    let failure = try await cancelled(remote) { if case .planned = $0 { true } else { false } }
    #expect(failure.status == .interrupted)
    #expect(failure.remoteState == .untouched)
    #expect(remote.count("PUT") == 0)
  }

  @Test("an upload that is cancelled during verification says that the commit is in place")
  func afterCommit() async throws {
    let remote = try await Remote()
    let failure = try await cancelled(remote) { if case .committed = $0 { true } else { false } }
    #expect(failure.status == .interrupted)
    #expect(failure.remoteState == .committed(try #require(try await remote.commits().first)))
  }

  @Test("an upload that is cancelled while the hub works on the commit looks what became of it")
  func duringCommit() async throws {
    let remote = try await Remote()
    let failure = try await cancelled(remote, atCommit: { request, line in _ = line.answer(to: request) })
    #expect(failure.status == .interrupted)
    #expect(failure.remoteState == .committed(try #require(try await remote.commits().first)))
    #expect(try await remote.commits().count == 2)
  }

  @Test("an upload that is cancelled while its commit is on the way says that it may still come")
  func commitPending() async throws {
    let remote = try await Remote()
    let failure = try await cancelled(remote, atCommit: { _, _ in })
    #expect(failure.status == .interrupted)
    #expect(failure.remoteState == .commitPending)
    #expect(try await remote.commits().count == 1)
  }

  /// Starts an upload and cancels it when its commit has come to the hub, which does `work` with it and is silent.
  private func cancelled(
    _ remote: Remote,
    atCommit work: @escaping @Sendable (ScriptedServer.Request, HubLine) -> Void
  ) async throws -> UploadFailure {
    let upload = Box<Task<UploadFailure, any Error>?>(nil)
    let proxy = try remote.proxy { request, line in
      guard request.path.hasSuffix("/commit/main") else { return nil }
      work(request, line)
      upload.value?.cancel()
      return .silence
    }
    defer { proxy.stop() }
    let task = Task { try await Patience.$limit.withValue(.seconds(60)) { try await remote.failure(at: proxy.url) } }
    upload.change { $0 = task }
    return try await task.value
  }
}
