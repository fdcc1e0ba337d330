/// Reads a character class, from behind its `[`.
struct RegexClassParser {
  private(set) var reader: RegexReader
  /// Set under `(?i)`.
  private let folding: CaseFolding?
  private var depth = 0

  init(reader: RegexReader, folding: CaseFolding?) {
    self.reader = reader
    self.folding = folding
  }

  /// The members of the class.
  mutating func parse() throws(RegexFault) -> ScalarSet {
    let isNegative = reader.take("^")
    var set = try intersections()
    if let folding {
      // A negative class is folded before it is turned around; sequences do not matter to it.
      guard isNegative || !folding.hasLongMember(set) else {
        throw RegexFault(construct: "a class under (?i) with a character that equals two,")
      }
      set = folding.closure(of: set)
    }
    return isNegative ? set.inverted : set
  }

  /// Unions joined by `&&`, through the `]`.
  private mutating func intersections() throws(RegexFault) -> ScalarSet {
    guard depth < RegexParser.maximumDepth else { throw RegexFault(construct: "classes nested too deeply") }
    depth += 1
    defer { depth -= 1 }
    guard reader.peek != "]" else { throw RegexFault(construct: "a ] at the beginning of a class") }
    var set = try union()
    while reader.take("&&") { set = set.intersection(try union()) }
    guard reader.take("]") else { throw RegexFault(construct: "a [ without a ]") }
    return set
  }

  private mutating func union() throws(RegexFault) -> ScalarSet {
    var ranges: [ClosedRange<UInt32>] = []
    var isFirst = true
    var followsSet = false
    while let next = reader.peek, next != "]", !isAtIntersection {
      defer { isFirst = false }
      if next == "[" {
        ranges += try nested().ranges
        followsSet = true
        continue
      }
      if next == "-", !isFirst, !endsAfterHyphen {
        // After a set it would be an error, after a range it is the character.
        guard !followsSet else { throw RegexFault(construct: "a - behind a set in a class") }
      }
      switch try item() {
      case .set(let set):
        ranges += set.ranges
        followsSet = true
      case .scalar(let low):
        followsSet = false
        guard reader.peek == "-", !endsAfterHyphen else {
          ranges.append(low...low)
          continue
        }
        reader.advance()
        guard reader.peek != "[", !isAtIntersection, case .scalar(let high) = try item(), low <= high else {
          throw RegexFault(construct: "a range in a class that does not end in a larger character")
        }
        ranges.append(low...high)
        if reader.peek == "-", !endsAfterHyphen { throw RegexFault(construct: "a - behind a range in a class") }
      default: throw RegexFault(construct: "an assertion in a class")
      }
    }
    return ScalarSet(ranges).intersection(.everything)
  }

  private var isAtIntersection: Bool {
    var ahead = reader
    return ahead.take("&&")
  }

  /// Whether the `-` that is next is the last character of the class.
  private var endsAfterHyphen: Bool {
    var ahead = reader
    return ahead.take("-") && (ahead.peek == "]" || ahead.take("&&"))
  }

  private mutating func item() throws(RegexFault) -> RegexEscape {
    if reader.peek == "\\" { return try RegexEscape.take(from: &reader, inClass: true) }
    guard let scalar = reader.next() else { throw RegexFault(construct: "a [ without a ]") }
    return .scalar(scalar.value)
  }

  private mutating func nested() throws(RegexFault) -> ScalarSet {
    if reader.take("[:") {
      let isNegative = reader.take("^")
      guard let name = reader.text(before: ":"), reader.take("]"), let set = RegexSets.bracket(name) else {
        throw RegexFault(construct: "a [: that is no bracket of POSIX")
      }
      return isNegative ? set.inverted : set
    }
    reader.advance()
    let isNegative = reader.take("^")
    let set = try intersections()
    return isNegative ? set.inverted : set
  }
}
