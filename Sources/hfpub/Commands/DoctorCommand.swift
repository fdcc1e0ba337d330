import ArgumentParser
import Findings
import HubAPI

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look at tool, machine, network and token.",
    discussion: """
      EXAMPLES
        hfpub doctor
        hfpub doctor --repo owner/name    also: is it there, may one write
        hfpub doctor --offline            without a request

      A line for each fact: ok, warn, FAIL, or - for what was not checked. Nothing is changed anywhere, the token goes to \
      the endpoint only and is never printed. The exit status is 1 when something failed.
      """
  )

  /// How the facts are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Option(
    name: .customLong("repo"),
    help: ArgumentHelp("A repository on the Hub to look at as well.", valueName: "owner/name")
  )
  var repository: RepositoryID?

  @Flag(help: "Make no request; HF_HUB_OFFLINE=1 does the same.")
  var offline = false

  @Option(help: "How to print the facts.")
  var format = Format.text

  func run() async throws {
    let doctor = Doctor(variables: Environment.variables, repository: repository, isOffline: offline)
    Console.await("the Hub's answers")
    let report = await doctor.run()
    Console.await(nil)
    switch format {
    case .text: report.lines.forEach(Console.result)
    case .json: Console.result(try report.json())
    }
    if !report.ok { throw BadResult(status: .checkFailed) }
  }
}
