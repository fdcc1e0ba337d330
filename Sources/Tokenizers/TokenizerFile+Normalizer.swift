import Files

/// The `normalizer` part of a `tokenizer.json`.
extension TokenizerFileParser {
  mutating func parseNormalizer() throws -> Normalizer {
    guard try !reader.takeNull() else { return .none }
    var options = try OptionPlaces(&reader)
    // Old files leave the type out; the options tell.
    let named = try options.value("type") { try $0.takeNull() ? nil : $0.text(try $0.string()) }
    guard let type = named ?? NormalizerShape.type(of: options) else {
      throw unsupported("a normalizer without a type")
    }
    switch type {
    case "BertNormalizer", "Bert": return try parseBert(&options)
    case "Lowercase": return .characters(.lowercase)
    case "StripAccents": return .characters(.stripAccents)
    case "Nmt": return .characters(.nmt)
    case "ByteLevel": return .characters(.byteLevel)
    case "Strip":
      return .strip(
        Trimming(
          stripsLeft: try options.required("strip_left", type) { try $0.boolean() },
          stripsRight: try options.required("strip_right", type) { try $0.boolean() }
        )
      )
    case "Prepend": return .prepend(try bytes("prepend", of: type, options))
    case "Replace":
      var parser = self
      parser.reader = try options.required("pattern", type) { $0 }
      return .replace(Replacement(pattern: try parser.parsePattern(), content: try bytes("content", of: type, options)))
    case "Precompiled": return try parsePrecompiled(options)
    case "Sequence":
      var parser = self
      parser.reader = try options.required("normalizers", type) { $0 }
      var steps: [Normalizer] = []
      try parser.reader.enterArray()
      while try parser.reader.nextElement() { steps.append(try parser.parseNormalizer()) }
      return .sequence(steps)
    default:
      guard let form = CanonicalForm(rawValue: type) else { throw unsupported("the normalizer \(type)") }
      return .canonical(form)
    }
  }

  private func parseBert(_ options: inout OptionPlaces) throws -> Normalizer {
    let type = "BertNormalizer"
    return .bert(
      BertNormalizer(
        cleansText: try options.required("clean_text", type) { try $0.boolean() },
        separatesChinese: try options.required("handle_chinese_chars", type) { try $0.boolean() },
        stripsAccents: try options.value("strip_accents") { try $0.takeNull() ? nil : try $0.boolean() },
        lowercases: try options.required("lowercase", type) { try $0.boolean() }
      )
    )
  }

  private func parsePrecompiled(_ options: OptionPlaces) throws -> Normalizer {
    let name = "precompiled_charsmap"
    let encoded = try bytes(name, of: "Precompiled", options)
    var place = try options.required(name, "Precompiled") { $0 }
    // Makes errors point to the charsmap.
    _ = try place.peek()
    guard let decoded = Base64.decode(encoded) else { throw place.failure("the \(name) is not base64") }
    do throws(Charsmap.Fault) {
      return .precompiled(PrecompiledNormalizer(try Charsmap(decoded)))
    } catch {
      throw place.failure("the \(name) \(error.reason)")
    }
  }

  private func bytes(_ name: String, of type: String, _ options: OptionPlaces) throws -> [UInt8] {
    try options.required(name, type) { reader in
      var bytes: [UInt8] = []
      reader.append(try reader.string(), to: &bytes)
      return bytes
    }
  }
}

/// What an object without a type is: the first of the reference's kinds whose options are all there.
///
/// The reference cannot read a Precompiled without a type.
private enum NormalizerShape {
  static func type(of options: OptionPlaces) -> String? {
    let shapes: [(type: String, options: [String])] = [
      ("BertNormalizer", ["clean_text", "handle_chinese_chars", "lowercase"]),
      ("Strip", ["strip_left", "strip_right"]),
      ("Sequence", ["normalizers"]),
      ("Replace", ["pattern", "content"]),
      ("Prepend", ["prepend"]),
    ]
    return shapes.first { $0.options.allSatisfy(options.contains) }?.type
  }
}
