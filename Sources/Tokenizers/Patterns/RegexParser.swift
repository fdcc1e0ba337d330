/// Reads a regular expression as Oniguruma does in its default syntax, and refuses what has no exact equivalent.
///
/// Source: the document RE of Oniguruma 6.9, with its answers where that is silent.
struct RegexParser {
  /// The options that may be switched inside an expression.
  private struct Options {
    var ignoresCase = false
    /// `(?m)`: a dot is also a newline.
    var dotIsEverything = false
    /// `(?x)`: blanks and comments do not count.
    var isExtended = false
  }

  static let maximumDepth = 100

  private var reader: RegexReader
  private let folding: CaseFolding
  private var depth = 0

  /// Reads a whole expression.
  static func parse(_ pattern: String) throws(RegexFault) -> RegexNode {
    var parser = RegexParser(reader: RegexReader(pattern), folding: CaseFolding())
    let node = try parser.alternatives(Options())
    guard parser.reader.isAtEnd else { throw RegexFault(construct: "a ) without a (") }
    return node
  }

  private init(reader: RegexReader, folding: CaseFolding) {
    self.reader = reader
    self.folding = folding
  }

  /// Reads up to the `)` of the group or the end.
  private mutating func alternatives(_ options: Options) throws(RegexFault) -> RegexNode {
    guard depth < RegexParser.maximumDepth else { throw RegexFault(construct: "groups nested too deeply") }
    depth += 1
    defer { depth -= 1 }
    var branches: [RegexNode] = []
    repeat {
      branches.append(try sequence(options))
    } while reader.take("|")
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func sequence(_ options: Options) throws(RegexFault) -> RegexNode {
    var nodes: [RegexNode] = []
    while true {
      if options.isExtended { try reader.skipExtendedSpace() }
      guard let next = reader.peek, next != "|", next != ")" else { break }
      if reader.take("(?#") {
        guard reader.skip(through: ")") else { throw RegexFault(construct: "a comment without an end") }
        continue
      }
      // Switched options hold to the end of the group, and what follows is a group with alternatives of its own.
      if let switched = try switchedOptions(options) {
        nodes.append(try alternatives(switched))
        break
      }
      guard let node = try atom(options) else { continue }
      nodes.append(try repetitions(of: node, options))
    }
    let node = RegexNode.sequence(nodes)
    try checkFolding(nodes)
    return node
  }

  /// Takes `(?i)` and the like, nothing else.
  private mutating func switchedOptions(_ options: Options) throws(RegexFault) -> Options? {
    let start = reader
    guard reader.take("(?"), let changed = try changedOptions(options), reader.take(")") else {
      reader = start
      return nil
    }
    return changed
  }

  /// Takes the letters after `(?`, up to the `)` or `:`; nil when there is no option.
  private mutating func changedOptions(_ options: Options) throws(RegexFault) -> Options? {
    var options = options
    var isOn = true
    var taken = ""
    while let next = reader.peek, next != ")", next != ":" {
      switch next {
      case "-": isOn = false
      case "i": options.ignoresCase = isOn
      case "m": options.dotIsEverything = isOn
      case "x": options.isExtended = isOn
      default:
        guard next.properties.isAlphabetic || !taken.isEmpty else { return nil }
        throw RegexFault(construct: "the option (?\(taken)\(next)")
      }
      taken.unicodeScalars.append(next)
      reader.advance()
    }
    return taken.isEmpty ? nil : options
  }

  private mutating func atom(_ options: Options) throws(RegexFault) -> RegexNode? {
    guard let next = reader.peek else { return nil }
    switch next {
    case "(": return try group(options)
    case "[":
      reader.advance()
      var parser = RegexClassParser(reader: reader, folding: options.ignoresCase ? folding : nil)
      let set = try parser.parse()
      reader = parser.reader
      return .set(set)
    case ".":
      reader.advance()
      return .set(options.dotIsEverything ? .everything : RegexSets.newline.inverted)
    case "^":
      reader.advance()
      return .assertion(.lineStart)
    case "$":
      reader.advance()
      return .assertion(.lineEnd)
    case "*", "+", "?": throw RegexFault(construct: "a \(next) with nothing to repeat")
    case "\\": return try escape(options)
    default:
      if next == "{", reader.interval() != nil { throw RegexFault(construct: "an interval with nothing to repeat") }
      reader.advance()
      return .literal(next.value, isFolded: options.ignoresCase)
    }
  }

  private mutating func group(_ options: Options) throws(RegexFault) -> RegexNode {
    let node: RegexNode
    if reader.take("(?:") {
      node = try alternatives(options)
    } else if reader.take("(?=") {
      node = .look(try alternatives(options), isAhead: true, isNegative: false)
    } else if reader.take("(?!") {
      node = .look(try alternatives(options), isAhead: true, isNegative: true)
    } else if reader.take("(?<=") {
      node = .look(try alternatives(options), isAhead: false, isNegative: false)
    } else if reader.take("(?<!") {
      node = .look(try alternatives(options), isAhead: false, isNegative: true)
    } else if reader.take("(?>") {
      node = .atomic(try alternatives(options))
    } else if reader.take("(?<") {
      try groupName(end: ">")
      node = .capture(try alternatives(options))
    } else if reader.take("(?'") {
      try groupName(end: "'")
      node = .capture(try alternatives(options))
    } else if reader.take("(?") {
      guard let changed = try changedOptions(options), reader.take(":") else {
        throw RegexFault(construct: "(?" + (reader.peek.map { String($0) } ?? ""))
      }
      node = try alternatives(changed)
    } else if reader.take("(*") {
      throw RegexFault(construct: "(*")
    } else {
      reader.advance()
      node = .capture(try alternatives(options))
    }
    guard reader.take(")") else { throw RegexFault(construct: "a ( without a )") }
    return node
  }

  private mutating func groupName(end: Unicode.Scalar) throws(RegexFault) {
    var isEmpty = true
    while let next = reader.peek, next != end {
      guard next.properties.isAlphabetic || next == "_" || (!isEmpty && ("0"..."9").contains(next)) else { break }
      isEmpty = false
      reader.advance()
    }
    guard !isEmpty, reader.take(end) else { throw RegexFault(construct: "a group with an unusual name") }
  }

  private mutating func escape(_ options: Options) throws(RegexFault) -> RegexNode {
    switch try RegexEscape.take(from: &reader, inClass: false) {
    case .scalar(let scalar): return .literal(scalar, isFolded: options.ignoresCase)
    case .set(let set): return .set(set)
    case .assertion(let assertion): return .assertion(assertion)
    case .newline:
      // Once it took both of CR LF it does not give one back.
      let pair = RegexNode.sequence([.literal(0x0D, isFolded: false), .literal(0x0A, isFolded: false)])
      return .atomic(.alternatives([pair, .set(ScalarSet([0x0A...0x0D, 0x85...0x85, 0x2028...0x2029]))]))
    case .anything(let includingNewline):
      return .set(includingNewline ? .everything : RegexSets.newline.inverted)
    }
  }

  /// Takes the quantifiers after an atom.
  private mutating func repetitions(of atom: RegexNode, _ options: Options) throws(RegexFault) -> RegexNode {
    var node = atom
    var count = 0
    while true {
      if options.isExtended { try reader.skipExtendedSpace() }
      let bounds: (minimum: Int, maximum: Int?)
      var isInterval = false
      if reader.take("*") {
        bounds = (0, nil)
      } else if reader.take("+") {
        bounds = (1, nil)
      } else if reader.take("?") {
        bounds = (0, 1)
      } else if reader.peek == "{", let interval = reader.interval() {
        bounds = (interval.minimum, interval.maximum)
        reader = interval.end
        isInterval = true
      } else {
        return node
      }
      guard !node.isAssertion else { throw RegexFault(construct: "a repeated assertion") }
      count += 1
      // The engine rewrites a repeated repetition, in ways that are not all the same.
      guard count == 1 else { throw RegexFault(construct: "a repetition that is repeated") }
      guard bounds.minimum <= bounds.maximum ?? .max else {
        throw RegexFault(construct: "an interval whose first number is the larger one")
      }
      var mode = RegexRepeatMode.greedy
      if isInterval, bounds.minimum == bounds.maximum, reader.peek == "?" || reader.peek == "+" {
        throw RegexFault(construct: "an interval with \(reader.peek ?? "?") after it")
      }
      if reader.take("?") {
        mode = .reluctant
      } else if !isInterval, reader.take("+") {
        mode = .possessive
      } else if isInterval, reader.peek == "+" {
        throw RegexFault(construct: "an interval with + after it")
      }
      node = .repeated(node, minimum: bounds.minimum, maximum: bounds.maximum, mode: mode)
    }
  }

  /// Refuses literals under `(?i)` that equal a sequence of another length, such as `ss`, which is also ß.
  private func checkFolding(_ nodes: [RegexNode]) throws(RegexFault) {
    var run: [UInt32] = []
    for scalar in RegexParser.literals(nodes) {
      if let scalar {
        run.append(scalar)
      } else {
        try check(run)
        run = []
      }
    }
    try check(run)
  }

  private func check(_ run: [UInt32]) throws(RegexFault) {
    guard folding.isLong(run) else { return }
    let text = String(String.UnicodeScalarView(run.compactMap { Unicode.Scalar($0) }))
    throw RegexFault(construct: "\"\(text)\" under (?i), which equals a text of another length,")
  }

  /// The literals that ignore case, in order; nil where something else stands between.
  private static func literals(_ nodes: [RegexNode]) -> [UInt32?] {
    nodes.flatMap { node -> [UInt32?] in
      switch node {
      case .literal(let scalar, isFolded: true): [scalar]
      case .sequence(let inner): literals(inner)
      case .repeated(let inner, 1, 1, _): literals([inner])
      case .capture(let inner): literals([inner])
      default: [nil]
      }
    }
  }
}
