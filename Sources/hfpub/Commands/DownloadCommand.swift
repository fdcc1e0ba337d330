import ArgumentParser
import Files
import Findings
import HubAPI
import Publishing
import Reports

struct DownloadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "download",
    abstract: "Fetch a model into the cache that all tools share.",
    usage: "hfpub download <owner/name> [<options>]",
    discussion: """
      EXAMPLES
        hfpub download minishlab/potion-base-2M
        hfpub download owner/name --revision v1 --include '*.json' --include tok/
        hfpub download owner/name --to my-model      plain files, not links
        hfpub download owner/name --limit-rate 2M    leave room on the line

      The folder with the files is printed on standard output. It is in the cache of huggingface_hub (HF_HUB_CACHE, else \
      HF_HOME/hub, else ~/.cache/huggingface/hub), so that Python finds the files too, and nothing is downloaded twice. \
      Every file is checked by length and hash; after an interruption the same command goes on where it ended. Public \
      models need no token. With HF_HUB_OFFLINE=1 the cache answers alone.
      """
  )

  @Argument(help: ArgumentHelp("The model.", valueName: "owner/name"))
  var repository: RepositoryID

  @Option(help: ArgumentHelp("A branch, tag or commit.", valueName: "name"))
  var revision = "main"

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Only files that match; `*` stands for any text. May be repeated.", valueName: "glob")
  )
  var include: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Leave out files that match. May be repeated.", valueName: "glob")
  )
  var exclude: [String] = []

  @Option(help: ArgumentHelp("Write plain copies to this folder as well.", valueName: "folder"))
  var to: String?

  @Flag(help: "With --to: replace files that have other content.")
  var force = false

  @Flag(name: .shortAndLong, help: "The same as --format quiet.")
  var quiet = false

  @OptionGroup var network: NetworkOptions
  @OptionGroup var speed: RateOptions
  @OptionGroup var results: ResultOptions

  func validate() throws {
    if quiet, results.format != .text { throw ValidationError("--quiet is --format quiet; give one of them.") }
    if force, to == nil { throw ValidationError("--force goes with --to.") }
    if Revision(revision) == nil { throw ValidationError("‹\(revision)› cannot be a branch, tag or commit.") }
    if (include + exclude).contains("") { throw ValidationError("A pattern of --include or --exclude is empty.") }
  }

  func run() async throws {
    var results = results
    if quiet { results.format = .quiet }
    try await results.run("download") { try await fetch($0) }
  }

  private func fetch(_ result: CommandResult) async throws {
    guard let revision = Revision(revision) else { return }
    let cache = try Environment.cache()
    let filter = PathFilter(include: include, exclude: exclude)
    let variable = Environment.settings.offlineVariable
    var limits = network.limits
    limits.rate = speed.limitRate?.bytes
    let connection = variable == nil ? try await HubConnection.remote(needsToken: false, limits: limits) : nil
    let printer = DownloadPrinter(endpoint: connection?.name, result: result)
    result.begin(repository, revision, on: connection?.hub)
    func job(
      _ source: SnapshotDownload.Source,
      _ report: @escaping @Sendable (DownloadEvent) -> Void
    )
      -> SnapshotDownload
    {
      SnapshotDownload(repository, revision: revision, filter: filter, from: source, into: cache, report: report)
    }
    let source = connection.map { SnapshotDownload.Source.hub($0.hub) } ?? .cache(variable: variable ?? "")
    let export = to.map { FolderExport(folder: $0, replaces: force) }
    Console.await(connection?.name)
    do {
      // What has come may be hashed in one go.
      try await Interruption.cancelling(patience: .seconds(1)) { [job = job(source, printer.show)] in
        try await Self.run(job, export, printer, result)
      }
    } catch let error as Interrupted {
      Console.note("What has come is kept; the same command goes on with it.")
      throw error
    } catch let error as HubError where error.code == .unreachable {
      let cached = job(.cache(variable: "HF_HUB_OFFLINE")) { _ in }
      if (try? await cached.plan()) != nil {
        Console.note("note: the cache holds these files as of an earlier look; HF_HUB_OFFLINE=1 takes them from there")
      }
      throw error
    }
    await connection?.close()
  }

  private static func run(
    _ job: SnapshotDownload,
    _ export: FolderExport?,
    _ printer: DownloadPrinter,
    _ result: CommandResult
  ) async throws {
    let plan = try await job.plan()
    // Before anything is downloaded: what is in the way is in the way afterwards, too.
    let missing = try export?.missing(of: plan.files)
    if let missing { try export?.requireRoom(for: missing) }
    let snapshot = try await job.run(plan)
    Console.await(nil)
    var place = snapshot
    if let export, let missing {
      try LocalFiles.makeFolder(export.folder)
      try export.write(missing, from: snapshot)
      printer.written(missing.count, of: plan.files.count, to: export.folder)
      place = LocalFiles.resolved(export.folder) ?? export.folder
    }
    result.note { [place] in ($0.outcome, $0.path, $0.commit) = (.downloaded, place, plan.commit.hex) }
    result.say([place])
  }
}
