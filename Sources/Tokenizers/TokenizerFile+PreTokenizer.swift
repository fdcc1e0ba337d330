import Files

/// The `pre_tokenizer` part of a `tokenizer.json`.
extension TokenizerFileParser {
  mutating func parsePreTokenizer() throws -> PreTokenizer {
    guard try !reader.takeNull() else { return .none }
    var type: String?
    var steps: [PreTokenizer]?
    try reader.enterObject()
    while let key = try reader.nextKey() {
      if reader.matches(key, "type") {
        type = try text()
        if let type, !["BertPreTokenizer", "Sequence"].contains(type) {
          throw unsupported("the pre-tokenizer \(type)")
        }
      } else if reader.matches(key, "pretokenizers") {
        var parsed: [PreTokenizer] = []
        try reader.enterArray()
        while try reader.nextElement() { parsed.append(try parsePreTokenizer()) }
        steps = parsed
      } else {
        try reader.skipValue()
      }
    }
    switch (type, steps) {
    case ("BertPreTokenizer", _): return .bert
    case ("Sequence", .some(let steps)): return .sequence(steps)
    case ("Sequence", nil): throw reader.failure("a Sequence has no pretokenizers")
    default: throw unsupported("a pre-tokenizer without a type")
    }
  }
}
