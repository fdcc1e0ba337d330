import EmbeddingCore
import Findings
import Publication

/// Different texts do not all have one vector.
struct DistinctVectorsCheck: Check {
  static let code = "HFP202"
  static let title = "texts that differ have vectors that differ"
  static let page = CheckPage(
    why: """
      A model whose vectors are all alike passes every check of its bytes. Only running it shows that.
      """,
    fix: """
      Look at the tokenizer first: one that maps everything to the unknown token gives one vector for all texts. \
      Then look at the table.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model else { return [] }
    let texts = ProbeTexts.suiteTexts(context.manifest)
    guard texts.count >= 2 else { return [] }
    var first: [[Float]: String] = [:]
    var twins: (String, String)?
    var empty: [String] = []
    for text in texts {
      let vector = try model.encode(text)
      if vector.allSatisfy({ $0 == 0 }) { empty.append(text) }
      if let other = first[vector] { twins = twins ?? (other, text) } else { first[vector] = text }
    }
    if empty.count * 2 > texts.count {
      return [
        Self.error(
          seen: "\(empty.count) of \(texts.count) texts have a vector of zeros, such as \"\(ShownName.of(empty[0]))\"",
          expected: "texts that differ to have vectors that differ",
          remedy: "Check that tokenizer.json belongs to this table, and that max_length in config.json is not 0."
        )
      ]
    }
    // The order of words does not count in a static model, so that a few texts may share a vector.
    guard first.count * 2 < texts.count, let twins else { return [] }
    return [
      Self.error(
        seen: "\(texts.count) different texts have \(first.count) vector\(first.count == 1 ? "" : "s") between them; "
          + "\"\(ShownName.of(twins.0))\" and \"\(ShownName.of(twins.1))\" share one",
        expected: "texts that differ to have vectors that differ",
        remedy: "Check that tokenizer.json belongs to this table."
      )
    ]
  }
}
