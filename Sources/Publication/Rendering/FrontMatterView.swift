import Documents

/// The metadata at the top of the card.
enum FrontMatterView {
  /// The YAML between the dashes, in the order that the Hub's own pages use.
  static func text(_ manifest: Manifest) -> String {
    var entries: [(String, YAMLValue)] = []
    func add(_ key: String, _ texts: [String]) {
      if !texts.isEmpty { entries.append((key, .list(texts.map { .string($0) }))) }
    }
    add("language", manifest.languages)
    entries.append(("license", .string(manifest.license)))
    entries.append(("library_name", .string(manifest.library)))
    entries.append(("pipeline_tag", .string(manifest.task)))
    if let baseModel = manifest.baseModel { entries.append(("base_model", .string(baseModel))) }
    add("tags", manifest.tags)
    return YAMLWriter.write(.map(entries))
  }
}
