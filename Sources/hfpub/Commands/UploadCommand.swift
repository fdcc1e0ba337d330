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
      Goes to the Hub at HF_ENDPOINT (default https://huggingface.co) with the token of HF_TOKEN or of `hfpub login`, or \
      in a CI job that the Hub trusts (HF_OIDC_RESOURCE=owner/name) with one for that job. \
      Files that are only on the remote stay there, unless --prune. The commit's URL is printed on standard output.

      How far it came is noted in $XDG_STATE_HOME/hfpub/journal (default ~/.local/state): after a killed run, run the \
      command again; it says what was left, and completes it. Two runs to one branch at once are refused.

      A folder that one commit cannot hold (over 10,000 files, 1,000 objects in storage, or 100 MiB beside them) goes \
      to a draft pull request in parts, which is compared with the plan and merged in one step: nobody sees a half.

      EXAMPLES
        hfpub upload --rehearse                   no account and no network
        hfpub upload --repo owner/name            to an existing repository
        hfpub upload --repo owner/name --create   create it first, private
        hfpub upload --dry-run                    what would be sent, and nothing else
        hfpub upload --limit-rate 500k --max-wait 1h
      """
  )

  @OptionGroup var publication: PublicationOptions
  @OptionGroup var model: ModelOverride

  @Flag(help: "Create the repository (private, unless --public) and the branch if they do not exist.")
  var create = false

  @Flag(help: "With --create: let everybody see the new repository.")
  var `public` = false

  @OptionGroup var target: UploadTarget

  @Flag(help: "Put back what others changed or deleted there since the last upload; refused without it.")
  var overwrite = false

  @Option(help: ArgumentHelp("The commit's first line.", valueName: "text"))
  var message: String?

  @Option(help: ArgumentHelp("The commit's further lines; a line `hfpub-upload: ID` follows them.", valueName: "text"))
  var description = ""

  @Option(help: ArgumentHelp("Give the new commit this tag, once it is verified.", valueName: "name"))
  var tag: Revision?

  @Flag(help: "Open a pull request instead of committing to main; it is shown to others once it is verified.")
  var pr = false

  @Flag(help: "Show the plan and send nothing, as `hfpub plan` does.")
  var dryRun = false

  @Option(help: ArgumentHelp("Do exactly what this plan says (`hfpub plan -o`), or nothing.", valueName: "file"))
  var plan: String?

  @Option(
    help: ArgumentHelp("Where the receipt goes. Default: build/<name>/publish-receipt.json here.", valueName: "file")
  )
  var receipt: String?

  @OptionGroup var network: NetworkOptions
  @OptionGroup var speed: RateOptions

  func validate() throws {
    if dryRun, receipt != nil { throw ValidationError("--dry-run leaves no receipt; give it without --receipt.") }
    if `public`, !create { throw ValidationError("--public goes with --create.") }
    if dryRun, plan != nil { throw ValidationError("--dry-run makes a plan of its own; give it without --plan.") }
    if overwrite, dryRun || plan != nil {
      throw ValidationError("--overwrite goes without --dry-run, which sends nothing, and --plan, which was looked at.")
    }
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
    options.overwrites = overwrite
    options.tag = tag
    return options
  }

  func run() async throws {
    guard !dryRun else { return try await PlanCommand.show(publication, model, target, network.limits, output: nil) }
    let choice = try model.applied(to: publication.find())
    let repository = try target.repository(publication, choice.manifest)
    let approved = try plan.map { try PlanFile(file: $0) }
    var limits = network.limits
    limits.rate = speed.limitRate?.bytes
    let connection =
      try await target.rehearse
      ? HubConnection.rehearsal(store: target.store, limits: limits)
      : HubConnection.remote(writingTo: repository, limits: limits)
    let kept = UploadReceipt(receipt, choice.manifest, target, repository, connection)
    try kept?.requirePlace()
    try await Interruption.cancelling {
      let creation: UploadJob.Creation = `public` ? .asPublic : create || target.rehearse ? .asPrivate : .refused
      if WriteCheck.comesFirst(choice.manifest, folder: choice.folder) {
        _ = try await WriteCheck(
          hub: connection.hub,
          repository: repository,
          creation: creation,
          opensPullRequest: pr
        )
        .run()
      }
      let prepared = try Steps.prepare(choice, repository: repository)
      let recorder = ReceiptRecorder()
      let printer = UploadPrinter(endpoint: connection.name)
      let job = UploadJob(
        hub: connection.hub,
        repository: repository,
        creation: creation,
        options: options,
        approved: approved,
        journal: target.rehearse ? nil : Environment.journal,
        report: { event in
          printer.show(event)
          kept?.note(event, recorder, prepared)
        }
      )
      let outcome: UploadJob.Outcome
      do {
        outcome = try await job.run(prepared) { _ in await kept?.write(recorder, prepared, error: nil) }
      } catch {
        await kept?.write(recorder, prepared, error: error)
        if let conflict = (error as? UploadFailure)?.conflict { printer.show(conflict) }
        throw error
      }
      printer.show(outcome)
      kept?.judge(outcome)
    }
    await connection.close()
    if let store = target.store {
      Console.step("Ended", "the embedded hub; to look at it: hfpub serve --store \(store)")
    }
  }
}
