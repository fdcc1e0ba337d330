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

  /// The folder of the table and the tokenizer in the model's folder; empty for the folder itself.
  var embeddingPath: String { self == .sentenceTransformersNested ? "0_StaticEmbedding" : "" }

  private var prefix: String { embeddingPath.isEmpty ? "" : "\(embeddingPath)/" }

  /// The first layout whose three files are all in `folder`, in the reference library's order.
  ///
  /// - Throws: `EmbeddingError.Code.missingFolder` or `.missingFile`, the latter with what each layout lacks.
  public static func detect(in folder: String) throws(EmbeddingError) -> ModelLayout {
    try detect(in: folder, among: allCases)
  }

  /// The first of `layouts` whose three files are all in `folder`.
  static func detect(in folder: String, among layouts: [ModelLayout]) throws(EmbeddingError) -> ModelLayout {
    guard LocalFiles.isFolder(folder) else {
      throw EmbeddingError(
        .missingFolder,
        problem: "cannot open the model \(folder)",
        reason: LocalFiles.isFile(folder) ? "it is a file, not a folder" : "there is no such folder",
        remedy: "Give the path of the folder that holds the model's files."
      )
    }
    var lacking: [String] = []
    for layout in layouts {
      let missing = layout.requiredPaths.compactMap { Self.lack(of: $0, in: folder) }
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

  /// What to say of a file that is not there as a regular file; nil when it is.
  private static func lack(of path: String, in folder: String) -> String? {
    let full = "\(folder)/\(path)"
    guard !LocalFiles.isFile(full) else { return nil }
    switch LocalFiles.kind(full) {
    case .folder: return "\(path) (there is a folder of that name)"
    case .special: return "\(path) (there is a pipe, socket or device of that name)"
    case .symbolicLink: return "\(path) (the symbolic link leads to no file)"
    case .file, .unnamed, nil: return path
    }
  }
}
