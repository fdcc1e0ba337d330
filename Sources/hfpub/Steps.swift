import Documents
import EmbeddingCore
import Evaluation
import Findings
import HubAPI
import Publication
import Publishing
import Validation

/// The steps that several commands begin with, said on standard error as they are taken.
enum Steps {
  /// Validates, renders and puts the shipment together; a failed check is shown in full and ends the command.
  static func prepare(_ choice: PublicationFinder.Choice, repository: RepositoryID?) throws -> PreparedPublication {
    let report = try Validator.run(choice.manifest, folder: choice.folder)
    let facts = report.model.facts
    Console.step(
      "Validating",
      "\(choice.manifest.name): \(NumberFormat.count(facts.rows)) × \(facts.dimension) \(facts.tableTypeName), "
        + NumberFormat.bytes(facts.weightsFile.size)
    )
    guard !report.findings.hasErrors else {
      ValidationPrinter(manifest: choice.manifest, report: report).printReport()
      throw BadResult(status: .checkFailed)
    }
    let pairs = report.results.reduce(0) { $0 + $1.suite.pairs.count }
    Console.step("Running", "\(pairs) smoke pairs, \(report.outcomes.count) checks: all passed")
    for finding in report.findings { Console.note(ValidationPrinter.text(finding)) }
    let prepared = try PreparedPublication(
      choice,
      report: report,
      repository: repository,
      toolVersion: Tool.version
    )
    Console.step("Rendering", "README.md (\(NumberFormat.bytes(prepared.readme.utf8.count)))")
    return prepared
  }
}
