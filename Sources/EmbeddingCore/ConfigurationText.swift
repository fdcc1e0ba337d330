import Files

/// Writes `config.json` for a model as it was opened.
enum ConfigurationText {
  /// The text; entries of the source's own `config.json` that are still true are kept as they stand there.
  ///
  /// - Parameters:
  ///   - facts: The model.
  ///   - source: The bytes of its `config.json`; nil for a layout that has none.
  ///   - name: What errors call it.
  /// - Returns: JSON, indented as the reference library writes it.
  /// - Throws: `EmbeddingError.Code.invalidConfiguration`.
  static func make(_ facts: ModelFacts, from source: [UInt8]?, name: String) throws(EmbeddingError) -> String {
    var entries: [(key: String, value: String)] = [
      ("model_type", "\"model2vec\""), ("architectures", "[\"StaticModel\"]"), ("hidden_dim", "0"),
      ("seq_length", "1000000"),
    ]
    if let source { entries = try read(source, name: name) }
    func set(_ key: String, _ value: String?, onlyIfThere: Bool = false) {
      let place = entries.firstIndex { $0.key == key }
      switch (place, value) {
      case (let place?, let value?): entries[place].value = value
      case (let place?, nil): entries.remove(at: place)
      case (nil, let value?): if !onlyIfThere { entries.append((key, value)) }
      case (nil, nil): break
      }
    }
    set("hidden_dim", "\(facts.dimension)", onlyIfThere: true)
    set("normalize", "\(facts.isNormalized)")
    set("max_length", facts.maxLength.map(String.init) ?? "null")
    set("embedding_dtype", "\"\(facts.tableTypeName)\"")
    set("vocabulary_quantization", facts.mappingDType == nil ? nil : "\(facts.rows)")
    return "{\n" + entries.map { "    \"\($0.key)\": \($0.value)" }.joined(separator: ",\n") + "\n}"
  }

  /// The entries with keys and values as the file writes them.
  private static func read(_ bytes: [UInt8], name: String) throws(EmbeddingError) -> [(key: String, value: String)] {
    var entries: [(key: String, value: String)] = []
    try EmbeddingError.reading(bytes, name: name) { (reader) throws(JSONError) in
      try reader.enterObject()
      while let key = try reader.nextKey() {
        _ = try reader.peek()
        let start = reader.offset
        try reader.skipValue()
        entries.append((reader.source(key.range), reader.source(start..<reader.offset)))
      }
    }
    return entries
  }

  /// The text of `modules.json`, with which sentence-transformers opens the model.
  static func modules(isNormalized: Bool) -> String {
    let types = ["StaticEmbedding"] + (isNormalized ? ["Normalize"] : [])
    let modules = types.enumerated().map { index, type in
      """
          {
              "idx": \(index),
              "name": "\(index)",
              "path": "\(index == 0 ? "." : "\(index)_\(type)")",
              "type": "sentence_transformers.models.\(type)"
          }
      """
    }
    return "[\n" + modules.joined(separator: ",\n") + "\n]"
  }
}
