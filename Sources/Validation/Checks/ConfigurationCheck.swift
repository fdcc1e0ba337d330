import EmbeddingCore
import Findings

/// `config.json` says what the tensors are.
struct ConfigurationCheck: Check {
  static let code = "HFP102"
  static let title = "config.json agrees with the tensors"
  static let page = CheckPage(
    why: """
      Readers take `config.json` at its word: libraries show its dimension in listings, and some reserve memory by \
      it. A configuration that was copied from another model loads without complaint and is wrong.
      """,
    fix: """
      Save the model again with the library that made it, or correct the value that the finding names.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model else { return [] }
    let facts = model.facts
    let at = SourceLocation(file: facts.configurationFile)
    var findings: [Finding] = []
    if let hidden = facts.configuration.hiddenDimension, hidden != facts.dimension {
      findings.append(
        Self.error(
          seen: "hidden_dim is \(hidden)",
          expected: "\(facts.dimension), the width of the table",
          remedy: "Correct hidden_dim, or publish the table that it belongs to.",
          at: at
        )
      )
    }
    if let dtype = facts.configuration.embeddingDType, dtype != facts.tableTypeName {
      findings.append(
        Self.error(
          seen: "embedding_dtype is \(dtype)",
          expected: "\(facts.tableTypeName), the type of the table",
          remedy: "Correct embedding_dtype.",
          at: at
        )
      )
    }
    return findings
  }
}
