import Files
import Foundation
import LocalHub
import TestKit
import Testing

@Suite struct PublishCommandTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("publish goes the five steps, rehearses before anything leaves, and leaves files, archives and a receipt")
  func whole() async throws {
    let publication = try TinyPublication()
    let folder = try TemporaryFolder()
    let server = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(
        folder: "\(folder.path)/hub",
        accounts: [LocalHubAccount(token: "hf_testwriter", userName: "acme")]
      )
    )
    let tool = Tool(in: folder.path, environment: ["HF_ENDPOINT": server.url, "HF_TOKEN": "hf_testwriter"])
    let result = try await tool.run("publish", publication.folder, "--repo", "acme/a", "--create")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("\(server.url)/acme/a/commit/"))
    #expect(result.output.split(separator: "\n").count == 1)
    let titles = [
      "Step 1 of 5  The model is here", "Step 2 of 5  Its numbers are measured",
      "Step 3 of 5  The files are rendered", "Step 4 of 5  It is rehearsed", "  Rehearsed  ",
      "Step 5 of 5  It is published and verified", "  Creating  acme/a (private)",
      "  [ ok ]  The model is here ", "  [ ok ]  It is published and verified ",
    ]
    var rest = result.errors[...]
    for title in titles {
      let place = try #require(rest.firstRange(of: title), "\(title) in \(result.errors)")
      rest = rest[place.upperBound...]
    }
    // A log is read anywhere.
    #expect(!result.errors.contains("\u{1B}"))
    for name in ["README.md", "minilm-static.tar.gz", "minilm-static.zip", "publish-receipt.json"] {
      #expect(LocalFiles.isFile("\(folder.path)/build/minilm-static/\(name)"), "\(name)")
    }

    let again = try await tool.run("publish", publication.folder, "--repo", "acme/a", "--format", "json")
    #expect(again.status == 0)
    let found = try object(again.output)
    #expect(found["outcome"] as? String == "up_to_date")
    #expect(found["command"] as? String == "publish")
    let states = (found["steps"] as? [[String: Any]])?.compactMap { $0["state"] as? String }
    #expect(states == Array(repeating: "done", count: 5))
    await server.stop()
  }

  @Test("with --rehearse the way ends there, and --format quiet prints the address alone")
  func rehearsal() async throws {
    let publication = try TinyPublication()
    let folder = try TemporaryFolder()
    let result = try await Tool(in: folder.path)
      .run("publish", publication.folder, "--rehearse", "--format", "quiet")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.isEmpty)
    #expect(result.output.hasPrefix("http://127.0.0.1:"))
    #expect(result.output.split(separator: "\n").count == 1)
  }

  @Test("the step that a failed check belongs to ends the way, and nothing is sent")
  func failing() async throws {
    let sample = try SampleCopy()
    try sample.replace("margin: 0.5,", with: "margin: 0.99,")
    let folder = try TemporaryFolder()
    let result = try await Tool(in: folder.path).run("publish", sample.folder, "--rehearse")
    #expect(result.status == 1)
    let line = "  [FAIL]  Its numbers are measured      1 of 103 checks failed"
    #expect(result.errors.contains(line), "\(result.errors)")
    #expect(result.errors.contains("  [    ]  It is rehearsed\n"))
    #expect(result.output.contains("error[HFP203]"))
    #expect(!LocalFiles.isFolder("\(folder.path)/build"))
  }

  @Test("an upload that cannot be is failed in its step, and the error says why")
  func refused() async throws {
    let publication = try TinyPublication()
    let folder = try TemporaryFolder()
    let server = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(
        folder: "\(folder.path)/hub",
        accounts: [LocalHubAccount(token: "hf_testwriter", userName: "acme")]
      )
    )
    let tool = Tool(in: folder.path, environment: ["HF_ENDPOINT": server.url, "HF_TOKEN": "hf_testwriter"])
    let result = try await tool.run("publish", publication.folder, "--repo", "acme/none", "--format", "json")
    #expect(result.status == 5)
    #expect(result.errors.contains("  [FAIL]  It is published and verified"))
    let found = try object(result.output)
    #expect(found["remote_state"] as? String == "untouched")
    #expect((found["error"] as? [String: Any])?["exit"] as? Int == 5)
    #expect((found["steps"] as? [[String: Any]])?.last?["state"] as? String == "failed")
    #expect(found["path"] as? String == "build/minilm-static")
    await server.stop()
  }
}
