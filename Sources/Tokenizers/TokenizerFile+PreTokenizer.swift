import Files

/// The `pre_tokenizer` part of a `tokenizer.json`.
extension TokenizerFileParser {
  mutating func parsePreTokenizer() throws -> PreTokenizer {
    guard try !reader.takeNull() else { return .none }
    var options = try OptionPlaces(&reader)
    guard let type = try options.text("type") else { throw unsupported("a pre-tokenizer without a type") }
    switch type {
    case "BertPreTokenizer": return .bert
    case "Whitespace": return .whitespace
    case "WhitespaceSplit": return .whitespaceSplit
    case "UnicodeScripts": return .scripts
    case "Punctuation": return .punctuation(try behavior(&options) ?? .isolated)
    case "Digits": return .digits(isIndividual: try options.required("individual_digits", type) { try $0.boolean() })
    case "CharDelimiterSplit": return .delimiter(try options.scalar("delimiter", type).value)
    case "FixedLength":
      let length = try options.value("length") { try $0.integer() } ?? 5
      guard length > 0 else { throw reader.failure("the length of FixedLength is \(length)") }
      return .fixedLength(length)
    case "Split": return try parseSplit(&options)
    case "Metaspace": return try parseMetaspace(&options)
    case "ByteLevel":
      // Without meaning for ids, but the reference asks for it.
      _ = try options.required("trim_offsets", type) { try $0.boolean() }
      return .byteLevel(
        ByteLevel(
          addsPrefixSpace: try options.required("add_prefix_space", type) { try $0.boolean() },
          usesRegex: try options.value("use_regex") { try $0.boolean() } ?? true
        )
      )
    case "Sequence":
      var steps: [PreTokenizer] = []
      var parser = self
      parser.reader = try options.required("pretokenizers", type) { $0 }
      try parser.reader.enterArray()
      while try parser.reader.nextElement() { steps.append(try parser.parsePreTokenizer()) }
      return .sequence(steps)
    default: throw unsupported("the pre-tokenizer \(type)")
    }
  }

  private func parseSplit(_ options: inout OptionPlaces) throws -> PreTokenizer {
    var parser = self
    parser.reader = try options.required("pattern", "Split") { $0 }
    let pattern = try parser.parsePattern()
    guard let behavior = try behavior(&options) else { throw reader.failure("the Split has no behavior") }
    return .split(pattern, behavior, isInverted: try options.required("invert", "Split") { try $0.boolean() })
  }

  private func parseMetaspace(_ options: inout OptionPlaces) throws -> PreTokenizer {
    let name = try options.text("prepend_scheme") ?? "always"
    guard let scheme = Metaspace.PrependScheme(rawValue: name) else {
      throw reader.failure("the prepend_scheme of the Metaspace is \"\(name)\"")
    }
    let addsPrefix = try options.value("add_prefix_space") { try $0.takeNull() ? nil : try $0.boolean() }
    // Old files have the one, new ones the other; the reference refuses a contradiction.
    guard addsPrefix != .some(false) || scheme == .never else {
      throw reader.failure("the Metaspace has add_prefix_space false and the prepend_scheme \(name)")
    }
    return .metaspace(
      Metaspace(
        replacement: Array(String(try options.scalar("replacement", "Metaspace")).utf8),
        prependScheme: scheme,
        splits: try options.value("split") { try $0.takeNull() ? true : try $0.boolean() } ?? true
      )
    )
  }

  private func behavior(_ options: inout OptionPlaces) throws -> SplitBehavior? {
    guard let name = try options.text("behavior") else { return nil }
    guard let behavior = SplitBehavior(rawValue: name) else {
      throw reader.failure("the behavior is \"\(name)\"")
    }
    return behavior
  }
}
