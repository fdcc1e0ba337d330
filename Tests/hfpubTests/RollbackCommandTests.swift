import Files
import HTTP
import HubAPI
import LocalHub
import TestKit
import Testing

@Suite struct RollbackCommandTests {
  @Test("a rollback is shown, then done once; again there is nothing to do, and a foreign commit is refused")
  func whole() async throws {
    let folder = try TemporaryFolder()
    let server = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(
        folder: "\(folder.path)/hub",
        accounts: [LocalHubAccount(token: "hf_testwriter", userName: "acme")]
      )
    )
    let id = try #require(RepositoryID("acme/a"))
    let hub = HubClient(
      endpoint: try HubEndpoint(server.url),
      token: Secret("hf_testwriter"),
      http: HTTPClient(configuration: HTTPConfiguration(userAgent: "hfpub-tests/1.0"))
    )
    _ = try await hub.createRepository(id, isPrivate: false)
    func commit(_ title: String, _ files: [String: String]) async throws -> CommitID {
      let operations = try files.map {
        CommitOperation.add(try #require(RepositoryPath($0.key)), content: Array($0.value.utf8))
      }
      return try await hub.commit(
        id,
        revision: .main,
        message: CommitMessage(summary: title),
        operations: operations
      ).id
    }
    let good = try await commit("Good", ["a.txt": "old"])
    let bad = try await commit("Bad", ["a.txt": "new!", "b.txt": "more"])

    var environment = ["HF_ENDPOINT": server.url]
    let stranger = Tool(in: folder.path, environment: environment)
    environment["HF_TOKEN"] = "hf_testwriter"
    let tool = Tool(in: folder.path, environment: environment)

    let shown = try await stranger.run("rollback", "acme/a", "--to", good.short, "--dry-run")
    #expect(shown.status == 0, "\(shown.errors)")
    #expect(shown.errors.contains("from \(bad.short) “Bad”"))
    #expect(shown.errors.contains("to   \(good.short) “Good”, 1 commit ago"))
    #expect(shown.errors.contains("change  a.txt"))
    #expect(shown.errors.contains("DELETE  b.txt"))
    #expect(shown.errors.contains("2 of 3 files change, one new commit"))
    #expect(shown.errors.hasSuffix("Done  nothing was changed\n"))
    #expect(shown.output.isEmpty)

    let tokenless = try await stranger.run("rollback", "acme/a", "--to", good.short)
    #expect(tokenless.status == 4)
    #expect(try await hub.commits(id, revision: .main).first?.id == bad)

    let done = try await tool.run("rollback", "acme/a", "--to", good.hex, "--message", "Back to good")
    #expect(done.status == 0, "\(done.errors)")
    let head = try #require(try await hub.commits(id, revision: .main).first)
    #expect(head.title == "Back to good")
    #expect(done.output == "\(server.url)/acme/a/commit/\(head.id)\n")
    #expect(done.errors.contains("Comparing  2 files listed, all as they were"))
    #expect(!done.errors.contains("hf_testwriter"))

    let again = try await tool.run("rollback", "acme/a", "--to", good.short)
    #expect(again.status == 0)
    #expect(again.errors.contains("nothing to do: the files at \(head.id.short) are those of \(good.short)"))
    #expect(again.output.isEmpty)

    let foreign = try await tool.run("rollback", "acme/a", "--to", "0123456789")
    #expect(foreign.status == 5)
    #expect(foreign.errors.contains("error[publishing.not-in-history]: cannot roll acme/a back to 0123456789"))
    let wrong = try await tool.run("rollback", "acme/a", "--to", "main")
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("it is no commit id: 4 to 40 hexadecimal digits"))
    #expect(try await hub.commits(id, revision: .main).first?.id == head.id)
    await server.stop()
  }
}
