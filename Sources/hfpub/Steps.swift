import Documents
import EmbeddingCore
import Evaluation
import Findings
import HubAPI
import Publication
import Publishing
import Reports
import Validation

/// The steps that several commands begin with, said on standard error as they are taken.
enum Steps {
  /// Validates and renders; a failed check ends the command.
  ///
  /// - Parameters:
  ///   - choice: The publication.
  ///   - repository: Where it goes.
  ///   - result: Is told of all checks and findings.
  ///   - isBrief: Whether nothing but findings is said of it.
  ///   - progress: Is told what the validation is at.
  /// - Returns: What was seen.
  /// - Throws: `FailedValidation`, which shows everything; what kept it from being looked at.
  static func validate(
    _ choice: PublicationFinder.Choice,
    repository: RepositoryID?,
    for result: CommandResult? = nil,
    isBrief: Bool = false,
    progress: @escaping (ValidationStep) -> Void = ValidationWork.show
  ) throws -> ValidationReport {
    var validator = Validator(toolVersion: Tool.version, today: Tool.today)
    validator.progress = progress
    let report = try validator.run(choice.manifest, folder: choice.folder, repository: repository)
    Console.await(nil)
    if !isBrief { say(report, of: choice.manifest) }
    var document = ReportDocument(report, of: choice.manifest, repository: repository)
    result?.adopt(document)
    guard !report.findings.hasErrors else {
      document.exit = .checkFailed
      throw FailedValidation(
        document: document,
        preface: ModelSummary(manifest: choice.manifest, report: report).lines
      )
    }
    if !isBrief { sayPassed(report) }
    for item in document.findings where item.waiver == nil && item.finding.severity != .note {
      Console.note("\n" + TextReport.text(of: [item], in: document))
    }
    if !isBrief { sayRendered(report.documents) }
    return report
  }

  private static func say(_ report: ValidationReport, of manifest: Manifest) {
    if let facts = report.model?.facts {
      Console.step("Validating", "\(manifest.name): \(summary(facts))")
    } else if manifest.modelFolder == nil {
      Console.step("Validating", "\(manifest.name): no model, so that its numbers are the recorded ones")
    }
  }

  /// A model in a few words.
  static func summary(_ facts: ModelFacts) -> String {
    "\(NumberFormat.count(facts.rows)) × \(facts.dimension) \(facts.tableTypeName), "
      + NumberFormat.bytes(facts.weightsFile.size)
  }

  private static func sayPassed(_ report: ValidationReport) {
    let pairs = report.results.reduce(0) { $0 + $1.suite.count }
    let skipped = report.outcomes.filter { $0.skipped != nil }.count
    Console.step(
      "Running",
      "\(pairs) smoke items, \(report.outcomes.count - skipped) checks: all passed"
        + (skipped == 0 ? "" : "; \(skipped) not run")
    )
  }

  private static func sayRendered(_ documents: [RenderedFile]) {
    let size = documents.reduce(0) { $0 + $1.text.utf8.count }
    Console.step(
      "Rendering",
      "\(documents.map(\.path).joined(separator: ", ")) (\(NumberFormat.bytes(size)))"
    )
  }

  /// Validates, renders and puts the shipment together.
  static func prepare(
    _ choice: PublicationFinder.Choice,
    repository: RepositoryID?,
    for result: CommandResult? = nil,
    isBrief: Bool = false,
    progress: @escaping (ValidationStep) -> Void = ValidationWork.show
  ) throws -> PreparedPublication {
    _ = try choice.manifest.requiredModelFolder()
    let report = try validate(choice, repository: repository, for: result, isBrief: isBrief, progress: progress)
    let prepared = try PreparedPublication(choice, report: report) { path, done, size in
      Console.show(.init(verb: "Hashing", text: path, bytes: (done, size)))
    }
    Console.await(nil)
    return prepared
  }

  /// Writes the archives, and shows how far they are.
  static func bundle(_ prepared: PreparedPublication, to folder: OutputFolder) throws -> Bundler.Bundle {
    let (shipment, name) = (prepared.shipment, prepared.manifest.name)
    let bundle = try Bundler.write(shipment, name: name, to: folder) { archive, done, total in
      Console.show(.init(verb: "Packing", text: archive, bytes: (done, total)))
    }
    Console.await(nil)
    return bundle
  }
}
