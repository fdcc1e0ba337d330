/// What a `Replace` or a `Split` looks for: a literal text or a regular expression in Oniguruma's syntax.
///
/// The expressions of published tokenizers are scanned by hand; any other one runs through PCRE2, translated so that it
/// means the same. What has no such translation is refused by name.
struct TextPattern: Sendable, Equatable {
  /// How matches are found.
  private enum Matcher: Sendable {
    case literal(LiteralSearch)
    /// Runs of white space, or of U+0020 alone, of at least so many characters.
    case whitespace
    case spaces(atLeast: Int)
    case known(KnownPattern)
    case compiled(CompiledRegex)
  }

  /// The pattern as the file has it.
  let source: [UInt8]
  let isRegex: Bool
  private let matcher: Matcher

  /// The expression, if it is one of the known ones, whose matches lie end to end.
  var knownPattern: KnownPattern? {
    if case .known(let pattern) = matcher { pattern } else { nil }
  }

  /// A pattern that is found where its bytes stand; an empty one is found before every character and at the end.
  init(literal: [UInt8]) {
    source = literal
    isRegex = false
    matcher = .literal(LiteralSearch(literal))
  }

  /// An expression that is known.
  init(_ pattern: KnownPattern) {
    source = []
    isRegex = true
    matcher = .known(pattern)
  }

  /// A regular expression; `path` is what errors call the file.
  init(regex: String, path: String) throws(TokenizerError) {
    source = Array(regex.utf8)
    isRegex = true
    switch regex {
    case "\\s+": matcher = .whitespace
    case " +": matcher = .spaces(atLeast: 1)
    case " {2,}": matcher = .spaces(atLeast: 2)
    default:
      if let pattern = KnownPattern(regex: regex) {
        matcher = .known(pattern)
        return
      }
      do throws(RegexFault) {
        matcher = .compiled(try CompiledRegex(RegexTranslator.translate(RegexParser.parse(regex))))
      } catch {
        throw .unsupported("\(error.construct) in the regular expression \(regex)", path: path)
      }
    }
  }

  /// Calls `body` with every match in a text of valid UTF-8, from left to right, none overlapping.
  ///
  /// As in the reference, an empty match is reported unless the match before it ends there, and nothing is found in an
  /// empty text.
  ///
  /// - Returns: false when the expression needed more steps than any sensible one; `body` has seen some matches then.
  func forEachMatch(in text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) -> Bool {
    guard !text.isEmpty else { return true }
    switch matcher {
    case .literal(let search): search.forEachMatch(in: text, body)
    case .whitespace: forEachWhitespaceRun(in: text, body)
    case .spaces(let minimum): forEachSpaceRun(in: text, atLeast: minimum, body)
    case .known(let pattern): forEachMatch(of: pattern, in: text, body)
    case .compiled(let regex): return regex.forEachMatch(in: text, body)
    }
    return true
  }

  static func == (left: TextPattern, right: TextPattern) -> Bool {
    left.isRegex == right.isRegex && left.source == right.source && left.knownPattern == right.knownPattern
  }

  private func forEachMatch(
    of pattern: KnownPattern,
    in text: UnsafeBufferPointer<UInt8>,
    _ body: (Range<Int>) -> Void
  ) {
    guard let start = text.baseAddress else { return }
    RegexFlags.shared.ascii.withUnsafeBufferPointer { table in
      guard let table = table.baseAddress else { return }
      let scanner = KnownPatternScanner(start, count: text.count, table: table)
      var position = 0
      while position < text.count {
        let end = scanner.end(of: pattern, at: position)
        body(position..<end)
        position = end
      }
    }
  }

  private func forEachWhitespaceRun(in text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
    let unicode = UnicodeData.shared
    var reader = ScalarReader(text)
    var start: Int?
    var offset = 0
    while let scalar = reader.next() {
      if unicode.flags(scalar).contains(.whitespace) {
        start = start ?? offset
      } else if let begun = start {
        body(begun..<offset)
        start = nil
      }
      offset = reader.offset
    }
    if let start { body(start..<offset) }
  }

  private func forEachSpaceRun(
    in text: UnsafeBufferPointer<UInt8>,
    atLeast minimum: Int,
    _ body: (Range<Int>) -> Void
  ) {
    var position = 0
    while position < text.count {
      let start = position
      while position < text.count, text[position] == 0x20 { position += 1 }
      if position - start >= minimum { body(start..<position) }
      if position == start { position += 1 }
    }
  }
}
