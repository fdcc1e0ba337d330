import EmbeddingCore
import Findings
import Publication

/// The same text gives the same vector twice, and different texts do not all give one.
struct DistinctVectorsCheck: Check {
  static let code = "HFP202"
  static let title = "encoding is repeatable and tells texts apart"
  static let page = CheckPage(
    why: """
      A model whose vectors are all alike, or differ from run to run, passes every check of its bytes. Only running \
      it shows that.
      """,
    fix: """
      Look at the tokenizer first: one that maps everything to the unknown token gives one vector for all texts. \
      Then look at the table.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model else { return [] }
    let texts = context.manifest.smokeTexts
    guard texts.count >= 2 else { return [] }
    let first = try texts.map { try model.encode($0) }
    let second = try texts.map { try model.encode($0) }
    var findings: [Finding] = []
    if zip(first, second).contains(where: { zip($0, $1).contains { $0.bitPattern != $1.bitPattern } }) {
      findings.append(
        Self.error(
          seen: "a text got two different vectors in two runs",
          expected: "the same bits every time",
          remedy: "Report this as a fault of hfpub, with the model's name."
        )
      )
    }
    if Set(first).count * 2 < Set(texts).count {
      findings.append(
        Self.error(
          seen: "\(Set(texts).count) different texts have \(Set(first).count) different vectors",
          expected: "texts that differ to have vectors that differ",
          remedy: "Check that tokenizer.json belongs to this table."
        )
      )
    }
    return findings
  }
}
