import Documents
import EmbeddingCore
import Evaluation
import Findings
import Publication
import Validation

/// Shows what validation saw: the model, the scores beside their thresholds, the checks, the findings.
struct ValidationPrinter {
  let manifest: Manifest
  let report: ValidationReport

  func printReport() {
    Console.result(TextEscape.printable("\(manifest.name): \(modelLine)"))
    printScores()
    printChecks()
    let skipped = report.outcomes.filter { $0.skipped != nil }.count
    let failed = report.outcomes.filter { !$0.isPassed }.count - skipped
    let run = report.outcomes.count - skipped
    let rest = skipped == 0 ? "" : " Not run: \(skipped), because there is no model (--model)."
    Console.result(
      (failed == 0 ? "Valid: \(run) checks passed." : "Not valid: \(failed) of \(run) checks failed.") + rest
    )
  }

  private var modelLine: String {
    guard let facts = report.model?.facts else { return "no model; its numbers are the recorded ones" }
    return "\(facts.tokenizerModel), \(NumberFormat.count(facts.rows)) × \(facts.dimension) "
      + "\(facts.tableTypeName), \(NumberFormat.bytes(facts.weightsFile.size))"
  }

  private func printScores() {
    guard !report.results.isEmpty else { return }
    Console.result("\nSmoke tests")
    var table = Table(.left, .left, .right, .left, .left)
    for (test, result) in zip(manifest.smokeTests, report.results) {
      for (row, score) in result.scores.enumerated() {
        let threshold = test.thresholds.first { $0.metric == score.metric }
        let mark = threshold.map { score.value >= $0.minimum ? "pass" : "FAIL" } ?? ""
        table.add(
          row == 0 ? test.suite.id : "",
          score.metric.rawValue,
          NumberFormat.decimal(score.value, places: 4),
          threshold.map { "≥ \($0.minimum)" } ?? "",
          mark
        )
      }
    }
    table.lines().forEach(Console.result)
  }

  private func printChecks() {
    Console.result("\nChecks")
    var table = Table(.left, .left, .left)
    for outcome in report.outcomes where !Self.isCardRule(outcome) || !outcome.isPassed {
      let state = outcome.skipped != nil ? "-" : outcome.isPassed ? "pass" : "FAIL"
      table.add(state, outcome.code, outcome.title)
    }
    // Rules for cards are many; those that hold are counted.
    for (digit, area) in [("5", "the card's metadata"), ("6", "the published texts")] {
      let passed = report.outcomes.count { Self.isCardRule($0) && $0.isPassed && $0.code.hasPrefix("HFP\(digit)") }
      if passed > 0 { table.add("pass", "HFP\(digit)xx", "\(passed) rules about \(area)") }
    }
    table.lines().forEach(Console.result)
    for finding in report.findings { Console.result(Self.text(finding)) }
    Console.result("")
  }

  private static func isCardRule(_ outcome: ValidationReport.Outcome) -> Bool {
    outcome.code.hasPrefix("HFP5") || outcome.code.hasPrefix("HFP6")
  }

  static func text(_ finding: Finding) -> String {
    let place = finding.location.map { "\($0): " } ?? ""
    if finding.severity == .note {
      return "\n\(TextEscape.printable("\(place)note[\(finding.code)]: \(finding.seen)"))"
    }
    return [
      "\n\(TextEscape.printable("\(place)\(finding.severity.rawValue)[\(finding.code)]: \(finding.seen)"))",
      "  expected: \(TextEscape.printable(finding.expected))",
      "  fix: \(TextEscape.printable(finding.remedy))",
    ].joined(separator: "\n")
  }
}
