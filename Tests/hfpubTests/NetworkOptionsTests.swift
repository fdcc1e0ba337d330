import Files
import LocalHub
import Synchronization
import TestKit
import Testing

@Suite struct NetworkOptionsTests {
  /// Where no receipt lies.
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func verify(_ server: ScriptedServer, _ arguments: String...) async throws -> Tool.Result {
    try await Tool(in: folder.path, environment: ["HF_ENDPOINT": server.url, "HF_TOKEN": "hf_x"])
      .run(["verify", "acme/a", "--quick"] + arguments)
  }

  @Test("a wait longer than --max-wait is not waited, and it is said when one may come back")
  func tooLong() async throws {
    let server = try ScriptedServer { _ in .status(429, headers: ["Retry-After": "5"]) }
    defer { server.stop() }
    let result = try await verify(server, "--max-wait", "3s")
    #expect(result.status == 6)
    #expect(server.requests.count == 1)
    #expect(result.errors.contains("too many requests; the Hub asks to wait 5 s"), "\(result.errors)")
    #expect(result.errors.contains("fix: Run the command again after 20"), "\(result.errors)")
    #expect(result.errors.hasSuffix(" UTC, or let it wait longer with --max-wait.\n"), "\(result.errors)")
    #expect(!result.errors.contains("Waiting"))
  }

  @Test("a wait of more than two seconds is told with its reason")
  func told() async throws {
    let count = Mutex(0)
    let server = try ScriptedServer { _ in
      let number = count.withLock { count in
        count += 1
        return count
      }
      return number == 1 ? .status(429, headers: ["Retry-After": "2"]) : .status(403)
    }
    defer { server.stop() }
    let result = try await verify(server)
    #expect(result.status == 4)
    #expect(
      result.errors.hasPrefix("    Waiting  3 s: 127.0.0.1 takes no more requests for now (status 429)\n"),
      "\(result.errors)"
    )
  }

  @Test("nonsense for --max-wait is refused", arguments: ["soon", "-1", "1e3", "8d", "5 m", "", "9999h", "."])
  func nonsense(_ value: String) async throws {
    let result = try await Tool().run("verify", "acme/a", "--max-wait=\(value)")
    #expect(result.status == 2)
    #expect(result.errors.contains("--max-wait"), "\(result.errors)")
  }

  @Test("nonsense for --limit-rate is refused", arguments: ["fast", "-1", "1e6", "500", "2T", "1.5.2M", "9999999G"])
  func nonsenseRate(_ value: String) async throws {
    let result = try await Tool().run("download", "acme/a", "--limit-rate=\(value)")
    #expect(result.status == 2)
    #expect(result.errors.contains("--limit-rate"), "\(result.errors)")
  }

  @Test("an upload to the embedded hub goes through with limits")
  func limited() async throws {
    let result = try await Tool().run(
      "upload",
      "--rehearse",
      "--limit-rate=200M",
      "--max-wait=1.5m",
      "--receipt=\(folder.path)/receipt.json"
    )
    #expect(result.status == 0, "\(result.errors)")
  }
}
