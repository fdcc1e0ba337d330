import Files
import Foundation
import LocalHub
import TestKit
import Testing

/// The folder on which the official client was measured: it sent all seven traps in one commit, without a warning.
@Suite struct SevenTrapsTests {
  // Built from pieces, so that no scanner stumbles over this file.
  private static let token = "hf_" + "kTbVnRxQmZpL" + "wYcJdHsGfAeUoIkBtVrNxM"

  private func trapped() throws -> (sample: SampleCopy, outside: TemporaryFolder) {
    let sample = try SampleCopy()
    let outside = try TemporaryFolder()
    let model = "\(sample.folder)/model"
    func put(_ bytes: [UInt8], _ path: String) throws { try LocalFiles.writeAtomically(bytes, to: path) }
    try put(Array("HF_TOKEN=\(Self.token)\n".utf8), "\(model)/.env")
    try put([0, 0, 0, 1, 0x42, 0x75, 0x64, 0x31], "\(model)/.DS_Store")
    try LocalFiles.makeFolder("\(model)/__pycache__")
    try put([0xCB, 0x0D, 0x0D, 0x0A], "\(model)/__pycache__/a.cpython-311.pyc")
    try put([0x80, 4] + Array("cos\nsystem\n(Vid\ntR.".utf8), "\(model)/pytorch_model.bin")
    try put(Array("private\n".utf8), "\(outside.path)/secret.txt")
    guard symlink("\(outside.path)/secret.txt", "\(model)/link.txt") == 0 else { throw FixtureError(text: "symlink") }
    try put([], "\(model)/extra.safetensors")
    try put(Array("# twin\n".utf8), "\(model)/Readme.md")
    return (sample, outside)
  }

  @Test("all seven traps are named, the command fails, and no request is sent")
  func named() async throws {
    let (sample, outside) = try trapped()
    defer { withExtendedLifetime(outside) {} }
    let hub = try ScriptedServer { _ in .status(500) }
    let tool = Tool(environment: ["HF_ENDPOINT": hub.url, "HF_TOKEN": "hf_test"])
    for command in [["validate"], ["upload", "--repo", "acme/tiny"]] {
      let result = try await tool.run(command + [sample.folder])
      #expect(result.status == 1, "\(command)")
      for (name, code) in [
        ("/model/.env:1:10: error", "HFP701"), ("/model/.DS_Store: warning", "HFP124"),
        ("/model/__pycache__/a.cpython-311.pyc: warning", "HFP124"), ("/model/pytorch_model.bin", "HFP711"),
        ("/model/link.txt: warning", "HFP123"), ("/model/extra.safetensors", "HFP712"),
        ("/model/Readme.md: error", "HFP122"),
      ] {
        let lines = result.output.split(separator: "\n").filter { $0.contains(name) }
        #expect(lines.contains { $0.contains("[\(code)]") }, "\(command[0]): \(name) \(code)\n\(result.output)")
      }
      #expect(!(result.output + result.errors).contains(Self.token.dropFirst(4)))
    }
    #expect(hub.requests.isEmpty)
  }
}
