import Files
import Foundation
import LocalHub
import Synchronization
import TestKit
import Testing

/// `hfpub validate --repo` and `hfpub evaluate --repo`: the published model in place of a folder here.
@Suite struct RemoteModelTests {
  private func withHub(
    _ body: (LocalHubServer, TemporaryFolder, @escaping @Sendable () -> Set<String>) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let paths = Paths()
    let server = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(
        folder: "\(folder.path)/hub",
        accounts: [LocalHubAccount(token: "hf_testwriter", userName: "acme")],
        requestLog: { record in
          if record.method == "GET", record.path.contains("/resolve/") { paths.add(record.path) }
        }
      )
    )
    let upload = try await Tool(environment: ["HF_ENDPOINT": server.url, "HF_TOKEN": "hf_testwriter"])
      .run("upload", "--repo", "acme/a", "--create", "--public", "--tag", "v1")
    #expect(upload.status == 0, "\(upload.errors)")
    paths.forget()
    try await body(server, folder) { paths.names }
    await server.stop()
  }

  private func tool(_ url: String, _ folder: TemporaryFolder, _ variables: [String: String] = [:]) -> Tool {
    Tool(
      environment: ["HF_ENDPOINT": url, "HF_HUB_CACHE": "\(folder.path)/cache"].merging(variables) { _, new in new }
    )
  }

  private static let needed: Set = ["model.safetensors", "tokenizer.json", "config.json"]

  @Test("validate fetches what a model needs, says so in one line, and finds what it finds in the folder")
  func validate() async throws {
    try await withHub { server, folder, fetched in
      let local = try await tool(server.url, folder).run("validate", "--verbose")
      let first = try await tool(server.url, folder).run("validate", "--repo", "acme/a", "--verbose")
      #expect(first.status == 0, "\(first.output)\(first.errors)")
      #expect(first.output == local.output)
      // A slow machine says which check it is at.
      let lines = first.errors.split(separator: "\n").filter { !$0.contains("Checking") }
      #expect(lines.count == 2, "\(first.errors)")
      #expect(lines.first?.hasPrefix("      Using  Publication/minilm-static") == true)
      #expect(
        lines.last?.contains(#/^ +Fetching  acme/a at [0-9a-f]{7}: [3-5] files, [0-9.]+ MB, [0-9.]+ MB fetched$/#)
          == true
      )
      #expect(fetched().isSuperset(of: Self.needed) && !fetched().contains("README.md"), "\(fetched())")
      // What other files the cache holds makes no difference, and neither does the hub.
      #expect(try await tool(server.url, folder).run("download", "acme/a").status == 0)
      let offline = try await tool("http://127.0.0.1:1", folder, ["HF_HUB_OFFLINE": "1"])
        .run("validate", "--repo", "acme/a", "--verbose")
      #expect(offline.status == 0)
      #expect(offline.output == local.output)
      #expect(offline.errors.contains(#/Fetching  acme/a at [0-9a-f]{7}: from the cache \(HF_HUB_OFFLINE\)\n/#))
    }
  }

  @Test("links of a snapshot are files, but one that leads out of the cache is found")
  func link() async throws {
    try await withHub { server, folder, _ in
      let tool = tool(server.url, folder)
      let snapshot = try await tool.run("download", "acme/a", "--quiet").output.dropLast()
      try LocalFiles.link("\(snapshot)/special_tokens_map.json", to: "/etc/hostname")
      let result = try await tool.run("validate", "--repo", "acme/a")
      #expect(result.status == 1)
      #expect(result.output.contains("the link special_tokens_map.json leads out of the folder"), "\(result.output)")
    }
  }

  @Test("evaluate scores the published model, alone, of a tag, and beside one that is here")
  func evaluate() async throws {
    try await withHub { server, folder, fetched in
      let alone = try await tool(server.url, folder).run("evaluate", "--repo", "acme/a")
      #expect(alone.status == 0, "\(alone.errors)")
      #expect(alone.output.contains("  acme/a  0.793"), "\(alone.output)")
      #expect(fetched().isSuperset(of: Self.needed) && !fetched().contains("README.md"))
      let both = try await tool(server.url, folder).run(
        "evaluate",
        "--repo",
        "acme/a",
        "--revision",
        "v1",
        "--model",
        "\(SampleCopy.original)/model"
      )
      #expect(both.status == 0, "\(both.errors)")
      #expect(
        both.output.contains("  model      0.793") && both.output.contains("  acme/a@v1  0.793"),
        "\(both.output)"
      )
      #expect(both.errors.contains(", all in the cache\n"))
    }
  }

  @Test("what is not there is said with the hub's words; wrong usage is refused")
  func refused() async throws {
    try await withHub { server, folder, _ in
      let none = try await tool(server.url, folder).run("validate", "--repo", "acme/none")
      #expect(none.status == 4)
      #expect(none.errors.contains("cannot look up acme/none"))
      let tag = try await tool(server.url, folder).run("evaluate", "--repo", "acme/a", "--revision", "v9")
      #expect(tag.status == 5)
      let offline = try await tool(server.url, folder, ["HF_HUB_OFFLINE": "1"]).run("validate", "--repo", "acme/a")
      #expect(offline.status == 6)
      #expect(offline.errors.contains("error[publishing.not-cached]: cannot take acme/a at main from the cache"))
      for arguments in [
        ["validate", "--revision", "v1"], ["evaluate", "--revision", "v1"],
        ["validate", "--repo", "acme/a", "--revision", "v1", "--model", "x"],
      ] {
        #expect(try await tool(server.url, folder).run(arguments).status == 2)
      }
    }
  }
}

private final class Paths: Sendable {
  private let all = Mutex<Set<String>>([])
  var names: Set<String> { all.withLock { $0 } }
  func add(_ path: String) {
    _ = all.withLock { $0.insert(path.split(separator: "/").dropFirst(4).joined(separator: "/")) }
  }
  func forget() { all.withLock { $0 = [] } }
}
