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
  /// Validates and renders; a failed check is shown in full and ends the command.
  static func validate(_ choice: PublicationFinder.Choice, repository: RepositoryID?) throws -> ValidationReport {
    var validator = Validator(toolVersion: Tool.version, today: Tool.today)
    validator.progress = SlowSteps().show
    let report = try validator.run(choice.manifest, folder: choice.folder, repository: repository)
    if let facts = report.model?.facts {
      Console.step(
        "Validating",
        "\(choice.manifest.name): \(NumberFormat.count(facts.rows)) × \(facts.dimension) \(facts.tableTypeName), "
          + NumberFormat.bytes(facts.weightsFile.size)
      )
    } else if choice.manifest.modelFolder == nil {
      Console.step("Validating", "\(choice.manifest.name): no model, so that its numbers are the recorded ones")
    }
    var document = ReportDocument(report, of: choice.manifest, repository: repository)
    guard !report.findings.hasErrors else {
      document.exit = .checkFailed
      ModelSummary(manifest: choice.manifest, report: report).lines.forEach(Console.result)
      Console.write(TextReport.text(of: document, width: Console.width), to: 1)
      throw BadResult(status: .checkFailed)
    }
    let pairs = report.results.reduce(0) { $0 + $1.suite.count }
    let skipped = report.outcomes.filter { $0.skipped != nil }.count
    Console.step(
      "Running",
      "\(pairs) smoke items, \(report.outcomes.count - skipped) checks: all passed"
        + (skipped == 0 ? "" : "; \(skipped) not run")
    )
    for item in document.findings where item.waiver == nil && item.finding.severity != .note {
      Console.write("\n" + TextReport.text(of: [item], in: document), to: 2)
    }
    let size = report.documents.reduce(0) { $0 + $1.text.utf8.count }
    Console.step(
      "Rendering",
      "\(report.documents.map(\.path).joined(separator: ", ")) (\(NumberFormat.bytes(size)))"
    )
    return report
  }

  /// Validates, renders and puts the shipment together.
  static func prepare(_ choice: PublicationFinder.Choice, repository: RepositoryID?) throws -> PreparedPublication {
    _ = try choice.manifest.requiredModelFolder()
    return try PreparedPublication(choice, report: validate(choice, repository: repository))
  }
}
