import ArgumentParser
import Documents
import Evaluation
import Findings
import Publication
import Validation

struct ValidateCommand: ParsableCommand {
  /// The least severity that fails the command.
  enum FailingSeverity: String, ExpressibleByArgument, CaseIterable {
    case error, warning
  }

  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Load the model, run it, score its smoke tests and run all checks.",
    discussion: """
      Nothing is written and nothing leaves this machine. Exit status 1 when a check fails. `hfpub explain CODE` says why \
      a check matters and what to do.

      EXAMPLES
        hfpub validate
        hfpub validate --only safety --only files
        hfpub validate --skip HFP603 --fail-on warning
      """
  )

  @OptionGroup var publication: PublicationOptions
  @OptionGroup var model: ModelOverride

  @Option(help: ArgumentHelp("Run only these: an area or a code; may be given often.", valueName: "name"))
  var only: [String] = []

  @Option(help: ArgumentHelp("Do not run these: an area or a code; may be given often.", valueName: "name"))
  var skip: [String] = []

  @Option(help: "What fails the command: an error, or a warning too.")
  var failOn = FailingSeverity.error

  func validate() throws {
    guard let unknown = selection.unknownName else { return }
    let areas = CheckArea.allCases.map(\.name).joined(separator: ", ")
    throw ValidationError(
      "There is no area and no check \(unknown.name). "
        + (unknown.suggestion.map { "Did you mean \($0)?" } ?? "Areas: \(areas). `hfpub explain` lists the codes.")
    )
  }

  private var selection: CheckSelection { CheckSelection(only: only, skip: skip) }

  func run() throws {
    let choice = try model.applied(to: publication.find())
    var validator = Validator(toolVersion: Tool.version, today: Tool.today)
    validator.selection = selection
    let report = try validator.run(choice.manifest, folder: choice.folder, repository: publication.repository)
    ValidationPrinter(manifest: choice.manifest, report: report).printReport()
    let fails = report.findings.contains { $0.severity == .error || failOn == .warning && $0.severity == .warning }
    if fails { throw BadResult(status: .checkFailed) }
  }
}
