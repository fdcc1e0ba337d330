import Files
import LocalHub
import TestKit
import Testing

/// Without the rights to fill a disk, a limit on the size of files stands for it.
@Suite struct DiskFullTests {
  @Test("a card that finds no room is an error that names the folder, and nothing stands under its name")
  func card() async throws {
    let sample = try SampleCopy()
    var tool = Tool(in: sample.folder)
    tool.fileSizeLimit = 4
    let result = try await tool.run("render-card")
    #expect(result.status == 8, "\(result.errors)")
    #expect(result.errors.contains("error[file.disk-full]: cannot write build/minilm-static/README.md\n"))
    #expect(result.errors.contains("  why: there is no room for it in build/minilm-static (File too large)\n"))
    #expect(result.errors.contains("  fix: Raise the limit on the size of files (`ulimit -f` shows it), or choose"))
    #expect(result.output.isEmpty)
    #expect(try LocalFiles.walk("\(sample.folder)/build").isEmpty)
  }

  @Test("a download that finds no room keeps what came, under no final name, and goes on when there is room")
  func download() async throws {
    let folder = try TemporaryFolder()
    let server = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(
        folder: "\(folder.path)/hub",
        accounts: [LocalHubAccount(token: "hf_testwriter", userName: "acme")]
      )
    )
    let upload = try await Tool(environment: ["HF_ENDPOINT": server.url, "HF_TOKEN": "hf_testwriter"])
      .run("upload", "--repo", "acme/a", "--create", "--public", "--receipt", "\(folder.path)/receipt.json")
    #expect(upload.status == 0, "\(upload.errors)")
    var tool = Tool(in: folder.path, environment: ["HF_ENDPOINT": server.url, "HF_HUB_CACHE": "cache"])
    tool.fileSizeLimit = 2000
    let result = try await tool.run("download", "acme/a", "--to", "plain")
    #expect(result.status == 8, "\(result.errors)")
    #expect(result.errors.contains("cannot write \(folder.path)/cache/models--acme--a/blobs/"), "\(result.errors)")
    #expect(result.errors.contains("no room for it in \(folder.path)/cache/models--acme--a/blobs (File too large)"))
    #expect(!LocalFiles.isFolder("\(folder.path)/plain"))
    for (name, _) in try LocalFiles.list("\(folder.path)/cache/models--acme--a/blobs") where !name.contains(".") {
      #expect(try LocalFiles.read("\(folder.path)/cache/models--acme--a/blobs/\(name)").count < 1_024_000)
    }
    tool.fileSizeLimit = nil
    let again = try await tool.run("download", "acme/a", "--to", "plain")
    #expect(again.status == 0, "\(again.errors)")
    #expect(LocalFiles.isFile("\(folder.path)/plain/model.safetensors"))
    // A copy that finds no room.
    tool.fileSizeLimit = 2000
    let copy = try await tool.run("download", "acme/a", "--to", "other")
    #expect(copy.status == 8, "\(copy.errors)")
    #expect(copy.errors.contains("error[file.disk-full]: cannot write "), "\(copy.errors)")
    #expect(!LocalFiles.isFile("\(folder.path)/other/model.safetensors"))
    #expect(try LocalFiles.walk("\(folder.path)/other").allSatisfy { !$0.path.contains("hfpub") })
    await server.stop()
  }
}
