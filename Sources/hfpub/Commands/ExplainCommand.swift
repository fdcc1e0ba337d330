import ArgumentParser
import Documents
import Findings
import Publishing
import Validation

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say why a check matters and what to do.",
    discussion: """
      EXAMPLES
        hfpub explain HFP401
        hfpub explain                 all codes
        hfpub explain exit-status     how a command can end
        hfpub explain environment     the variables that are read
      """
  )

  /// Matters beside the checks.
  private enum Topic: String, CaseIterable {
    case exitStatus = "exit-status"
    case environment
  }

  @Argument(
    help: ArgumentHelp("A finding's code, exit-status or environment. Default: a list of all codes.", valueName: "code")
  )
  var code: String?

  @Flag(help: ArgumentHelp("Print the documentation's page of all checks, in Markdown.", visibility: .hidden))
  var page = false

  func run() throws {
    if page { return Console.write(CheckPages.markdown, to: 1) }
    guard let code else { return list() }
    if let topic = Topic(rawValue: code) { return show(topic) }
    guard let entry = CheckPages.all.first(where: { $0.code == code.uppercased() }) else {
      let nearest =
        NearestName.suggestion(for: code.uppercased(), among: CheckPages.all.map(\.code))
        ?? NearestName.suggestion(for: code, among: Topic.allCases.map(\.rawValue))
      throw ValidationError(
        "There is no check \(code)." + (nearest.map { " Did you mean \($0)?" } ?? " `hfpub explain` lists all.")
      )
    }
    Console.result("\(entry.code): \(entry.title)")
    for (heading, text) in [
      ("Why", entry.page.why), ("What to do", entry.page.fix), ("Waiver", CheckPages.waiver(entry)),
    ] {
      Console.result("\n\(heading)")
      Paragraph.lines(text, indent: 2).forEach(Console.result)
    }
  }

  private func show(_ topic: Topic) {
    switch topic {
    case .exitStatus:
      var table = Table(.right, .left)
      for status in ExitStatus.allCases { table.add("\(status.rawValue)", status.meaning) }
      table.lines(indent: 0).forEach(Console.result)
    case .environment:
      for variable in EnvironmentVariable.all {
        Console.result(variable.names.joined(separator: ", "))
        Paragraph.lines(variable.meaning, indent: 2).forEach(Console.result)
      }
      Console.result("\n`hfpub doctor` says which of them are set, and to what.")
    }
  }

  private func list() {
    for area in CheckArea.allCases {
      Console.result("\(area == .files ? "" : "\n")\(area.title) (\(area.name))")
      for entry in CheckPages.all where entry.area == area { Console.result("  \(entry.code)  \(entry.title)") }
    }
  }
}
