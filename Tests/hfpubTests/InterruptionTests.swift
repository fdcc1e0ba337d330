import Files
import Glibc
import LocalHub
import Synchronization
import TestKit
import Testing

@Suite struct InterruptionTests {
  @Test(
    "Ctrl-C and a termination request end an upload that waits for a server, and it says what the remote shows",
    arguments: [SIGINT, SIGTERM]
  )
  func silentServer(number: Int32) async throws {
    let upload = RunningTool()
    let asked = Mutex<ContinuousClock.Instant?>(nil)
    let server = try ScriptedServer { _ in
      asked.withLock { $0 = $0 ?? .now }
      upload.signal(number)
      return .silence
    }
    defer { server.stop() }
    let result = try await Tool(environment: ["HF_ENDPOINT": server.url, "HF_TOKEN": "hf_x"])
      .run(["upload", "--repo", "acme/a"]) { upload.started($0) }
    let start = try #require(asked.withLock { $0 })
    // Milliseconds, or else the half minute after which a silent server is given up.
    #expect(start.duration(to: result.ended) < .seconds(20))
    #expect(result.status == 128 + number)
    let word = number == SIGTERM ? "Terminated." : "Interrupted."
    #expect(result.errors.hasSuffix("\(word)\n  remote: nothing was changed.\n"), "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  @Test("Ctrl-C while the hub works on the commit looks what became of it")
  func duringCommit() async throws {
    let result = try await interruptedCommit { request, _, line in line.answer(to: request) }
    #expect(result.status == 130)
    expectCommitOrNoAnswer(result, "Interrupted.")
  }

  @Test("a termination request while the hub works on the commit looks what became of it as well")
  func terminatedDuringCommit() async throws {
    let result = try await interruptedCommit(by: SIGTERM) { request, _, line in line.answer(to: request) }
    #expect(result.status == 143)
    expectCommitOrNoAnswer(result, "Terminated.")
  }

  @Test("a download ends on a termination request and says that it can go on")
  func download() async throws {
    let download = RunningTool()
    let server = try ScriptedServer { _ in
      download.signal(SIGTERM)
      return .silence
    }
    defer { server.stop() }
    let result = try await Tool(environment: ["HF_ENDPOINT": server.url])
      .run(["download", "acme/a"]) { download.started($0) }
    #expect(result.status == 143)
    #expect(
      result.errors == "What has come is kept; the same command goes on with it.\nTerminated.\n",
      "\(result.errors)"
    )
  }

  @Test("a second signal ends the look at the remote", arguments: [SIGINT, SIGTERM])
  func twice(number: Int32) async throws {
    let result = try await interruptedCommit { _, upload, _ in
      upload.signal(number)
      return nil
    }
    #expect(result.status == 128 + number)
    let isSecond = result.errors.hasSuffix("Interrupted again: ended at once, without a look at the remote.\n")
    #expect(isSecond || result.errors.contains(Self.noAnswer), "\(result.errors)")
  }

  // A machine that is busy with other tests may need more than the two seconds of the look.
  private static let noAnswer = "\n  remote: not known; look at the repository before another try.\n"

  private func expectCommitOrNoAnswer(_ result: Tool.Result, _ word: String) {
    let isCommit = result.errors.contains("\(word)\n  remote: commit ") && result.errors.hasSuffix(" is in place.\n")
    #expect(isCommit || result.errors.hasSuffix(word + Self.noAnswer), "\(result.errors)")
  }

  /// An upload that is interrupted while its commit is made; `look` answers the question for the history, nil not.
  private func interruptedCommit(
    by number: Int32 = SIGINT,
    look: @escaping @Sendable (ScriptedServer.Request, RunningTool, HubLine) -> [UInt8]?
  ) async throws -> Tool.Result {
    let folder = try TemporaryFolder()
    let hub = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(
        folder: "\(folder.path)/hub",
        accounts: [LocalHubAccount(token: "hf_writer", userName: "acme")]
      )
    )
    let upload = RunningTool()
    let isCommitting = Mutex(false)
    let proxy = try FaultProxy(to: hub.port, storage: hub.storagePort) { request, line in
      if request.path.hasSuffix("/commit/main") {
        isCommitting.withLock { $0 = true }
        _ = line.answer(to: request)
        upload.signal(number)
        return .silence
      }
      // The plan asks for the history as well.
      guard isCommitting.withLock({ $0 }), request.path.contains("/commits/") else { return nil }
      return look(request, upload, line).map { .raw($0) } ?? .silence
    }
    defer { proxy.stop() }
    let result = try await Tool(environment: ["HF_ENDPOINT": proxy.url, "HF_TOKEN": "hf_writer"])
      .run(["upload", "--repo", "acme/a", "--create"]) { upload.started($0) }
    await hub.stop()
    return result
  }
}

/// A running process that several threads may signal.
final class RunningTool: Sendable {
  private let pid = Mutex<Int32?>(nil)

  func started(_ pid: Int32) { self.pid.withLock { $0 = pid } }

  /// Signals go nowhere from now on: the number may soon be another process's.
  func ended() { pid.withLock { $0 = nil } }

  func signal(_ number: Int32) {
    pid.withLock { if let pid = $0 { kill(pid, number) } }
  }
}
