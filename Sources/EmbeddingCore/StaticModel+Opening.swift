import Files
import Findings
import Tokenizers

/// The steps of opening, and their refusals.
extension StaticModel {
  /// The folder that the files are in.
  static func join(_ folder: String, _ subfolder: String?) throws(EmbeddingError) -> String {
    guard let subfolder else { return folder }
    guard PathParts.areInside(subfolder) else {
      throw EmbeddingError(
        .invalidOption,
        problem: "cannot open the subfolder \"\(subfolder)\" of \(folder)",
        reason: "a subfolder is a path inside the model's folder, such as v2/small",
        remedy: "Give such a path, or open the folder itself."
      )
    }
    return "\(folder)/\(subfolder)"
  }

  /// The layouts whose files are where `modules.json` has them.
  static func layouts(
    of settings: SentenceTransformersSettings,
    in folder: String
  ) throws(EmbeddingError) -> [ModelLayout] {
    let layouts = ModelLayout.allCases.filter { $0.embeddingPath == settings.embeddingPath }
    guard layouts.isEmpty else { return layouts }
    throw EmbeddingError(
      .unsupportedModule,
      problem: "cannot open the model \(folder) as sentence-transformers does",
      reason: "modules.json has the embedding in \"\(settings.embeddingPath)\", expected the folder itself or "
        + "\"0_StaticEmbedding\"",
      remedy: "Save the model again with save_pretrained.",
      location: SourceLocation(file: "\(folder)/modules.json")
    )
  }

  static func promptWithoutSemantics(_ name: String) -> EmbeddingError {
    EmbeddingError(
      .invalidOption,
      problem: "cannot use the prompt \"\(name)\"",
      reason: "prompts belong to the semantics of sentence-transformers, and the model was opened with model2vec's",
      remedy: "Open it with the semantics of sentence-transformers, or without a prompt."
    )
  }

  static func shrunk(_ path: String) -> EmbeddingError { EmbeddingError(.changed, from: MappedFile.shrunk(path)) }

  /// Checks that tokenizer and table belong together.
  static func check(
    _ tokenizer: Tokenizer,
    against table: EmbeddingTable,
    semantics: ModelSemantics,
    in folder: String
  ) throws(EmbeddingError) {
    let reason: String
    if semantics == .model2vec, table.mapping == nil, table.rows != tokenizer.vocabularyCount {
      reason = "the table has \(table.rows) rows, the tokenizer has \(tokenizer.vocabularyCount) tokens"
    } else if table.idBound < tokenizer.idBound {
      let part =
        table.mapping == nil && table.rows < tokenizer.idBound ? "rows" : "entries in \"mapping\" or \"weights\""
      reason = "the tokenizer's largest id is \(tokenizer.idBound - 1), the table has \(table.idBound) \(part)"
    } else {
      return
    }
    throw EmbeddingError(
      .tokenizerMismatch,
      problem: "cannot use the model \(folder)",
      reason: reason,
      remedy: "Put the tokenizer and the table of the same model into the folder."
    )
  }
}
