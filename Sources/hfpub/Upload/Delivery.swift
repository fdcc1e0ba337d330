import HubAPI
import Publication
import Publishing

/// An upload as the command line means it: what goes where, over which connection, with which receipt.
struct Delivery: Sendable {
  let arguments: UploadArguments
  let choice: PublicationFinder.Choice
  let repository: RepositoryID
  let connection: HubConnection
  private let approved: PlanFile?
  private let kept: UploadReceipt?
  private let result: CommandResult

  /// Finds everything that is needed before the work begins, so that nothing is done in vain.
  init(_ arguments: UploadArguments, _ result: CommandResult) async throws {
    self.arguments = arguments
    self.result = result
    result.remote = .untouched
    let target = arguments.target
    choice = try arguments.model.applied(to: arguments.publication.find())
    repository = try target.repository(arguments.publication, choice.manifest)
    approved = try arguments.plan.map { try PlanFile(file: $0) }
    connection =
      try await target.rehearse
      ? HubConnection.rehearsal(store: target.store, limits: arguments.limits)
      : HubConnection.remote(writingTo: repository, limits: arguments.limits)
    result.begin(repository, target.revision, on: connection.hub, publication: choice.manifest.name)
    kept = UploadReceipt(arguments.receipt, choice.manifest, target, repository, connection)
    try kept?.requirePlace()
  }

  /// Before a large model is looked at: asks whether this token may write there.
  func checkRights() async throws {
    guard WriteCheck.comesFirst(choice.manifest, folder: choice.folder) else { return }
    Console.await(connection.name)
    _ = try await WriteCheck(
      hub: connection.hub,
      repository: repository,
      creation: arguments.creation,
      opensPullRequest: arguments.pr
    )
    .run()
    Console.await(nil)
  }

  /// Uploads and verifies, and leaves the receipt.
  ///
  /// - Throws: `UploadFailure`.
  @discardableResult
  func send(_ prepared: PreparedPublication, listsFiles: Bool = true) async throws -> UploadJob.Outcome {
    let recorder = ReceiptRecorder()
    let printer = UploadPrinter(endpoint: connection.name, result: result, listsFiles: listsFiles)
    let job = UploadJob(
      hub: connection.hub,
      repository: repository,
      creation: arguments.creation,
      options: arguments.options,
      approved: approved,
      journal: arguments.target.rehearse ? nil : Environment.journal,
      report: { event in
        printer.show(event)
        kept?.note(event, recorder, prepared)
      }
    )
    Console.await(connection.name)
    let outcome: UploadJob.Outcome
    do {
      outcome = try await job.run(prepared) { _ in await kept?.write(recorder, prepared, for: result, error: nil) }
    } catch {
      await kept?.write(recorder, prepared, for: result, error: error)
      if let conflict = (error as? UploadFailure)?.conflict { printer.show(conflict) }
      throw error
    }
    Console.await(nil)
    printer.show(outcome, of: repository, on: connection.hub)
    kept?.judge(outcome)
    return outcome
  }

  /// Ends an embedded hub.
  func close() async {
    await connection.close()
    guard let store = arguments.target.store else { return }
    Console.step("Ended", "the embedded hub; to look at it: hfpub serve --store \(store)")
  }
}
