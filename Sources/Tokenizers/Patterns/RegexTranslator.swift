/// Writes a regular expression for PCRE2, with every class spelt out so that its own Unicode tables play no part.
struct RegexTranslator {
  private var output = ""
  private let folding = CaseFolding()

  static func translate(_ node: RegexNode) -> String {
    var translator = RegexTranslator()
    translator.write(node)
    return translator.output
  }

  private mutating func write(_ node: RegexNode) {
    switch node {
    case .literal(let scalar, let isFolded):
      if isFolded { write(folding.equals(of: scalar)) } else { write(scalar) }
    case .set(let set): write(set)
    case .sequence(let nodes): for node in nodes { write(node) }
    case .alternatives(let branches):
      output += "(?:"
      for (index, branch) in branches.enumerated() {
        if index > 0 { output += "|" }
        write(branch)
      }
      output += ")"
    // What a group captured is never asked for.
    case .capture(let inner): write(inner, after: "(?:")
    case .atomic(let inner): write(inner, after: "(?>")
    case .look(let inner, let isAhead, let isNegative):
      // A look-behind may have branches of several lengths, but only as the whole of it.
      output += "(?\(isAhead ? "" : "<")\(isNegative ? "!" : "=")"
      if case .alternatives(let branches) = inner {
        for (index, branch) in branches.enumerated() {
          if index > 0 { output += "|" }
          write(branch)
        }
      } else {
        write(inner)
      }
      output += ")"
    case .assertion(let assertion): write(assertion)
    case .repeated(let inner, let minimum, let maximum, let mode):
      write(inner, after: "(?:")
      output += "{\(minimum),\(maximum.map(String.init) ?? "")}"
      switch mode {
      case .greedy: break
      case .reluctant: output += "?"
      case .possessive: output += "+"
      }
    }
  }

  private mutating func write(_ node: RegexNode, after opening: String) {
    output += opening
    write(node)
    output += ")"
  }

  private mutating func write(_ assertion: RegexAssertion) {
    switch assertion {
    case .lineStart: output += "(?m:^)"
    case .lineEnd: output += "(?m:$)"
    case .textStart: output += "\\A"
    case .textEnd: output += "\\z"
    case .textEndOrNewline: output += "(?=\\n?\\z)"
    case .wordBoundary: writeWordBoundary("!", "=")
    case .noWordBoundary: writeWordBoundary("=", "!")
    }
  }

  /// A word character before and one after of which one is wanted (`=`) and the other not (`!`), or the same of both.
  private mutating func writeWordBoundary(_ one: String, _ other: String) {
    let word = RegexSets.word
    output += "(?:(?<=" + RegexTranslator.text(word) + ")(?\(one)" + RegexTranslator.text(word) + ")"
    output += "|(?<!" + RegexTranslator.text(word) + ")(?\(other)" + RegexTranslator.text(word) + "))"
  }

  private mutating func write(_ set: ScalarSet) { output += RegexTranslator.text(set) }
  private mutating func write(_ scalar: UInt32) { output += RegexTranslator.text(scalar) }

  private static func text(_ set: ScalarSet) -> String {
    let inverted = set.inverted
    if set.isEmpty { return "(?!)" }
    if inverted.isEmpty { return "(?s:.)" }
    if set.ranges.count == 1, set.ranges[0].count == 1 { return text(set.ranges[0].lowerBound) }
    let isNegative = inverted.ranges.count < set.ranges.count
    let members = (isNegative ? inverted : set).ranges.map { range in
      range.count == 1 ? text(range.lowerBound) : "\(text(range.lowerBound))-\(text(range.upperBound))"
    }
    return "[\(isNegative ? "^" : "")\(members.joined())]"
  }

  private static func text(_ scalar: UInt32) -> String {
    switch scalar {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: String(Character(Unicode.Scalar(scalar) ?? "?"))
    default: "\\x{\(String(scalar, radix: 16))}"
    }
  }
}
