import Documents
import Files
import Foundation
import Glibc
import HTTP
import HubAPI
import LocalHub
import Synchronization
import TestKit
import Testing

/// The scenarios through the built tool: its exit status, its words about the remote, and that it tells no secret.
@Suite("Scenarios of the tool") struct ToolScenarios {
  private static let token = "hf_scenariowriter"
  private static let publication = Result { try TinyPublication() }

  /// The scripts and the exit status that section “Exit codes” of the documentation gives them; those after which the
  /// tool waits for minutes are left to the tests inside one process.
  private static let scripts: [(name: String, status: Int32)] = [
    ("04-race-elsewhere", 0), ("04-race-on-ours", 5), ("05-answer-cut", 0), ("05-answer-lost", 0),
    ("05-commit-lost", 6), ("05-commit-lost-once", 0), ("05-lost-and-overtaken", 5), ("05-nobody-can-tell", 9),
    ("07-rate-limit-commit", 0), ("07-rate-limit-date", 0), ("07-rate-limit-header", 0), ("07-rate-limit-long", 6),
    ("07-rate-limit-seconds", 0), ("07-rate-limit-unsaid", 0), ("08-expired-always", 6), ("08-expired-links", 0),
    ("13-no-right", 4), ("21-clock", 6), ("22-revoked-after-commit", 4), ("22-revoked-before-commit", 4),
    ("23-empty-commit", 6), ("23-login-page", 6), ("23-login-page-commit", 6), ("23-page-502", 0),
    ("23-page-502-commit", 0), ("23-truncated-batch", 6), ("23-truncated-commit", 0), ("23-truncated-plan", 6),
    ("23-truncated-tree", 6), ("26-cut-download", 0), ("26-cut-storage", 6), ("27-changed-bit", 7),
  ]
  private static let silent = [
    "02-killed-before-commit", "06-silent-after-commit", "06-silent-before-commit", "26-stalled-storage",
  ]
  /// Needs an object of many parts.
  private static let parted = ["26-cut-part"]

  private struct Run {
    let place: TemporaryFolder
    let server: LocalHubServer

    func tool(_ started: @escaping @Sendable (Int32) -> Void = { _ in }) async throws -> Tool.Result {
      try await Tool(environment: ["HF_ENDPOINT": server.url, "HF_TOKEN": token])
        .run(["upload", publication.get().folder, "--repo", "acme/tiny"], started: started)
    }
  }

