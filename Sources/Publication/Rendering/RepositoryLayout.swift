import Files

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
}
