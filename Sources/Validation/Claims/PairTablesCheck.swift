import Documents
import Findings
import Publication

/// Published rows average to the published mean.
struct PairTablesCheck: Check {
  static let code = "HFP407"
  static let title = "recorded rows average to the recorded score"
  static let page = CheckPage(
    why: """
      Rows that were printed and a mean that was printed come from different runs when they do not agree.
      """,
    fix: """
      Nothing needs to be done for publishing: rendered files say so. Measure the model to replace both.
      """
  )

  func run(_ context: CheckContext) throws -> [Finding] {
    let manifest = context.manifest
    return manifest.evidence.pairTables.compactMap { table in
      let recorded = manifest.evidence.figures.first {
        $0.model == manifest.evidenceModel && $0.metric == table.metric
      }
      guard let recorded = recorded?.amount, !table.pairs.isEmpty else { return nil }
      let mean = table.pairs.reduce(0) { $0 + $1.cosine } / Double(table.pairs.count)
      // Rows are printed with four digits.
      guard abs(mean - recorded) > 0.0001 else { return nil }
      let seen = NumberFormat.decimal(mean, places: 4)
      return Finding(
        code: Self.code,
        severity: .note,
        location: table.location,
        seen: "the recorded rows of \(table.metric) average to \(seen)",
        expected: "\(NumberFormat.decimal(recorded, places: 4)), the recorded score",
        remedy: "The files that are rendered say so; measure the model to replace both."
      )
    }
  }
}
