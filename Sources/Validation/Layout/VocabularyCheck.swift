import EmbeddingCore
import Findings

/// Sizes that stand in several files are the same in all of them.
struct VocabularyCheck: Check {
  static let code = "HFP105"
  static let title = "config.json, the tokenizer and the tensors agree in their sizes"
  static let page = CheckPage(
    why: """
      A model is three files that belong together by their sizes alone. One of them exchanged, the model still loads \
      wherever a reader does not compare, and every token has the vector of another.
      """,
    fix: """
      Save the model again with the library that made it, so that all files are of one model. If only the value in \
      `config.json` is old, correct it or take it out.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model, let folder = ModelFolder(context) else { return [] }
    let facts = model.facts
    let entries = folder.entries(of: facts.layout.configurationPath) ?? [:]
    return [
      vocabularySize(entries, facts), quantization(entries, facts), type(entries, facts), factors(model), rows(model),
    ]
    .compactMap { $0 }
  }

  private func vocabularySize(_ entries: [String: JSONScalar], _ facts: ModelFacts) -> Finding? {
    guard case .integer(let size) = entries["vocab_size"], size != facts.vocabularyCount else { return nil }
    return Self.error(
      seen: "vocab_size is \(size)",
      expected: "\(facts.vocabularyCount), the number of the tokenizer's tokens",
      remedy: "Correct vocab_size, or put the tokenizer that it belongs to into the folder.",
      at: SourceLocation(file: facts.configurationFile)
    )
  }

  private func quantization(_ entries: [String: JSONScalar], _ facts: ModelFacts) -> Finding? {
    guard case .integer(let clusters) = entries["vocabulary_quantization"] else { return nil }
    let at = SourceLocation(file: facts.configurationFile)
    if facts.mappingDType == nil {
      return Self.warning(
        seen: "vocabulary_quantization is \(clusters), and the tensors have no mapping",
        expected: "a mapping from tokens to rows, or no such entry",
        remedy: "Take vocabulary_quantization out, or publish the tensors that it belongs to.",
        at: at
      )
    }
    guard clusters != facts.rows else { return nil }
    return Self.error(
      seen: "vocabulary_quantization is \(clusters)",
      expected: "\(facts.rows), the rows of the table",
      remedy: "Correct vocabulary_quantization, or publish the table that it belongs to.",
      at: at
    )
  }

  private func type(_ entries: [String: JSONScalar], _ facts: ModelFacts) -> Finding? {
    guard facts.layout == .model2vec, case .text(let type) = entries["model_type"], type != "model2vec" else {
      return nil
    }
    return Self.warning(
      seen: "model_type is \"\(type)\"",
      expected: "\"model2vec\", which is what the files are",
      remedy: "Correct model_type: other libraries choose by it how to load the model.",
      at: SourceLocation(file: facts.configurationFile)
    )
  }

  private func factors(_ model: StaticModel) -> Finding? {
    let facts = model.facts
    guard facts.mappingDType == nil, let weights = model.tableHealth().weights, weights.count != facts.vocabularyCount
    else { return nil }
    return Self.warning(
      seen: "\"weights\" has \(weights.count) factors",
      expected: "\(facts.vocabularyCount), one for each token",
      remedy: "Save the model again; the factors may be those of another vocabulary.",
      at: SourceLocation(file: "\(facts.folder)/\(facts.weightsFile.path)")
    )
  }

  private func rows(_ model: StaticModel) -> Finding? {
    let facts = model.facts
    guard let mapped = model.tableHealth().mappedRowCount, mapped < facts.rows, mapped > 1 else { return nil }
    return Finding(
      code: Self.code,
      severity: .note,
      location: SourceLocation(file: "\(facts.folder)/\(facts.weightsFile.path)"),
      seen: "\(facts.rows - mapped) of \(facts.rows) rows of the table belong to no token",
      expected: "a row for every cluster that a token is in",
      remedy: "They do no harm but take room; quantise the vocabulary again to be rid of them."
    )
  }
}
