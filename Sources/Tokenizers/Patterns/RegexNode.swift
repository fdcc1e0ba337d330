/// A regular expression, freed of its syntax: options are applied, classes are sets of scalars.
indirect enum RegexNode: Sendable {
  /// One scalar; with `isFolded` also what equals it under `(?i)`.
  case literal(UInt32, isFolded: Bool)
  case set(ScalarSet)
  case sequence([RegexNode])
  case alternatives([RegexNode])
  /// A group that was in parentheses of its own and captured.
  case capture(RegexNode)
  case atomic(RegexNode)
  case look(RegexNode, isAhead: Bool, isNegative: Bool)
  case assertion(RegexAssertion)
  case repeated(RegexNode, minimum: Int, maximum: Int?, mode: RegexRepeatMode)

  /// Whether it stands for a place between characters, which cannot be repeated.
  var isAssertion: Bool {
    switch self {
    case .look, .assertion: true
    default: false
    }
  }
}

/// A place between two characters.
enum RegexAssertion: Sendable {
  case lineStart, lineEnd, textStart, textEnd, textEndOrNewline, wordBoundary, noWordBoundary
}

/// How a repetition gives back what it took.
enum RegexRepeatMode: Sendable {
  case greedy, reluctant, possessive
}

/// Why a regular expression cannot be used: the construct without an equivalent, or the slip.
struct RegexFault: Error, Equatable {
  var construct: String
}
