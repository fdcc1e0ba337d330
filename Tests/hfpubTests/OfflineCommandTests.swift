import Files
import TestKit
import Testing

@Suite("With HF_HUB_OFFLINE no command makes a request")
struct OfflineCommandTests {
  private func tool(_ server: ScriptedServer, _ variable: String = "HF_HUB_OFFLINE") -> Tool {
    Tool(environment: ["HF_ENDPOINT": server.url, "HF_TOKEN": "hf_x", variable: "1"])
  }

  @Test(
    "a command that is nothing without the network says why, and ends with the status of a remote out of reach",
    arguments: [
      (["upload", "--repo", "acme/a"], "cannot go to "), (["login"], "cannot check a token at "),
      (["whoami"], "cannot ask "), (["download", "acme/a"], "cannot take acme/a at main from the cache"),
    ],
    ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"]
  )
  func refused(command: (arguments: [String], words: String), variable: String) async throws {
    let server = try ScriptedServer { _ in .hangUp }
    let result = try await tool(server, variable).run(command.arguments, input: "hf_x\n")
    #expect(result.status == 6)
    #expect(result.errors.contains(": \(command.words)"), "\(result.errors)")
    #expect(result.errors.contains("why: \(variable) is set"))
    #expect(result.errors.contains("fix: Unset \(variable) and run the command again"))
    #expect(result.output.isEmpty)
    #expect(server.requests.isEmpty)
  }

  @Test("lint-card --online judges the rest and says what it did not ask")
  func lintCard() async throws {
    let server = try ScriptedServer { _ in .status(404) }
    let folder = try TemporaryFolder()
    let card = "\(folder.path)/README.md"
    try LocalFiles.writeAtomically(Array("---\nlicense: mit\n---\n# A\n\n[x](\(server.url)/x)\n".utf8), to: card)
    let result = try await tool(server).run("lint-card", card, "--online")
    #expect(result.errors == "note: the links to other servers were not asked for: HF_HUB_OFFLINE is set\n")
    #expect(result.output.contains("Not checked: 1 check, because HF_HUB_OFFLINE forbids requests."))
    #expect(server.requests.isEmpty)
  }

  @Test("a rehearsal needs no network and goes its whole way")
  func rehearsal() async throws {
    let server = try ScriptedServer { _ in .hangUp }
    let result = try await tool(server).run("upload", "--rehearse")
    #expect(result.status == 0, "\(result.errors)")
    #expect(server.requests.isEmpty)
  }

  @Test("logging out makes no request")
  func logout() async throws {
    let server = try ScriptedServer { _ in .hangUp }
    #expect(try await tool(server).run("logout").status == 0)
    #expect(server.requests.isEmpty)
  }
}
