import Files
import Foundation
import TestKit
import Testing

@Suite struct LintCardCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func card(_ text: String) throws -> String {
    let file = "\(folder.path)/README.md"
    try LocalFiles.writeAtomically(Array(text.utf8), to: file)
    return file
  }

  private let head = "---\nlicense: mit\nlibrary_name: model2vec\npipeline_tag: sentence-similarity\n---\n\n# A\n\n"

  @Test("what both publications render breaks no rule", arguments: ["minilm-static", "qwen25-deposium-1024d"])
  func publications(name: String) async throws {
    let result = try await Tool().run("lint-card", "--repo", "owner/name")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let own = try await Tool(in: "\(Fixture.root)/Publication/\(name)").run("lint-card")
    #expect(own.status == 0, "\(own.output)\(own.errors)")
    #expect(own.output.contains("README.md"))
    #expect(own.output.contains("Not checked: 1 check, because nobody asked for links to other servers (--online).\n"))
  }

  @Test("a card on disk is judged with the files beside it, and an error ends with status 1")
  func file() async throws {
    let file = try card(head + "[a](LICENSE) [b](NOTICE)\n")
    try LocalFiles.writeAtomically(Array("x".utf8), to: "\(folder.path)/LICENSE")
    let result = try await Tool().run("lint-card", file)
    #expect(result.status == 1)
    #expect(
      result.output.contains("/README.md:9:14: error[HFP606]: the address NOTICE, and no such file is published\n")
    )
    #expect(!result.output.contains("LICENSE"))
  }

  @Test("a warning is said and does not fail")
  func warning() async throws {
    let result = try await Tool().run(
      "lint-card",
      try card("---\nlicense: mit\nlibrary_name: x-y-z\n---\n\n# A\n\nx\n")
    )
    #expect(result.status == 0)
    #expect(result.output.contains("warning[HFP520]"))
  }

  @Test("examples run by the interpreter that is named, and what they print is compared")
  func examples() async throws {
    let python = "\(folder.path)/python"
    let script = "#!/bin/sh\n[ \"$1\" = -c ] && { echo \"$0\"; exit; }\nexec sh \"$@\"\n"
    try LocalFiles.writeAtomically(Array(script.utf8), to: python, mode: 0o755)
    let file = try card(head + "```python\necho one\n```\n\n```text\ntwo\n```\n")
    let result = try await Tool(environment: ["PATH": "/usr/bin:/bin"])
      .run("lint-card", file, "--run-examples", "--python", python)
    #expect(result.status == 1, "\(result.errors)")
    #expect(result.output.contains(":9:1: error[HFP692]: the block prints \"one\" in line 1 of its output\n"))
    let none = try await Tool().run("lint-card", file, "--run-examples", "--python", "/nowhere/python")
    #expect(none.status == 2)
    #expect(none.errors.contains("/nowhere/python is no Python interpreter that can be run"))
  }

  @Test("a file that is not there, or is no text, is an error of its own")
  func unreadable() async throws {
    let missing = try await Tool().run("lint-card", "\(folder.path)/none.md")
    #expect(missing.status == 8)
    try LocalFiles.writeAtomically([0x23, 0xFF, 0xFE], to: "\(folder.path)/README.md")
    let binary = try await Tool().run("lint-card", "\(folder.path)/README.md")
    #expect(binary.status == 8)
    #expect(binary.errors.contains("UTF-8"))
  }
}
