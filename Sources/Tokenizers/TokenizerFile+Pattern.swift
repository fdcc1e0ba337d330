import Files

/// The `pattern` of a `Replace` or a `Split`.
extension TokenizerFileParser {
  /// Takes `{"String": …}` or `{"Regex": …}`.
  mutating func parsePattern() throws -> TextPattern {
    var pattern: TextPattern?
    try reader.enterObject()
    while let key = try reader.nextKey() {
      guard pattern == nil else { throw reader.failure("a pattern is either a String or a Regex, not both") }
      if reader.matches(key, "String") {
        var bytes: [UInt8] = []
        reader.append(try reader.string(), to: &bytes)
        pattern = TextPattern(literal: bytes)
      } else if reader.matches(key, "Regex") {
        pattern = try TextPattern(regex: try text(), path: path)
      } else {
        throw reader.failure("a pattern is a String or a Regex, not \"\(reader.text(key))\"")
      }
    }
    guard let pattern else { throw reader.failure("the pattern is empty") }
    return pattern
  }
}