  /// A hub with a repository, as the script has it.
  private func hub(
    _ script: String?,
    in place: TemporaryFolder,
    requestLog: @escaping @Sendable (LocalHubRequestRecord) -> Void = { _ in },
    faultLog: @escaping @Sendable (LocalHubFaultRecord) -> Void = { _ in }
  ) async throws -> Run {
    var configuration = LocalHubConfiguration(
      folder: "\(place.path)/hub",
      accounts: [LocalHubAccount(token: Self.token, userName: "acme")],
      requestLog: requestLog,
      faultLog: faultLog
    )
    let isNew = !FileManager.default.fileExists(atPath: configuration.folder)
    if isNew {
      let server = try await LocalHubServer.start(configuration: configuration)
      _ = try await client(server).createRepository(try #require(RepositoryID("acme/tiny")), isPrivate: false)
      await server.stop()
    }
    configuration.faults = try script.map {
      try FaultScript.read(file: "\(Fixture.root)/Tests/PublishingTests/Scenarios/Scripts/\($0).yml")
    }
    return Run(place: place, server: try await LocalHubServer.start(configuration: configuration))
  }

  private func client(_ server: LocalHubServer) throws -> HubClient {
    HubClient(
      endpoint: try HubEndpoint(server.url),
      token: Secret(Self.token),
      http: HTTPClient(configuration: HTTPConfiguration(userAgent: "hfpub-tests/1.0"))
    )
  }

  private func expectNoSecret(_ result: Tool.Result, but more: [String] = []) {
    for text in [result.output, result.errors] {
      for secret in [Self.token, "Signature", "X-Amz", "expires="] + more {
        #expect(!text.contains(secret), "\(secret) is told:\n\(text)")
      }
      // Whatever a query is about, it may be signed; `?…` stands for one.
      #expect(!text.contains(/https?:\/\/[^ ]*\?[^… ]/), "a query is told:\n\(text)")
    }
  }

  @Test("every script of the scenarios is played here or said to be silent")
  func complete() throws {
    let folder = "\(Fixture.root)/Tests/PublishingTests/Scenarios/Scripts"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yml") }
    #expect(Set(files) == Set((Self.scripts.map(\.name) + Self.silent + Self.parted).map { "\($0).yml" }))
  }

  @Test(
    "the exit status is that of the table, a failure says what is on the remote, and no secret is told",
    arguments: scripts
  )
  func script(name: String, status: Int32) async throws {
    let run = try await hub(name, in: TemporaryFolder())
    let result = try await run.tool()
    await run.server.stop()
    expectNoSecret(result)
    #expect(result.status == status, "\(result.errors)")
    let words = result.errors.split(separator: "\n").filter { $0.hasPrefix("  remote: ") }
    #expect(words.count == (status == 0 ? 0 : 1), "\(result.errors)")
    #expect(result.output.isEmpty == (status != 0))
  }

  @Test("4: a conflict shows what both sides do to each path, in 80 columns and without control characters")
  func conflict() async throws {
    let place = try TemporaryFolder()
    let before = try await hub(nil, in: place)
    let text = "# Old\n\u{1B}[31m\(String(repeating: "wide 宽 ", count: 30))\n\u{202E}x\n"
    _ = try await client(before.server).commit(
      try #require(RepositoryID("acme/tiny")),
      revision: .main,
      message: CommitMessage(summary: "Before"),
      operations: [.add(try #require(RepositoryPath("README.md")), content: Array(text.utf8))]
    )
    await before.server.stop()
    let run = try await hub("04-race-on-ours", in: place)
    let result = try await run.tool()
    await run.server.stop()
    #expect(result.status == 5)
    let lines = result.errors.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "README.md"), "\(result.errors)")
    let end = try #require(lines.firstIndex { $0.hasPrefix("error[publishing.conflict]") })
    #expect(start < end)
    let shown = lines[start..<end]
    #expect(shown.contains { $0.hasPrefix("  this upload: change, ") && $0.contains(" → ") })
    #expect(shown.contains { $0.hasPrefix("  since then:  change, ") && $0.contains(", in ") && $0.hasSuffix("”") })
    #expect(shown.contains("    -# Old"))
    #expect(shown.contains { $0.hasPrefix("    -\\u{1B}[31mwide") && $0.hasSuffix("…") })
    #expect(shown.contains("    -\\u{202E}x"))
    for line in shown { #expect(DisplayWidth.of(String(line)) <= 80, "\(line)") }
    expectNoSecret(result)
  }

  @Test("2: an upload that is killed before its commit goes on where it was, and commits once")
  func killed() async throws {
    let place = try TemporaryFolder()
    let process = RunningTool()
    let first = try await hub("02-killed-before-commit", in: place, faultLog: { _ in process.signal(SIGKILL) })
    let killed = try await first.tool { process.started($0) }
    process.ended()
    await first.server.stop()
    #expect(killed.status == SIGKILL)
    expectNoSecret(killed)
    let puts = Mutex(0)
    let second = try await hub(nil, in: place, requestLog: { if $0.method == "PUT" { puts.withLock { $0 += 1 } } })
    let id = try #require(RepositoryID("acme/tiny"))
    #expect(try await client(second.server).tree(id, revision: .main).map(\.path) == [".gitattributes"])
    let result = try await second.tool()
    #expect(result.status == 0)
    #expect(result.errors.contains("already in storage, not sent"))
    #expect(puts.withLock { $0 } == 0)
    #expect(try await client(second.server).commits(id, revision: .main).count == 2)
    await second.server.stop()
  }

  @Test(
    "25: Ctrl-C while the hub is silent ends within seconds, and says what is on the remote",
    arguments: [("02-killed-before-commit", "the files are as they were"), ("06-silent-after-commit", "commit ")]
  )
  func interrupted(script: String, words: String) async throws {
    let process = RunningTool()
    let run = try await hub(script, in: TemporaryFolder(), faultLog: { _ in process.signal(SIGINT) })
    let result = try await run.tool { process.started($0) }
    process.ended()
    await run.server.stop()
    #expect(result.status == 130)
    // The look at the remote is given up after two seconds, which a busy machine may need.
    let isKnown = result.errors.contains("Interrupted.\n  remote: \(words)")
    #expect(isKnown || result.errors.contains("Interrupted.\n  remote: not known"), "\(result.errors)")
    expectNoSecret(result)
  }

  @Test(
    "20: a proxy that asks for a password, breaks off or shows a page is an error that tells no password",
    arguments: ["407", "cut", "page"]
  )
  func proxy(way: String) async throws {
    let server = try ScriptedServer { request in
      guard request.method == "CONNECT" else { return .status(500) }
      switch way {
      case "407": return .status(407, headers: ["Proxy-Authenticate": "Basic realm=\"office\""])
      case "cut": return .hangUp
      default: return .text("<html><title>Sign in</title></html>", headers: ["Content-Type": "text/html"])
      }
    }
    defer { server.stop() }
    let result = try await Tool(
      environment: [
        "HF_ENDPOINT": "https://hub.example", "HF_TOKEN": Self.token,
        "https_proxy": "http://somebody:planted-password@127.0.0.1:\(server.port)",
      ]
    ).run("upload", Self.publication.get().folder, "--repo", "acme/tiny")
    #expect(result.status == 6, "\(result.errors)")
    #expect(result.errors.contains("remote: nothing was changed."))
    #expect(server.requests.contains { $0.method == "CONNECT" })
    let words = "the way leads through the proxy 127.0.0.1:\(server.port), from https_proxy"
    #expect(result.errors.contains(words), "\(result.errors)")
    // A password does not come by asking again.
    #expect((server.requests.count == 1) == (way != "cut"), "\(server.requests.count)")
    if way == "407" { #expect(result.errors.contains("wants a user and a password")) }
    #expect(server.requests.allSatisfy { $0.header("Authorization") == nil })
    expectNoSecret(result, but: ["planted-password"])
  }
}
