import Files
import Glibc
import LocalHub
import TestKit
import Testing

@Suite struct DownloadCommandTests {
  private func withHub(_ body: (LocalHubServer, TemporaryFolder) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    let server = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(
        folder: "\(folder.path)/hub",
        accounts: [LocalHubAccount(token: "hf_testwriter", userName: "acme")]
      )
    )
    let upload = try await Tool(environment: ["HF_ENDPOINT": server.url, "HF_TOKEN": "hf_testwriter"])
      .run("upload", "--repo", "acme/a", "--create", "--public")
    #expect(upload.status == 0, "\(upload.errors)")
    try await body(server, folder)
    await server.stop()
  }

  private func tool(_ url: String, _ folder: TemporaryFolder, _ variables: [String: String] = [:]) -> Tool {
    Tool(
      in: folder.path,
      environment: ["HF_ENDPOINT": url, "HF_HUB_CACHE": "cache"].merging(variables) { _, new in new }
    )
  }

  @Test("without a token a public model comes into the cache, and its folder is all of the output")
  func cache() async throws {
    try await withHub { server, folder in
      let tool = tool(server.url, folder)
      let first = try await tool.run("download", "acme/a")
      #expect(first.status == 0, "\(first.errors)")
      let snapshot = String(first.output.dropLast())
      #expect(snapshot.hasPrefix("\(folder.path)/cache/models--acme--a/snapshots/"))
      #expect(LocalFiles.isFile("\(snapshot)/model.safetensors"))
      #expect(first.errors.contains("Fetched  model.safetensors, "))
      let again = try await tool.run("download", "acme/a", "--quiet")
      #expect(again.output == first.output)
      #expect(again.errors.isEmpty)
      let offline = try await self.tool("http://127.0.0.1:1", folder, ["HF_HUB_OFFLINE": "1"]).run("download", "acme/a")
      #expect(offline.output == first.output)
      #expect(offline.errors.hasSuffix(" from the cache (HF_HUB_OFFLINE)\n"))
      let none = try await self.tool(server.url, folder, ["HF_HUB_OFFLINE": "1"]).run("download", "acme/b")
      #expect(none.status == 6)
      #expect(none.errors.contains("error[publishing.not-cached]: cannot take acme/b at main from the cache"))
      #expect(none.output.isEmpty)
    }
  }

  @Test("a hub that cannot be reached is an error that tells of the files in the cache")
  func unreachable() async throws {
    try await withHub { server, folder in
      #expect(try await tool(server.url, folder).run("download", "acme/a").status == 0)
      // Redirects without an end are given up at once, unlike a closed port.
      let circle = try ScriptedServer { _ in .status(302, headers: ["Location": "/again"]) }
      defer { circle.stop() }
      let result = try await tool(circle.url, folder).run("download", "acme/a")
      #expect(result.status == 6)
      #expect(
        result.errors.hasPrefix("note: the cache holds these files as of an earlier look; HF_HUB_OFFLINE=1 takes")
      )
      #expect(result.errors.contains("error[hub.unreachable]: cannot look up acme/a"))
      #expect(result.output.isEmpty)
    }
  }

  @Test("--to writes plain files once, refuses to replace others, and replaces them with --force")
  func plainFiles() async throws {
    try await withHub { server, folder in
      let tool = tool(server.url, folder)
      let first = try await tool.run("download", "acme/a", "--to", "out")
      #expect(first.output == "\(folder.path)/out\n", "\(first.errors)")
      #expect(LocalFiles.kind("\(folder.path)/out/model.safetensors") == .file)
      let again = try await tool.run("download", "acme/a", "--to", "out")
      #expect(again.status == 0)
      #expect(again.errors.contains("Writing  0 files to out; "))
      try LocalFiles.writeAtomically([1], to: "\(folder.path)/out/README.md")
      let refused = try await tool.run("download", "acme/a", "--to", "out")
      #expect(refused.status == 8)
      #expect(refused.errors.contains("why: other content is there: README.md; nothing was written"))
      #expect(try LocalFiles.read("\(folder.path)/out/README.md") == [1])
      let forced = try await tool.run("download", "acme/a", "--to", "out", "--force")
      #expect(forced.errors.contains("Writing  1 file to out; "))
      #expect(try LocalFiles.read("\(folder.path)/out/README.md") != [1])
    }
  }

  @Test("what cannot be meant is wrong usage", arguments: [["--force"], ["--revision", "a..b"], ["--include", ""]])
  func usage(arguments: [String]) async throws {
    let result = try await Tool().run(["download", "acme/a"] + arguments)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
  }

  @Test("Ctrl-C ends a download that waits for a server, and says that what has come is kept")
  func interrupted() async throws {
    let download = RunningTool()
    let folder = try TemporaryFolder()
    let server = try ScriptedServer { _ in
      download.signal(SIGINT)
      return .silence
    }
    defer { server.stop() }
    let result = try await tool(server.url, folder).run(["download", "acme/a"]) { download.started($0) }
    #expect(result.status == 130)
    #expect(result.errors == "What has come is kept; the same command goes on with it.\nInterrupted.\n")
    #expect(result.output.isEmpty)
  }
}
