import ArgumentParser
import Files
import Findings
import HubAPI
import Publishing

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Look at a published model again: fetch it, run it.",
    usage: "hfpub verify <owner/name> [<options>]",
    discussion: """
      EXAMPLES
        hfpub verify minishlab/potion-base-2M
        hfpub verify owner/name --receipt build/name/publish-receipt.json
        hfpub verify owner/name --quick            hashes alone, nothing fetched

      With the receipt of an upload, every file's path, size and hash, the vectors (bit for bit) and the scores are \
      compared with it; the newest one below build/ that is about this repository and revision is taken unless --receipt \
      names another. Without one, any public static model is tried: that it loads, that its vectors are finite and the \
      same each time, and that its configuration says what its table is. Needs no token for a public repository.

      Ends with 0 when all holds, 7 when what is published is not what it should be, and 5 when the repository or the \
      revision is not there.
      """
  )

  @Argument(help: ArgumentHelp("The model.", valueName: "owner/name"))
  var repository: RepositoryID

  @Option(help: ArgumentHelp("A branch, tag or commit.", valueName: "name"))
  var revision = "main"

  @Flag(help: "Compare hashes alone; fetch nothing and run nothing.")
  var quick = false

  @Option(help: ArgumentHelp("The receipt that the upload wrote.", valueName: "file"))
  var receipt: String?

  @Flag(help: "Fetch all anew into a folder that goes at the end, not into the shared cache.")
  var noCache = false

  @OptionGroup var network: NetworkOptions
  @OptionGroup var results: ResultOptions

  func validate() throws {
    if Revision(revision) == nil { throw ValidationError("‹\(revision)› cannot be a branch, tag or commit.") }
    if quick, noCache { throw ValidationError("--quick fetches nothing; give it without --no-cache.") }
  }

  func run() async throws {
    try await results.run("verify") { try await verify($0) }
  }

  private func verify(_ result: CommandResult) async throws {
    guard let revision = Revision(revision) else { return }
    let connection = try await HubConnection.remote(needsToken: false, limits: network.limits)
    result.begin(repository, revision, on: connection.hub)
    let receipt = try self.receipt.map { try PublishReceipt(file: $0) } ?? found(revision, connection)
    let folder = noCache ? try TemporaryFolder() : nil
    let cache = quick ? nil : try folder.map { HubCache(root: $0.path) } ?? Environment.cache()
    let job = RepositoryVerification(
      repository,
      revision: revision,
      on: connection.hub,
      against: receipt,
      fetchingInto: cache,
      report: DownloadPrinter(endpoint: connection.name, result: result).show
    )
    Console.await(connection.name)
    // The model is run in one go; whoever interrupts that waits no longer.
    try await Interruption.cancelling(patience: .seconds(1)) {
      let report = try await job.run()
      result.adopt(report)
      guard report.isOK else { throw BadResult(status: report.exitStatus) }
    }
    withExtendedLifetime(folder) {}
  }

  private func found(_ revision: Revision, _ connection: HubConnection) -> PublishReceipt? {
    let found = PublishReceipt.newest(
      below: "build",
      of: repository,
      at: revision,
      on: connection.hub.endpoint.description
    )
    guard let found else { return nil }
    Console.step("Reading", found.file)
    return found.receipt
  }
}
