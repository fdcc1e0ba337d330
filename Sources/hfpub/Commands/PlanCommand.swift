import ArgumentParser
import Documents
import Findings
import HubAPI
import Publication
import Publishing
import Reports

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what an upload would do; nothing is sent.",
    usage: "hfpub plan [<folder>] [<options>]",
    discussion: """
      EXAMPLES
        hfpub plan --repo owner/name
        hfpub plan -o plan.json && hfpub upload --plan plan.json

      The publication is validated and compared with the remote: what is added, changed, the same, only there, and what \
      stays at home. The right to read is enough; what could not be asked is said. With -o the plan is kept, and \
      `hfpub upload --plan FILE` does exactly that or nothing. `hfpub upload --dry-run` shows the same.
      """
  )

  @OptionGroup var publication: PublicationOptions
  @OptionGroup var model: ModelOverride
  @OptionGroup var target: UploadTarget

  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Keep the plan in this file.", valueName: "file"))
  var output: String?

  @OptionGroup var network: NetworkOptions
  @OptionGroup var results: ResultOptions

  func run() async throws {
    try await results.run("plan") { result in
      try await Self.show(publication, model, target, network.limits, output: output, result)
    }
  }

  /// Makes the plan, shows it and keeps it.
  static func show(
    _ publication: PublicationOptions,
    _ model: ModelOverride,
    _ target: UploadTarget,
    _ limits: NetworkLimits,
    output: String?,
    _ result: CommandResult
  ) async throws {
    let choice = try model.applied(to: publication.find())
    let repository = try target.repository(publication, choice.manifest)
    let connection =
      try await target.rehearse
      ? HubConnection.rehearsal(store: target.store, limits: limits)
      : HubConnection.remote(needsToken: false, limits: limits)
    result.begin(repository, target.revision, on: connection.hub, publication: choice.manifest.name)
    try await Interruption.cancelling {
      let prepared = try await Interruption.leaving { try Steps.prepare(choice, repository: repository, for: result) }
      let options = UploadOptions(revision: target.revision, prunes: target.prune)
      Console.await(connection.name)
      let plan = try await Planner(hub: connection.hub, repository: repository, options: options)
        .preview(prepared.shipment)
      Console.await(nil)
      try show(plan, on: connection, choice.manifest, output: output, result)
    }
    await connection.close()
  }

  private static func show(
    _ plan: UploadPlan,
    on connection: HubConnection,
    _ manifest: Manifest,
    output: String?,
    _ result: CommandResult
  ) throws {
    UploadPrinter(endpoint: connection.name, result: result).show(plan)
    result.note { $0.outcome = plan.isUpToDate ? .upToDate : .planned }
    result.say([], answer: output ?? summary(plan))
    if plan.drift != nil {
      Console.note("note: an upload puts them back with --overwrite, or with this plan (-o here, --plan there)")
    }
    if plan.isUpToDate {
      let head = plan.head.map { ": the repository holds these files at \($0.short)" } ?? ""
      Console.step("Done", "nothing to send\(head)")
    } else {
      Console.step(
        "Done",
        "nothing was sent; the upload would take some \(NumberFormat.count(requests(plan))) requests"
      )
    }
    guard let output else { return }
    let text = try PlanFile(plan, endpoint: connection.hub.endpoint.description).json()
    try LocalOutput(output, modelFolder: manifest.modelFolder).write(text)
    result.note { $0.path = output }
    Console.step("Written", output)
  }

  /// The plan in one line.
  private static func summary(_ plan: UploadPlan) -> String {
    let report = ReportPlan(plan)
    let counts = ReportPlan.Action.allCases.filter { report.count($0) > 0 }.map { "\(report.count($0)) \($0.rawValue)" }
    return counts.joined(separator: ", ")
  }

  /// Requests up to the commit and back: plan, card, objects, commit, and a download of each file that is fetched.
  private static func requests(_ plan: UploadPlan) -> Int {
    let pages = (plan.entries.count + 255) / 256
    let objects = plan.objects.isEmpty ? 0 : 1 + plan.objects.count
    return pages + 1 + 1 + objects + plan.commits + min(plan.entries.count, Verifier.mostFetched)
  }
}
