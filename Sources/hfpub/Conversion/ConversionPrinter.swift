import Documents
import EmbeddingCore
import Evaluation
import Findings
import Publication

/// Shows a model before and after its conversion.
struct ConversionPrinter {
  let name: String
  let before: ModelFacts
  let after: ModelFacts

  func printSizes() {
    Console.result(
      TextEscape.printable("\(name): \(before.tokenizerModel), \(NumberFormat.count(before.vocabularyCount)) tokens")
        + "\n"
    )
    var table = Table(.left, .left, .left, .left)
    table.add("", "before", "after", "")
    table.add("table", shape(before), shape(after), "")
    let sizes = (before.weightsFile.size, after.weightsFile.size)
    table.add(
      "size",
      NumberFormat.bytes(sizes.0),
      NumberFormat.bytes(sizes.1),
      NumberFormat.percent(Double(sizes.1) / Double(max(1, sizes.0)))
    )
    table.lines().forEach(Console.result)
  }

  /// Prints the scores of both, and how those with a threshold fare.
  ///
  /// - Returns: the number of thresholds that the new model misses.
  func printScores(_ tests: [SmokeTest], before: [SuiteResult], after: [SuiteResult]) -> Int {
    Console.result("\nSmoke tests")
    var missed = 0
    var table = Table(.left, .right, .right, .right, .left, .left)
    table.add("", "before", "after", "change", "", "")
    for (index, test) in tests.enumerated() {
      table.add(test.suite.id, "", "", "", "", "")
      for (old, new) in zip(before[index].scores, after[index].scores) {
        let threshold = test.thresholds.first { $0.metric == new.metric }
        let isMissed = threshold.map { !(new.value >= $0.minimum) } ?? false
        if isMissed { missed += 1 }
        table.add(
          "  \(new.metric.rawValue)",
          NumberFormat.decimal(old.value, places: 4),
          NumberFormat.decimal(new.value, places: 4),
          change(new.value - old.value),
          threshold.map { "≥ \($0.minimum)" } ?? "",
          threshold == nil ? "" : isMissed ? "FAIL" : "pass"
        )
      }
    }
    table.lines().forEach(Console.result)
    return missed
  }

  func printAgreement(_ agreement: Agreement) {
    Console.result("\nAgreement on \(NumberFormat.count(agreement.texts)) texts")
    var table = Table(.left, .left, .left)
    if let mean = agreement.meanCosine, let lowest = agreement.lowestCosine {
      table.add(
        "cosine of a text's old and new vector",
        "mean \(NumberFormat.decimal(mean, places: 4))",
        "lowest \(NumberFormat.decimal(lowest, places: 4))"
      )
    }
    if agreement.pairs > 0 {
      table.add(
        "change of the cosine of two texts (\(NumberFormat.count(agreement.pairs)) pairs)",
        "mean \(NumberFormat.decimal(agreement.meanChange, places: 4))",
        "largest \(NumberFormat.decimal(agreement.largestChange, places: 4))"
      )
    }
    table.lines().forEach(Console.result)
  }

  private func shape(_ facts: ModelFacts) -> String {
    "\(NumberFormat.count(facts.rows)) × \(facts.dimension) \(facts.tableTypeName)"
  }

  private func change(_ value: Double) -> String {
    let text = NumberFormat.decimal(value, places: 4)
    return value > 0 && text != "0.0000" ? "+\(text)" : text
  }
}
