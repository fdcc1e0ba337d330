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
    let failed = report.outcomes.filter { !$0.isPassed && $0.skipped == nil }.count
    let run = report.outcomes.filter { $0.skipped == nil }.count
    Console.result(failed == 0 ? "Valid: \(run) checks passed." : "Not valid: \(failed) of \(run) checks failed.")
    Self.notes(on: report).forEach(Console.result)
  }

  /// What was not looked at, and what was found and does not count: a line each.
  static func notes(on report: ValidationReport) -> [String] {
    var reasons: [String] = []
    for outcome in report.outcomes {
      if let reason = outcome.skipped, !reasons.contains(reason) { reasons.append(reason) }
    }
    let skipped = reasons.map { reason in
      let count = report.outcomes.count { $0.skipped == reason }
      return "Not run: \(count), because \(reason == "there is no model" ? "there is no model (--model)" : reason)."
    }
    let waived = report.outcomes.flatMap(\.waived).map { waived in
      "Waived: \(waived.finding.code) on \(waived.waiver.date), \"\(waived.waiver.reason)\": \(waived.finding.seen)"
    }
    return (skipped + waived).map(TextEscape.printable)
  }

  private var modelLine: String {
    guard let facts = report.model?.facts else {
      return manifest.modelFolder == nil ? "no model; its numbers are the recorded ones" : "the model cannot be loaded"
    }
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
    for area in CheckArea.allCases {
      let outcomes = report.outcomes.filter { CheckArea(code: $0.code) == area && !$0.isUnselected }
      // Rules for cards are many; those that hold are counted.
      let isCard = area == .metadata || area == .texts
      for outcome in outcomes where !isCard || !outcome.isPassed && outcome.skipped == nil {
        let state = outcome.skipped != nil ? "-" : outcome.isPassed ? "pass" : "FAIL"
        table.add(state, outcome.code, outcome.title)
      }
      let passed = outcomes.count { $0.isPassed }
      if isCard, passed > 0 {
        table.add(
          "pass",
          "HFP\(area.rawValue)xx",
          "\(passed) rules about \(area == .metadata ? "the card's metadata" : "the published texts")"
        )
      }
    }
    table.lines().forEach(Console.result)
    for finding in report.findings { Console.result(Self.text(finding)) }
    Console.result("")
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
