import Documents
import EmbeddingCore
import Evaluation
import Files
import Findings
import HubAPI
import Publication
import Publishing
import Reports
import Validation

/// The whole way of a publication, in the five steps of its page PUBLISHING.md.
struct PublishRun: Sendable {
  private static let titles = [
    "The model is here", "Its numbers are measured", "The files are rendered", "It is rehearsed",
    "It is published and verified",
  ]

  private let delivery: Delivery
  private let result: CommandResult
  private let steps: StepList

  init(_ delivery: Delivery, _ result: CommandResult) {
    self.delivery = delivery
    self.result = result
    steps = StepList(Self.titles, for: result)
  }

  /// Goes the way; the steps are shown, however it ends.
  func run() async throws {
    do {
      let prepared = try await prepare()
      try write(prepared)
      if delivery.arguments.target.rehearse {
        steps.beginAndAnnounce(3)
        steps.note(3, Self.detail(of: try await delivery.send(prepared, listsFiles: false)))
        steps.skip(4, "this was the rehearsal")
      } else {
        try await rehearse(prepared)
        steps.beginAndAnnounce(4)
        steps.note(4, Self.detail(of: try await delivery.send(prepared, listsFiles: !Console.style.isLive)))
      }
      steps.end()
    } catch {
      let failed = error as? FailedValidation
      steps.fail(at: failed.map(Self.step), failed.map { Self.detail(of: $0) } ?? "")
      throw error
    }
  }

  // MARK: Steps one to three

  private func prepare() async throws -> PreparedPublication {
    steps.beginAndAnnounce(0)
    try await delivery.checkRights()
    // What is left behind must not keep the embedded hub.
    let (choice, repository) = (delivery.choice, delivery.repository)
    let prepared = try await Interruption.leaving { [result, steps] in
      try Steps.prepare(choice, repository: repository, for: result, isBrief: true) { step in
        switch step {
        case .opening, .hashing: break
        case .running: steps.begin(1)
        case .rendering: steps.begin(2)
        case .checking: break
        }
        ValidationWork.show(step)
      }
    }
    let items = prepared.results.reduce(0) { $0 + $1.suite.count }
    note(0, Steps.summary(prepared.model.facts))
    // They were taken together; a log reads of one after the other.
    steps.announce(1)
    note(1, "\(items) smoke items in \(prepared.results.count) suites")
    steps.announce(2)
    return prepared
  }

  /// Says what came of a step that says nothing itself.
  private func note(_ index: Int, _ detail: String) {
    steps.note(index, detail)
    Console.step("", detail)
  }

  /// The rendered files and the archives, where `render-card` and `bundle` put them.
  private func write(_ prepared: PreparedPublication) throws {
    let manifest = prepared.manifest
    let place = OutputOptions.defaultPath(for: manifest)
    let folder = try OutputFolder(place, modelFolder: manifest.modelFolder)
    for document in prepared.documents {
      let merged = try OwnRegions.keep(in: document.text, from: folder.text(of: document.path))
      Console.step("Written", try folder.write(merged, as: document.path))
    }
    let bundle = try Steps.bundle(prepared, to: folder)
    for (path, digests) in bundle.archives {
      Console.step("Written", "\(path), \(NumberFormat.bytes(digests.size))")
    }
    result.note { $0.path = place }
    steps.note(2, "\(prepared.documents.count + bundle.archives.count) files in \(place)")
  }

  /// The step that a failed check belongs to.
  private static func step(_ failed: FailedValidation) -> Int {
    let codes = Set(failed.document.findings.filter { $0.finding.severity == .error }.map(\.finding.code))
    let areas = failed.document.checks.filter { codes.contains($0.code) }.map(\.area)
    if areas.contains(CheckArea.files.name) { return 0 }
    return areas.contains(CheckArea.model.name) ? 1 : 2
  }

  private static func detail(of failed: FailedValidation) -> String {
    let summary = failed.document.summary
    return "\(summary.failed) of \(summary.checks - summary.skipped) checks failed"
  }

  // MARK: Steps four and five

  /// The same upload to a hub of our own, which is forgotten; what fails there would fail at readers' eyes.
  private func rehearse(_ prepared: PreparedPublication) async throws {
    steps.beginAndAnnounce(3)
    let connection = try await HubConnection.rehearsal(store: nil)
    let job = UploadJob(
      hub: connection.hub,
      repository: delivery.repository,
      creation: .asPrivate,
      options: UploadOptions(revision: delivery.arguments.target.revision)
    ) { UploadPrinter.showProgress($0, connection.name) }
    do {
      _ = try await job.run(prepared)
    } catch let failure as UploadFailure {
      // What it says of a remote is about the rehearsal's.
      guard failure.underlying.exitStatus != .interrupted else { throw CancellationError() }
      throw failure.underlying
    }
    await connection.close()
    Console.await(nil)
    let files = "\(prepared.shipment.files.count) files, \(NumberFormat.bytes(prepared.shipment.size))"
    Console.step("Rehearsed", "\(files): one commit, fetched back, the same vectors")
    steps.note(3, "\(files) there and back")
  }

  private static func detail(of outcome: UploadJob.Outcome) -> String {
    switch outcome {
    case .alreadyUpToDate(let head): "nothing to send, all is at \(head.short)"
    case .published(let commit, _): "commit \(commit.short), same when fetched"
    }
  }
}
