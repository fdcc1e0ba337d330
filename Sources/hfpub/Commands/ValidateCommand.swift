import ArgumentParser
import Documents
import Evaluation
import Findings
import Publication
import Validation

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Load the model, run it, score its smoke tests and run all checks.",
    discussion: "Nothing is written and nothing leaves this machine. Exit status 1 when a check fails."
  )

  @OptionGroup var publication: PublicationOptions
  @OptionGroup var model: ModelOverride

  func run() throws {
    let choice = try model.applied(to: publication.find())
    let report = try Validator(toolVersion: Tool.version, today: Tool.today)
      .run(choice.manifest, folder: choice.folder, repository: publication.repository)
    ValidationPrinter(manifest: choice.manifest, report: report).printReport()
    if report.findings.hasErrors { throw BadResult(status: .checkFailed) }
  }
}
