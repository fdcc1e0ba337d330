import Files

/// The `normalizer` part of a `tokenizer.json`.
extension TokenizerFileParser {
  mutating func parseNormalizer() throws -> Normalizer {
    guard try !reader.takeNull() else { return .none }
    var type: String?
    var bert = BertNormalizer()
    var options: Set<String> = []
    var steps: [Normalizer] = []
    try reader.enterObject()
    while let key = try reader.nextKey() {
      let name = reader.text(key)
      switch name {
      case "type":
        type = try text()
        if let type, !["BertNormalizer", "Bert", "Sequence"].contains(type) {
          throw unsupported("the normalizer \(type)")
        }
      case "clean_text": bert.cleansText = try reader.boolean()
      case "handle_chinese_chars": bert.separatesChinese = try reader.boolean()
      case "strip_accents": bert.stripsAccents = try reader.takeNull() ? nil : try reader.boolean()
      case "lowercase": bert.lowercases = try reader.boolean()
      case "normalizers":
        try reader.enterArray()
        while try reader.nextElement() { steps.append(try parseNormalizer()) }
      default: try reader.skipValue()
      }
      options.insert(name)
    }
    let required: Set = ["clean_text", "handle_chinese_chars", "lowercase"]
    switch type {
    case "Sequence":
      guard options.contains("normalizers") else { throw reader.failure("a Sequence has no normalizers") }
      return .sequence(steps)
    case "BertNormalizer", "Bert":
      guard let missing = required.subtracting(options).min() else { return .bert(bert) }
      throw reader.failure("the BertNormalizer has no \(missing)")
    // Old files leave the type out; the options tell.
    default:
      if required.isSubset(of: options) { return .bert(bert) }
      throw unsupported("a normalizer without a type")
    }
  }
}
