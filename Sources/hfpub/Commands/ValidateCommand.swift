import ArgumentParser
import Documents
import Evaluation
import Findings
import HubAPI
import Publication
import Reports
import Validation

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Load the model, run it, score it, run all checks.",
    usage: "hfpub validate [<folder>] [<options>]",
    discussion: """
      EXAMPLES
        hfpub validate
        hfpub validate --only safety --only files
        hfpub validate --skip HFP603 --fail-on warning
        hfpub validate --repo owner/name --revision v1
        hfpub validate --format json
        hfpub validate --report sarif=hfpub.sarif --report github=-

      Nothing is written and nothing leaves this machine. Exit status 1 when a check fails. `hfpub explain CODE` says why \
      a check matters and what to do.

      With --repo the model is the published one: its files are fetched into the cache that all of the Hub's tools share, \
      as far as they are missing (HF_HUB_OFFLINE=1 takes the cache alone), and looked at as the publication's model. With \
      --model as well nothing is fetched, and --repo only says for which repository is rendered. To look at a model \
      without a publication, use `hfpub verify`.
      """
  )

  @OptionGroup var publication: PublicationOptions
  @OptionGroup var model: ModelOverride
  @OptionGroup var remote: RemoteModelOptions

  @Option(help: ArgumentHelp("Run only these: an area or a code; may be given often.", valueName: "name"))
  var only: [String] = []

  @Option(help: ArgumentHelp("Do not run these: an area or a code; may be given often.", valueName: "name"))
  var skip: [String] = []

  @OptionGroup var reports: ReportOptions

  func validate() throws {
    if remote.revision != nil, publication.repository == nil { throw ValidationError("--revision goes with --repo.") }
    if remote.revision != nil, model.folder != nil {
      throw ValidationError("--revision is of a published model; give it without --model.")
    }
    guard let unknown = selection.unknownName else { return }
    let areas = CheckArea.allCases.map(\.name).joined(separator: ", ")
    throw ValidationError(
      "There is no area and no check \(unknown.name). "
        + (unknown.suggestion.map { "Did you mean \($0)?" } ?? "Areas: \(areas). `hfpub explain` lists the codes.")
    )
  }

  private var selection: CheckSelection { CheckSelection(only: only, skip: skip) }

  func run() async throws {
    try await reports.run("validate") {
      var choice = try model.applied(to: publication.find())
      if let repository = publication.repository, model.folder == nil {
        choice.manifest.modelFolder = try await RemoteModel(repository, remote).folder()
      }
      var validator = Validator(toolVersion: Tool.version, today: Tool.today)
      validator.selection = selection
      validator.progress = ValidationWork.show
      let report = try validator.run(choice.manifest, folder: choice.folder, repository: publication.repository)
      return ReportOptions.Judgement(
        document: ReportDocument(report, of: choice.manifest, repository: publication.repository),
        preface: ModelSummary(manifest: choice.manifest, report: report).lines,
        modelFolder: choice.manifest.modelFolder
      )
    }
  }
}
