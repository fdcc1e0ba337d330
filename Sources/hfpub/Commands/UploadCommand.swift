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
      Files that are only on the remote stay there. The commit's URL is printed on standard output.

      EXAMPLES
        hfpub upload --rehearse                   no account and no network
        hfpub upload --repo owner/name            to an existing repository
        hfpub upload --repo owner/name --create   create it first, private
      """
  )

  @OptionGroup var publication: PublicationOptions
  @OptionGroup var model: ModelOverride

  @Flag(help: "Create the repository if it does not exist; private, unless --public.")
  var create = false

  @Flag(help: "With --create: let everybody see the new repository.")
  var `public` = false

  @Flag(help: "Use the embedded hub on this machine instead of the Hub, from an empty store.")
  var rehearse = false

  @Option(
    help: ArgumentHelp(
      "With --rehearse: keep the hub's store in this folder (`hfpub serve --store` shows it).",
      valueName: "folder"
    )
  )
  var store: String?

  func validate() throws {
    if `public`, !create { throw ValidationError("--public goes with --create.") }
    if store != nil, !rehearse { throw ValidationError("--store goes with --rehearse.") }
  }

  func run() async throws {
    let choice = try model.applied(to: publication.find())
    let repository = try target(of: choice)
    let connection = try await rehearse ? HubConnection.rehearsal(store: store) : HubConnection.remote()
    try await Interruption.cancelling {
      let prepared = try Steps.prepare(choice, repository: repository)
      let job = UploadJob(
        hub: connection.hub,
        repository: repository,
        creation: `public` ? .asPublic : create || rehearse ? .asPrivate : .refused,
        report: UploadPrinter(endpoint: connection.name).show
      )
      let outcome = try await job.run(prepared)
      UploadPrinter(endpoint: connection.name).show(outcome)
    }
    await connection.close()
    if let store { Console.step("Ended", "the embedded hub; to look at it: hfpub serve --store \(store)") }
  }

  private func target(of choice: PublicationFinder.Choice) throws -> RepositoryID {
    if let repository = publication.repository ?? choice.manifest.repository { return repository }
    if rehearse, let repository = RepositoryID("rehearsal/\(choice.manifest.name)") { return repository }
    throw ValidationError("Say where to: --repo owner/name (the manifest names no `repo`).")
  }
}
