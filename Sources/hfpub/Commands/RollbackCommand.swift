import ArgumentParser
import Findings
import HubAPI
import Publishing
import Reports

struct RollbackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Bring an earlier commit's files back by a new one.",
    usage: "hfpub rollback <owner/name> --to <commit> [<options>]",
    discussion: """
      EXAMPLES
        hfpub rollback owner/name --to 1a2b3c4 --dry-run
        hfpub rollback owner/name --to 1a2b3c4

      Nothing of the history is lost: the new commit makes the files those of the earlier one, and the plan says what is \
      added, changed, deleted and left. What is in storage (LFS) is named again, not sent. The commit is bound to the \
      head that the plan was made on; afterwards the files are listed and compared. The new commit's URL is printed on \
      standard output. When there is nothing to do, no commit is made and the command ends well.
      """
  )

  @Argument(help: ArgumentHelp("The repository.", valueName: "owner/name"))
  var repository: RepositoryID

  @Option(help: ArgumentHelp("A commit of the branch, or the beginning of its id.", valueName: "commit"))
  var to: String

  @Option(help: ArgumentHelp("The branch.", valueName: "branch"))
  var revision = Revision.main

  @Flag(help: "Show the plan and change nothing; the right to read is enough.")
  var dryRun = false

  @Option(help: ArgumentHelp("The commit's first line.", valueName: "text"))
  var message: String?

  @OptionGroup var network: NetworkOptions
  @OptionGroup var results: ResultOptions

  func validate() throws {
    if revision.commit != nil { throw ValidationError("--revision names a branch; the commit goes to --to.") }
    if let message, message.allSatisfy(\.isWhitespace) { throw ValidationError("--message is empty.") }
  }

  func run() async throws {
    try await results.run("rollback") { try await roll($0) }
  }

  private func roll(_ result: CommandResult) async throws {
    result.remote = .untouched
    let connection = try await HubConnection.remote(
      needsToken: !dryRun,
      writingTo: dryRun ? nil : repository,
      limits: network.limits
    )
    result.begin(repository, revision, on: connection.hub)
    let printer = RollbackPrinter(endpoint: connection.name, result: result)
    let rollback = Rollback(
      repository,
      revision: revision,
      on: connection.hub,
      message: message,
      report: printer.show
    )
    Console.await(connection.name)
    try await Interruption.cancelling { [to, dryRun] in
      let plan = try await rollback.plan(to: to)
      if dryRun, !plan.isUpToDate {
        result.note { $0.outcome = .planned }
        result.say([], answer: plan.target.id.hex)
        return Console.step("Done", "nothing was changed")
      }
      printer.show(try await rollback.run(plan), plan, on: connection.hub)
    }
    await connection.close()
  }
}
