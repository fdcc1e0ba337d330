import ArgumentParser
import Documents
import Findings
import Publishing
import Validation

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say what a check looks at, why it matters and what to do.",
    discussion: """
      EXAMPLES
        hfpub explain HFP401
        hfpub explain            all codes
      """
  )

  @Argument(help: ArgumentHelp("The code, as a finding gives it. Default: a list of all.", valueName: "code"))
  var code: String?

  @Flag(help: ArgumentHelp("Print the documentation's page of all checks, in Markdown.", visibility: .hidden))
  var page = false

  func run() throws {
    if page { return Console.write(CheckPages.markdown, to: 1) }
    guard let code else { return list() }
    guard let entry = CheckPages.all.first(where: { $0.code == code.uppercased() }) else {
      let nearest = NearestName.suggestion(for: code.uppercased(), among: CheckPages.all.map(\.code))
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

  private func list() {
    for area in CheckArea.allCases {
      Console.result("\(area == .files ? "" : "\n")\(area.title) (\(area.name))")
      for entry in CheckPages.all where entry.area == area { Console.result("  \(entry.code)  \(entry.title)") }
    }
  }
}
