import Files
import Findings
import Foundation
import TestKit
import Testing

@testable import hfpub

@Suite("help, manual pages and completions") struct HelpTests {
  private static let commands = (try? CommandTree.own())?.ownSubcommands.map(\.commandName) ?? []

  @Test("help is examples first, and no line is wider than a terminal", arguments: [""] + Self.commands)
  func help(command: String) async throws {
    let result = try await Tool().run(command.isEmpty ? ["--help"] : [command, "--help"])
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("OVERVIEW: "))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(result.output)")
    let examples = try #require(result.output.firstRange(of: "\nEXAMPLES\n  "), "\(command) has no examples")
    let before = result.output[..<examples.lowerBound].split(separator: "\n")
    #expect(before.count <= 2 && before[0].hasPrefix("OVERVIEW: "), "\(before)")
  }

  @Test("a slip in a command is met with the command that was meant, any other word with all of them")
  func unknown() async throws {
    let slip = try await Tool().run("valdiate")
    #expect(slip.status == 2)
    #expect(slip.errors.contains("There is no command “valdiate”. Did you mean `hfpub validate`?"))
    let other = try await Tool().run("frobnicate", "--x")
    #expect(other.status == 2)
    #expect(other.errors.contains("Commands: init, validate, "))
    let option = try await Tool().run("validate", "--onyl", "x")
    #expect(option.status == 2)
    #expect(option.errors.contains("Did you mean '--only'?"))
    let late = try await Tool().run("explain", "HFP999")
    #expect(late.errors.contains("\nUsage: hfpub explain [<code>]\n  See 'hfpub explain --help'"), "\(late.errors)")
    let repository = try await Tool().run("download", "a/b/c")
    #expect(repository.errors.contains("expected an owner and a name of letters"), "\(repository.errors)")
    #expect(try await Tool().run("help", "validate").output == Tool().run("validate", "--help").output)
  }

  @Test("every command has a manual page with its options, and no text of it is taken for a macro")
  func manual() async throws {
    let place = try TemporaryFolder()
    let result = try await Tool(in: place.path).run("man", "-o", "pages")
    #expect(result.status == 0)
    let names = try LocalFiles.list("\(place.path)/pages").map(\.name)
    #expect(Set(names) == Set(["hfpub.1"] + Self.commands.map { "hfpub-\($0).1" }))
    let macros: Set = [".TH", ".SH", ".TP", ".PP", ".B", ".I", ".nf", ".fi"]
    for name in names {
      let page = try LocalFiles.readText("\(place.path)/pages/\(name)")
      #expect(page.hasPrefix(".TH HFPUB"))
      for line in page.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
        #expect(macros.contains(String(line.prefix { $0 != " " })), "\(name): \(line)")
      }
      for status in ExitStatus.allCases { #expect(page.contains("\n.TP\n\(status.rawValue)\n"), "\(name)") }
    }
    let upload = try LocalFiles.readText("\(place.path)/pages/hfpub-upload.1")
    #expect(upload.contains("\n.TP\n\\fB\\-\\-repo\\fR \\fIowner/name\\fR\nThe repository on the Hub.\n"))
    #expect(upload.contains("\n.SH EXAMPLES\n.nf\nhfpub upload \\-\\-rehearse "))
    let root = try LocalFiles.readText("\(place.path)/pages/hfpub.1")
    for variable in EnvironmentVariable.all { #expect(root.contains(ManualPage.escaped(variable.names[0]))) }
    #expect(try await Tool().run("man", "uplaod").errors.contains("Did you mean `hfpub upload`?"))
  }

  @Test(
    "letters that troff would take for its own are escaped",
    arguments: [
      ("a-b", "a\\-b"), ("\\n", "\\en"), (".TH", "\\&.TH"), ("it's", "it\\(aqs"), ("`x`", "\\(gax\\(ga"),
    ]
  )
  func escapes(text: String, escaped: String) {
    #expect(ManualPage.escaped(text) == escaped)
  }

  @Test("completions are scripts that their shell can read", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) async throws {
    let result = try await Tool().run("completion", shell)
    #expect(result.status == 0)
    #expect(Self.commands.allSatisfy { result.output.contains($0) })
    guard let program = ["/bin", "/usr/bin"].map({ "\($0)/\(shell)" }).first(where: LocalFiles.isFile) else { return }
    let place = try TemporaryFolder()
    try LocalFiles.writeAtomically(Array(result.output.utf8), to: "\(place.path)/script")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["-n", "\(place.path)/script"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test("exit statuses and variables are explained from the same tables")
  func topics() async throws {
    let statuses = try await Tool().run("explain", "exit-status").output
    #expect(statuses.split(separator: "\n").count == ExitStatus.allCases.count)
    #expect(statuses.contains("\n  9  outcome unknown and could not be settled\n"))
    #expect(try await Tool().run("explain", "environment").output.hasPrefix("HF_ENDPOINT\n  the Hub's address"))
    #expect(try await Tool().run("explain", "exit-stauts").errors.contains("Did you mean exit-status?"))
  }

  @Test("the README's table of exit statuses is the enumeration's")
  func readme() throws {
    let text = try LocalFiles.readText("\(Fixture.root)/README.md")
    for status in ExitStatus.allCases { #expect(text.contains("\n| \(status.rawValue) | \(status.meaning) |\n")) }
  }
}
