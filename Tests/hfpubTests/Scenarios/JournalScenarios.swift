import Files
import Foundation
import Glibc
import HTTP
import HubAPI
import LocalHub
import Synchronization
import TestKit
import Testing

/// What the built tool says and does after a run that was killed, and beside one that is still under way.
@Suite("Scenarios of the journal") struct JournalScenarios {
  private static let token = "hf_journalwriter"
  private static let publication = Result { try TinyPublication() }

  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  private var journal: String { "\(place.path)/state/hfpub/journal" }

  private func hub(_ script: String, log: @escaping @Sendable () -> Void) async throws -> LocalHubServer {
    var configuration = LocalHubConfiguration(
      folder: "\(place.path)/hub",
      accounts: [LocalHubAccount(token: Self.token, userName: "acme")]
    )
    configuration.faults = try FaultScript.read(
      file: "\(Fixture.root)/Tests/PublishingTests/Scenarios/Scripts/\(script).yml"
    )
    configuration.faultLog = { _ in log() }
    return try await LocalHubServer.start(configuration: configuration)
  }

  private func tool(
    _ server: LocalHubServer,
    started: @escaping @Sendable (Int32) -> Void = { _ in }
  ) async throws
    -> Tool.Result
  {
    try await Tool(
      environment: [
        "HF_ENDPOINT": server.url, "HF_TOKEN": Self.token, "XDG_STATE_HOME": "\(place.path)/state",
      ]
    ).run(
      [
        "upload", Self.publication.get().folder, "--repo", "acme/tiny", "--create", "--receipt",
        "\(place.path)/receipt.json",
      ],
      started: started
    )
  }

  /// The lines after validation and rendering, which are the upload's.
  private func said(_ result: Tool.Result) -> [Substring] {
    Array(result.errors.split(separator: "\n").drop { !$0.hasPrefix("  Rendering  ") }.dropFirst())
  }

  @Test("2, 5: a run that was killed after its commit is completed by the next, with verification and receipt")
  func completed() async throws {
    let process = RunningTool()
    let server = try await hub("06-silent-after-commit") { process.signal(SIGKILL) }
    #expect(try await tool(server) { process.started($0) }.status == SIGKILL)
    process.ended()
    let kept = try FileManager.default.contentsOfDirectory(atPath: journal).filter { $0.hasSuffix(".json") }
    let text = try LocalFiles.readText("\(journal)/\(try #require(kept.first))")
    for secret in [Self.token, "Signature", "X-Amz", "?"] { #expect(!text.contains(secret), "\(secret)") }
    let second = try await tool(server)
    #expect(second.status == 0, "\(second.errors)")
    let first = try #require(said(second).first)
    #expect(first.hasPrefix("The last run, "), "\(second.errors)")
    #expect(second.errors.contains("ended while its commit was sent;"))
    #expect(second.errors.contains("  Resuming  commit "))
    #expect(second.errors.contains("bit for bit"))
    #expect(second.output.hasPrefix("\(server.url)/acme/tiny/commit/"))
    let receipt = try LocalFiles.readText("\(place.path)/receipt.json")
    #expect(receipt.contains("\"passed\""))
    let third = try await tool(server)
    #expect(third.errors.contains("nothing to send"))
    #expect(!third.errors.contains("note: no receipt"))
    #expect(!third.errors.contains("The last run"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: journal) == [])
    await server.stop()
  }

  @Test("4: a second run beside the first is refused and names its process; killed, the first keeps nobody out")
  func twice() async throws {
    let process = RunningTool()
    let (stalled, stall) = AsyncStream.makeStream(of: Void.self)
    let server = try await hub("02-killed-before-commit") { stall.yield() }
    let number = Mutex<Int32>(0)
    async let first = tool(server) { id in
      process.started(id)
      number.withLock { $0 = id }
    }
    for await _ in stalled { break }
    let second = try await tool(server)
    process.signal(SIGKILL)
    #expect(try await first.status == SIGKILL)
    process.ended()
    #expect(second.status == 8, "\(second.errors)")
    #expect(second.errors.contains("error[publishing.upload-running]: cannot upload to acme/tiny"))
    #expect(second.errors.contains("  why: another upload of this runs (process \(number.withLock { $0 }))"))
    #expect(second.errors.contains("  remote: nothing was changed."))
    let third = try await tool(server)
    #expect(third.status == 0, "\(third.errors)")
    // What the stalled request leads to is nobody's business any more: it is bound to its parent.
    #expect(said(third).first?.hasPrefix("The last run, ") == true)
    await server.stop()
  }
}
