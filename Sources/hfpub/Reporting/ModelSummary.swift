import Documents
import EmbeddingCore
import Evaluation
import Findings
import Publication
import Validation

/// What validation saw of the model: what it is, and its scores beside their thresholds.
struct ModelSummary {
  let manifest: Manifest
  let report: ValidationReport

  /// The lines, a blank one last.
  var lines: [String] {
    [TextEscape.printable("\(manifest.name): \(modelLine)"), ""] + scores
  }

  private var modelLine: String {
    guard let facts = report.model?.facts else {
      return manifest.modelFolder == nil ? "no model; its numbers are the recorded ones" : "the model cannot be loaded"
    }
    return "\(facts.tokenizerModel), \(NumberFormat.count(facts.rows)) × \(facts.dimension) "
      + "\(facts.tableTypeName), \(NumberFormat.bytes(facts.weightsFile.size))"
  }

  private var scores: [String] {
    guard !report.results.isEmpty else { return [] }
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
    return ["Smoke tests"] + table.lines() + [""]
  }
}
