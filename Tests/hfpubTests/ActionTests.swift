import Files
import Foundation
import TestKit
import Testing

@testable import hfpub

/// `action.yml` and the script that it runs, as a runner of GitHub Actions would.
@Suite struct ActionTests {
  private struct Run {
    var status: Int32
    var output: String
    var errors: String
    /// What the step gives to later steps.
    var values: [String: String]
    var summary: String
  }

  /// Runs the step with inputs; nothing of the environment but what a runner sets.
  private func run(_ inputs: [String: String], environment: [String: String] = [:]) async throws -> Run {
    let folder = try TemporaryFolder()
    let files = ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"]
    for name in files { try LocalFiles.writeAtomically([], to: "\(folder.path)/\(name)") }
    var variables = ["RUNNER_TEMP": folder.path, "HFPUB_BINARY": Tool.binary, "GITHUB_ACTIONS": "true"]
    for name in files { variables[name] = "\(folder.path)/\(name)" }
    for (name, value) in inputs { variables["HFPUB_\(name)"] = value }
    var tool = Tool(environment: variables.merging(environment) { _, new in new })
    tool.program = "\(Fixture.root)/Scripts/action"
    let result = try await tool.run()
    var values: [String: String] = [:]
    for line in try LocalFiles.readText("\(folder.path)/GITHUB_OUTPUT").split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      values[parts[0]] = parts[1]
    }
    if let path = values["sarif"] { #expect(try LocalFiles.readText(path).contains("\"2.1.0\"")) }
    return Run(
      status: result.status,
      output: result.output,
      errors: result.errors,
      values: values,
      summary: try LocalFiles.readText("\(folder.path)/GITHUB_STEP_SUMMARY")
    )
  }

  @Test("a sound publication passes, with a summary and SARIF for later steps")
  func valid() async throws {
    let publication = try TinyPublication()
    let run = try await run(["COMMAND": "validate", "PUBLICATION": publication.folder])
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(run.values["status"] == "0")
    #expect(run.values["sarif"] != nil)
    #expect(run.values["hfpub"]?.hasSuffix("/hfpub") == true)
    #expect(run.summary.contains("hfpub validate"))
  }

  @Test("what is wrong is said beside the line, and the step ends with hfpub's status")
  func broken() async throws {
    let publication = try SampleCopy()
    try publication.replace("margin: 0.5,", with: "margin: 0.99,")
    let run = try await run(["COMMAND": "validate", "PUBLICATION": publication.folder, "ARGS": "--only\nmodel"])
    #expect(run.status == 1)
    #expect(run.values["status"] == "1")
    #expect(run.output.contains("::error "))
    #expect(run.output.contains("HFP203"))
  }

  @Test(
    "inputs are arguments, whatever they hold",
    arguments: ["$(touch {})", "; touch {}", "--report=json={}", "`touch {}`"]
  )
  func hostile(text: String) async throws {
    let folder = try TemporaryFolder()
    let input = text.replacingOccurrences(of: "{}", with: "\(folder.path)/touched")
    for name in ["PUBLICATION", "REPO", "COMMAND"] {
      let run = try await run(["COMMAND": "validate"].merging([name: input]) { _, new in new })
      #expect(run.status != 0, "\(name)")
    }
    let arguments = try await run(["COMMAND": "plan", "ARGS": input])
    #expect(arguments.status != 0)
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/touched"))
  }

  @Test("a command that the action does not offer is refused in one workflow command")
  func unknown() async throws {
    let run = try await run(["COMMAND": "login\n::stop-commands::x"])
    #expect(run.status == 2)
    #expect(run.output.hasPrefix("::error title=hfpub::the command is login%0A::stop-commands::x; there are validate"))
    #expect(run.output.split(separator: "\n").count == 1)
  }

  @Test("trusted publishing asks for a token for the repository, and says what the job lacks")
  func trusted() async throws {
    let publication = try TinyPublication()
    let inputs = ["COMMAND": "upload", "PUBLICATION": publication.folder, "TRUSTED": "true"]
    let nobody = try await run(inputs.merging(["REPO": "acme/tiny"]) { _, new in new })
    #expect(nobody.status == 4)
    #expect(nobody.errors.contains("cannot get a token for acme/tiny"))
    #expect(nobody.errors.contains("id-token: write"))
    let nowhere = try await run(inputs)
    #expect(nowhere.status == 2)
    #expect(nowhere.output == "::error title=hfpub::trusted-publishing needs the input repo\n")
  }

  @Test("action.yml passes every input by the environment, and the script reads each")
  func definition() throws {
    let action = try LocalFiles.readText("\(Fixture.root)/action.yml")
    let script = try LocalFiles.readText("\(Fixture.root)/Scripts/action")
    let lines = action.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "inputs:"))
    let end = try #require(lines.firstIndex(of: "outputs:"))
    let inputs = lines[start..<end].filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }.map {
      $0.dropFirst(2).dropLast()
    }
    #expect(inputs == ["command", "publication", "repo", "args", "trusted-publishing", "hfpub"])
    let code = lines[end...].filter { !$0.drop { $0 == " " }.hasPrefix("#") }
    for input in inputs {
      let uses = code.filter { $0.contains("${{ inputs.\(input) }}") }
      #expect(uses.count == 1, "\(input)")
      let variable = try #require(uses.first?.split(separator: ":").first?.drop { $0 == " " })
      #expect(script.contains(variable), "\(variable)")
    }
    // An expression in a line that a shell runs would be text of whoever wrote the input.
    for (index, line) in code.enumerated() where line.hasSuffix("run: |") {
      for shell in code[(index + 1)...].prefix(while: { $0.hasPrefix("        ") }) {
        #expect(!shell.contains("${{"), "\(shell)")
      }
    }
    let commands = Hfpub.configuration.subcommands.compactMap(\.configuration.commandName)
    for command in ["validate", "lint-card", "evaluate", "plan", "publish", "upload", "verify"] {
      #expect(commands.contains(command))
    }
  }
}
