import Documents
import Evaluation

/// Shows what suites measured: of every suite a table with a model a row, and a part of its own for every protocol.
struct EvaluationPrinter {
  /// What is left of a line when all other columns are as wide as they get.
  private static let longestName = 22

  let models: [EvaluatedModel]

  func printAll() {
    var protocols: [String] = []
    for model in models where !protocols.contains(model.protocolID) { protocols.append(model.protocolID) }
    for (index, id) in protocols.enumerated() {
      let group = models.filter { $0.protocolID == id }
      if index > 0 { Console.result("") }
      Console.result(TextEscape.printable("Protocol \(id)"))
      for suite in group[0].results.indices { printSuite(group, suite) }
      for composite in group[0].composites.indices { printComposite(group, composite) }
    }
    if protocols.count > 1 {
      Console.note(
        "note: the models were run by \(protocols.count) protocols; figures of two protocols must not be compared, so "
          + "each has tables of its own"
      )
    }
  }

  private func printSuite(_ group: [EvaluatedModel], _ index: Int) {
    let suite = group[0].results[index].suite
    Console.result("")
    write("\(suite.title) (\(suite.id)), \(suite.count) \(suite.unit)", indent: 0)
    var table = Table(.left, .right, .left, .right, .right, .left)
    table.add("", heading(suite.headline), "95 % interval", "control", "AUC", "verdict")
    for model in group {
      let result = model.results[index]
      table.add(
        shortened(model.name),
        number(result.headline?.value),
        interval(result.headline?.interval),
        number(result.control?.value),
        number(result[.auc] ?? result[.sameTopicAUC]),
        result.assessment.verdict.rawValue
      )
    }
    table.lines().forEach(Console.result)
    for model in group {
      let result = model.results[index]
      guard group.count == 1 || result.assessment.verdict != .supported else { continue }
      write((group.count == 1 ? "" : "\(model.name): ") + result.assessment.reason, indent: 2)
      if group.count == 1, !result.groups.isEmpty {
        let parts = result.groups.map { "\($0.name) \(number($0[.mean]))" }
        write("By language, the mean cosine: \(parts.joined(separator: ", ")).", indent: 2)
      }
    }
  }

  private func printComposite(_ group: [EvaluatedModel], _ index: Int) {
    let composite = group[0].composites[index]
    Console.result("")
    write("\(composite.title) (\(composite.id))", indent: 0)
    var table = Table(.left, .right)
    for model in group { table.add(shortened(model.name), number(model.composites[index].value)) }
    table.lines().forEach(Console.result)
    let formula = composite.members.map { "\($0.weight) × \($0.suite)" }.joined(separator: " + ")
    write("= \(formula)", indent: 2)
  }

  private func heading(_ headline: Metric) -> String {
    switch headline {
    case .mean: "mean"
    case .spearman: "Spearman"
    default: "score"
    }
  }

  private func number(_ value: Double?) -> String { value.map { NumberFormat.decimal($0, places: 3) } ?? "" }

  private func interval(_ interval: Interval?) -> String {
    interval.map { "\(number($0.lower))…\(number($0.upper))" } ?? ""
  }

  private func shortened(_ name: String) -> String {
    name.count <= Self.longestName ? name : "…" + name.suffix(Self.longestName - 1)
  }

  private func write(_ text: String, indent: Int) { Paragraph.lines(text, indent: indent).forEach(Console.result) }
}
