import Files

/// How the files of a model are arranged in its folder.
public enum ModelLayout: String, Sendable, Hashable, CaseIterable {
  /// Model2Vec: `config.json`, `model.safetensors`, `tokenizer.json`.
  case model2vec
  /// Sentence-transformers with its static embedding at the top.
  case sentenceTransformers = "sentence-transformers"
  /// Sentence-transformers with its static embedding in `0_StaticEmbedding`.
  case sentenceTransformersNested = "sentence-transformers-nested"

  /// The configuration's path in the folder.
  public var configurationPath: String {
    self == .model2vec ? "config.json" : "config_sentence_transformers.json"
  }

  /// The path of the file of tensors in the folder.
  public var tensorsPath: String { prefix + "model.safetensors" }

  /// The tokenizer's path in the folder.
  public var tokenizerPath: String { prefix + "tokenizer.json" }

  /// The three files that a model of this layout cannot be without.
  public var requiredPaths: [String] { [configurationPath, tensorsPath, tokenizerPath] }

  private var prefix: String { self == .sentenceTransformersNested ? "0_StaticEmbedding/" : "" }

  /// The first layout whose three files are all in `folder`, in the reference library's order.
  ///
  /// - Throws: `EmbeddingError.Code.missingFolder` or `.missingFile`, the latter with what each layout lacks.
  public static func detect(in folder: String) throws(EmbeddingError) -> ModelLayout {
    guard LocalFiles.isFolder(folder) else {
      throw EmbeddingError(
        .missingFolder,
        problem: "cannot open the model \(folder)",
        reason: LocalFiles.isFile(folder) ? "it is a file, not a folder" : "there is no such folder",
        remedy: "Give the path of the folder that holds the model's files."
      )
    }
    var lacking: [String] = []
    for layout in allCases {
      let missing = layout.requiredPaths.filter { !LocalFiles.isFile("\(folder)/\($0)") }
      if missing.isEmpty { return layout }
      lacking.append("the layout \(layout.rawValue) lacks \(missing.joined(separator: ", "))")
    }
    throw EmbeddingError(
      .missingFile,
      problem: "cannot open the model \(folder)",
      reason: lacking.joined(separator: "; "),
      remedy: "Save the model again with save_pretrained, or give the folder that holds its files."
    )
  }
}
