import Files

extension Manifest {
  /// The files that the manifest names to be shipped, as it writes them.
  public var namedFiles: [String] { [licenseFile].compactMap { $0 } + examples + files }
}

/// Where the files of a publication go in the repository.
public enum RepositoryLayout {
  /// The place of a publication's file: its path within the publication, so that links in the card work.
  public static func nameInRepository(_ path: String) -> String {
    path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// Files of a model folder that belong to a static model, whatever its layout.
  ///
  /// Anything else in the folder is not shipped until the manifest names it: the official client would send it all.
  public static let modelFiles: Set<String> = [
    "model.safetensors", "tokenizer.json", "config.json", "modules.json", "config_sentence_transformers.json",
    "tokenizer_config.json", "special_tokens_map.json", "0_StaticEmbedding/model.safetensors",
    "0_StaticEmbedding/tokenizer.json", "1_Normalize/config.json",
  ]

  /// The paths that a publication has in its repository, as far as its manifest and its model say.
  ///
  /// Without a model all files are counted that one could have.
  public static func paths(of manifest: Manifest, documents: [RenderedFile]) -> Set<String> {
    let model = modelFiles.filter { path in manifest.modelFolder.map { LocalFiles.isFile("\($0)/\(path)") } ?? true }
    return model.union(documents.filter(\.isShipped).map(\.path)).union(manifest.namedFiles.map(nameInRepository))
  }
}
