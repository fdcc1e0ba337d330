import ArgumentParser
import Findings
import HubAPI
import LocalHub
import Publication
import Publishing

struct UploadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upload",
    abstract: "Validate, render, plan, send in one commit, fetch back and run again.",
    discussion: """
      Goes to the Hub at HF_ENDPOINT (default https://huggingface.co) with the token of HF_TOKEN or of `hfpub login`. \
      Files that are only on the remote stay there, unless --prune. The commit's URL is printed on standard output.

      EXAMPLES
        hfpub upload --rehearse                   no account and no network
        hfpub upload --repo owner/name            to an existing repository
        hfpub upload --repo owner/name --create   create it first, private
        hfpub upload --dry-run                    what would be sent, and nothing else
      """
  )

  @OptionGroup var publication: PublicationOptions
  @OptionGroup var model: ModelOverride

  @Flag(help: "Create the repository (private, unless --public) and the branch if they do not exist.")
  var create = false

  @Flag(help: "With --create: let everybody see the new repository.")
  var `public` = false

  @OptionGroup var target: UploadTarget

  @Option(help: ArgumentHelp("The commit's first line.", valueName: "text"))
  var message: String?

  @Option(help: ArgumentHelp("The commit's further lines.", valueName: "text"))
  var description = ""

  @Option(help: ArgumentHelp("Give the new commit this tag, once it is verified.", valueName: "name"))
  var tag: Revision?

  @Flag(help: "Open a pull request instead of committing to main; it is shown to others once it is verified.")
  var pr = false

  @Flag(help: "Show the plan and send nothing, as `hfpub plan` does.")
  var dryRun = false

  @Option(help: ArgumentHelp("Do exactly what this plan says (`hfpub plan -o`), or nothing.", valueName: "file"))
  var plan: String?

  func validate() throws {
    if `public`, !create { throw ValidationError("--public goes with --create.") }
    if dryRun, plan != nil { throw ValidationError("--dry-run makes a plan of its own; give it without --plan.") }
    if dryRun, create { throw ValidationError("--dry-run creates nothing; give it without --create.") }
    if pr, target.revision != .main { throw ValidationError("--pr goes to main; give it without --revision.") }
    if pr, plan != nil || create {
      throw ValidationError(
        "--pr is for a repository that is there, and plans anew; give it without --create and --plan."
      )
    }
    if let message, message.allSatisfy(\.isWhitespace) { throw ValidationError("--message is empty.") }
  }

  private var options: UploadOptions {
    var options = UploadOptions(
      revision: target.revision,
      prunes: target.prune,
      message: message,
      description: description
    )
    options.opensPullRequest = pr
    options.tag = tag
    return options
  }

  func run() async throws {
    guard !dryRun else { return try await PlanCommand.show(publication, model, target, output: nil) }
    let choice = try model.applied(to: publication.find())
    let repository = try target.repository(publication, choice.manifest)
    let approved = try plan.map { try PlanFile(file: $0) }
    let connection = try await target.rehearse ? HubConnection.rehearsal(store: target.store) : HubConnection.remote()
    try await Interruption.cancelling {
      let prepared = try Steps.prepare(choice, repository: repository)
      let job = UploadJob(
        hub: connection.hub,
        repository: repository,
        creation: `public` ? .asPublic : create || target.rehearse ? .asPrivate : .refused,
        options: options,
        approved: approved,
        report: UploadPrinter(endpoint: connection.name).show
      )
      let outcome = try await job.run(prepared)
      UploadPrinter(endpoint: connection.name).show(outcome)
    }
    await connection.close()
    if let store = target.store {
      Console.step("Ended", "the embedded hub; to look at it: hfpub serve --store \(store)")
    }
  }
}
