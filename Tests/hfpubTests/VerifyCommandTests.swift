import Files
import Glibc
import LocalHub
import TestKit
import Testing

@Suite struct VerifyCommandTests {
  /// A hub with the sample published on it, and the folder that the receipt was left in.
  private func withHub(_ body: (LocalHubServer, TemporaryFolder) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    let server = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(
        folder: "\(folder.path)/hub",
        accounts: [LocalHubAccount(token: "hf_testwriter", userName: "acme")]
      )
    )
    let upload = try await tool(server, folder, token: "hf_testwriter")
      .run("upload", SampleCopy.original, "--repo", "acme/a", "--create", "--public")
    #expect(upload.status == 0, "\(upload.errors)")
    #expect(upload.errors.contains("Written  build/minilm-static/publish-receipt.json"))
    try await body(server, folder)
    await server.stop()
  }

  private func tool(_ server: LocalHubServer, _ folder: TemporaryFolder, token: String? = nil) -> Tool {
    var environment = ["HF_ENDPOINT": server.url, "HF_HUB_CACHE": "cache"]
    environment["HF_TOKEN"] = token
    return Tool(in: folder.path, environment: environment)
  }

  private let receipt = "build/minilm-static/publish-receipt.json"

  @Test("an upload leaves a receipt that verify finds by itself, without a token")
  func found() async throws {
    try await withHub { server, folder in
      let result = try await tool(server, folder).run("verify", "acme/a")
      #expect(result.status == 0, "\(result.output)\(result.errors)")
      #expect(result.errors.contains("Reading  \(receipt)"))
      #expect(result.output.hasPrefix("acme/a at main, commit "))
      #expect(result.output.contains("pass  receipt vectors  the same bits as in the receipt, of "))
      #expect(result.output.hasSuffix("\nVerified against the receipt.\n"))
      #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let text = try LocalFiles.readText("\(folder.path)/\(receipt)")
      #expect(!text.contains("hf_testwriter"))
      #expect(!text.contains(folder.path))
      #expect(!text.contains(Fixture.root))
      #expect(text.contains("\"repository_id\" : \""))
    }
  }

  @Test("without a receipt a published model is tried, and what is not looked at is said")
  func stranger() async throws {
    try await withHub { server, folder in
      try LocalFiles.remove("\(folder.path)/\(receipt)")
      let result = try await tool(server, folder).run("verify", "acme/a", "--no-cache")
      #expect(result.status == 0)
      #expect(result.output.contains("  -     receipt"))
      #expect(result.output.contains("pass  hidden_dim       128 in config.json, as the table has it"))
      #expect(result.output.hasSuffix("\nNothing is wrong; what was not looked at is marked with -.\n"))
      #expect(!LocalFiles.isFolder("\(folder.path)/cache"))
    }
  }

  @Test("what differs from the receipt is named and ends with 7, also as JSON")
  func differs() async throws {
    try await withHub { server, folder in
      let file = "\(folder.path)/\(receipt)"
      let text = try LocalFiles.readText(file)
      let weights = try #require(
        text.split(separator: "\n").first { $0.contains("weights_sha256") }?.split(separator: "\"")
      )
      let changed = text.replacing(String(weights[3]), with: String(repeating: "0", count: 64))
      try LocalFiles.writeAtomically(Array(changed.utf8), to: file)
      let quick = try await tool(server, folder).run("verify", "acme/a", "--quick", "--receipt", receipt)
      #expect(quick.status == 7)
      #expect(quick.output.contains("FAIL  file     model.safetensors has the SHA-256 "))
      #expect(quick.output.contains("1 thing is wrong: what is published is not what it should be"))
      #expect(quick.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let json = try await tool(server, folder).run("verify", "acme/a", "--quick", "--format", "json")
      #expect(json.status == 7)
      #expect(json.output.hasPrefix("{\n  \"schema\": \"hfpub/result/1\",\n  \"ok\": false,\n  \"exit\": 7,\n"))
      #expect(json.output.contains("\"message\": \"model.safetensors has the SHA-256 "))
      let quiet = try await tool(server, folder).run("verify", "acme/a", "--quick", "--format", "quiet")
      #expect(quiet.status == 7)
      #expect(quiet.output.isEmpty)
      #expect(quiet.errors.hasPrefix("error[file]: model.safetensors has the SHA-256 "), "\(quiet.errors)")
    }
  }

  @Test("a repository and a revision that are not there end with 5")
  func missing() async throws {
    try await withHub { server, folder in
      let repository = try await tool(server, folder).run("verify", "acme/none")
      #expect(repository.status == 5)
      #expect(repository.errors.contains("error[publishing.repository-missing]: cannot verify acme/none"))
      #expect(repository.output.isEmpty)
      let revision = try await tool(server, folder).run("verify", "acme/a", "--revision", "nope")
      #expect(revision.status == 5)
      #expect(revision.errors.contains("acme/a has no revision nope"))
    }
  }

  @Test("a second upload with nothing to send says when no receipt tells of a verification")
  func unverified() async throws {
    try await withHub { server, folder in
      let tool = tool(server, folder, token: "hf_testwriter")
      let verified = try await tool.run("upload", SampleCopy.original, "--repo", "acme/a")
      #expect(verified.status == 0)
      #expect(!verified.errors.contains("hfpub verify"))
      try LocalFiles.remove("\(folder.path)/\(receipt)")
      let unverified = try await tool.run("upload", SampleCopy.original, "--repo", "acme/a")
      #expect(unverified.status == 0)
      #expect(unverified.errors.contains("was verified; to do it:\n  hfpub verify acme/a\n"))
      #expect(LocalFiles.kind("\(folder.path)/\(receipt)") == nil)
    }
  }

  @Test("a rehearsal leaves a receipt only where there is something to verify, or where one was asked for")
  func rehearsal() async throws {
    let folder = try TemporaryFolder()
    let tool = Tool(in: folder.path)
    let forgotten = try await tool.run("upload", SampleCopy.original, "--rehearse")
    #expect(forgotten.status == 0)
    #expect(!forgotten.errors.contains("Written"))
    #expect(!LocalFiles.isFolder("\(folder.path)/build"))
    let asked = try await tool.run("upload", SampleCopy.original, "--rehearse", "--receipt", "here/r.json")
    #expect(asked.status == 0)
    #expect(LocalFiles.isFile("\(folder.path)/here/r.json"))
    let kept = try await tool.run("upload", SampleCopy.original, "--rehearse", "--store", "hub")
    #expect(kept.status == 0)
    #expect(LocalFiles.isFile("\(folder.path)/\(receipt)"))
  }

  @Test("a receipt inside the model's folder is refused before anything is sent")
  func modelFolder() async throws {
    let sample = try SampleCopy()
    let result = try await Tool(in: sample.folder).run("upload", "--rehearse", "--receipt", "model/r.json")
    #expect(result.status == 2)
    #expect(result.errors.contains("error[publishing.output-in-model-folder]"))
    #expect(!result.errors.contains("Planning"))
  }
}
