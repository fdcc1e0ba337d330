import Files
import Findings
import Foundation
import HubAPI
import Publishing
import TestKit
import Testing

/// Blocks are run by a stand-in for Python, a shell that answers the question for its path, so that no Python is needed.
@Suite struct ExampleRunnerTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let script = "#!/bin/sh\n[ \"$1\" = -c ] && { echo \"$0\"; exit; }\nexec sh \"$@\"\n"
    try LocalFiles.writeAtomically(Array(script.utf8), to: "\(folder.path)/python", mode: 0o755)
  }

  private func run(_ code: String, prints output: String? = nil, seconds: Int = 60) throws -> [Finding] {
    let content = Array("the file\n".utf8)
    let runner = try ExampleRunner(
      python: "\(folder.path)/python",
      files: [
        ShippedFile(
          path: try #require(RepositoryPath("examples/a.txt")),
          source: .bytes(content),
          digests: FileDigests(of: content)
        )
      ],
      repository: RepositoryID("owner/name"),
      environment: ["PATH": "/usr/bin:/bin", "HF_TOKEN": "hf_secret"],
      seconds: seconds
    )
    let location = SourceLocation(file: "README.md", line: 7)
    return try runner.run([ExampleBlock(code: code, output: output, location: location)])
  }

  @Test("a block that prints what the card says passes; blanks at line ends do not count")
  func same() throws {
    #expect(try run("cat examples/a.txt owner/name/examples/a.txt", prints: "\nthe file  \nthe file\n").isEmpty)
    #expect(try run("true").isEmpty)
  }

  @Test("the first line that differs is said")
  func different() throws {
    let found = try run("echo one; echo two", prints: "one\n2\n")
    #expect(found.map(\.code) == ["HFP692"])
    #expect(found.first?.seen == "the block prints \"two\" in line 2 of its output")
    #expect(found.first?.expected == "\"2\", as the block behind it says")
    #expect(found.first?.location?.line == 7)
    #expect(try run("echo one", prints: "one\ntwo").first?.seen == "the block prints nothing in line 2 of its output")
  }

  @Test("a block that fails says its last word")
  func failing() throws {
    let found = try run("echo first >&2; echo 'ModuleNotFoundError: No module named x' >&2; exit 1")
    #expect(found.first?.seen == "the block fails: ModuleNotFoundError: No module named x")
    #expect(try run("kill -SEGV $$").first?.seen == "the block was ended by signal 11")
  }

  @Test("a block that does not end is ended, with what it started")
  func endless() throws {
    let found = try run("sleep 1000 & sleep 1000", seconds: 1)
    #expect(found.first?.seen == "the block ran for more than 1 s and was ended")
  }

  @Test("a block has neither the user's variables nor a network nor the user's files to write to")
  func clean() throws {
    #expect(try run("echo ${HF_TOKEN:-none} $HF_HUB_OFFLINE; ls -A \"$HOME\" | wc -l", prints: "none 1\n0").isEmpty)
    #expect(try run("echo changed > examples/a.txt; cat examples/a.txt", prints: "changed").isEmpty)
  }

  @Test("output without end is cut off")
  func flood() throws {
    #expect(try run("yes").first?.seen.hasPrefix("the block ") == true)
  }

  @Test("an interpreter that is none is refused by name")
  func noPython() throws {
    let error = #expect(throws: PublishingError.self) {
      try ExampleRunner(python: "/nowhere/python", files: [], repository: nil, environment: [:])
    }
    #expect(error?.code == .noPython)
    #expect(error?.reason == "/nowhere/python is no Python interpreter that can be run")
  }
}
