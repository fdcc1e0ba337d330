/// The reference's classes and mappings of scalars, indexed for speed.
///
/// Built from the generated tables on first use, which costs a fraction of a millisecond and does not happen while all
/// text is ASCII.
struct UnicodeData: Sendable {
  /// What a scalar is, to one or another part of a tokenizer.
  struct Flags: OptionSet, Sendable {
    let rawValue: UInt8
    static let whitespace = Flags(rawValue: 1)
    static let punctuation = Flags(rawValue: 2)
    static let cleaned = Flags(rawValue: 4)
    static let chinese = Flags(rawValue: 8)
    static let accent = Flags(rawValue: 16)
    static let word = Flags(rawValue: 32)
    /// Has a canonical decomposition or a combining class.
    static let decomposes = Flags(rawValue: 64)
    static let hasLowercase = Flags(rawValue: 128)
  }

  static let shared = UnicodeData()

  private var pages = ScalarPages()
  private let decompositions: SequenceTable
  private let lowercase: SequenceTable
  private var classes = ScalarPages()

  private init() {
    decompositions = SequenceTable(UnicodeTables.decompositions)
    lowercase = SequenceTable(UnicodeTables.lowercase)
    let runs = UnicodeTables.combiningClasses
    for index in stride(from: 0, to: runs.count, by: 3) {
      mark([runs[index], runs[index + 1]], .decomposes)
      classes.insert(UInt8(truncatingIfNeeded: runs[index + 2]), into: [runs[index], runs[index + 1]])
    }
    mark(UnicodeTables.whitespace, .whitespace)
    mark(UnicodeTables.punctuation, .punctuation)
    mark(UnicodeTables.cleaned, .cleaned)
    mark(UnicodeTables.chinese, .chinese)
    mark(UnicodeTables.accents, .accent)
    mark(UnicodeTables.word, .word)
    mark(decompositions.keys.flatMap { [$0, $0] }, .decomposes)
    mark([Hangul.first, Hangul.last], .decomposes)
    mark(lowercase.keys.flatMap { [$0, $0] }, .hasLowercase)
  }

  /// What `scalar` is.
  @inline(__always)
  func flags(_ scalar: UInt32) -> Flags { Flags(rawValue: pages[scalar]) }

  /// Appends the full canonical decomposition of a scalar that is flagged `decomposes`.
  func appendDecomposition(of scalar: UInt32, to output: inout [UInt32]) {
    if scalar >= Hangul.first, scalar <= Hangul.last {
      Hangul.appendDecomposition(of: scalar, to: &output)
    } else if !decompositions.appendSequence(of: scalar, to: &output) {
      output.append(scalar)
    }
  }

  /// Appends the lower-case mapping of a scalar that is flagged `hasLowercase`.
  func appendLowercase(of scalar: UInt32, to output: inout [UInt32]) {
    if !lowercase.appendSequence(of: scalar, to: &output) { output.append(scalar) }
  }

  /// The canonical combining class.
  @inline(__always)
  func combiningClass(_ scalar: UInt32) -> UInt8 { classes[scalar] }

  private mutating func mark(_ ranges: [UInt32], _ flag: Flags) { pages.insert(flag.rawValue, into: ranges) }
}

/// Hangul syllables, which decompose by arithmetic.
enum Hangul {
  static let first: UInt32 = 0xAC00
  static let last: UInt32 = 0xD7A3

  /// The first letter of each kind: leading consonants, vowels, final consonants (the first of which stands for none).
  private static let leads: UInt32 = 0x1100
  private static let vowels: UInt32 = 0x1161
  private static let finals: UInt32 = 0x11A7

  /// Vowels and final consonants that `composition` takes, as ranges.
  static let seconds: [UInt32] = [0x1161, 0x1175, 0x11A8, 0x11C2]

  static func appendDecomposition(of syllable: UInt32, to output: inout [UInt32]) {
    let index = syllable - first
    output.append(leads + index / 588)
    output.append(vowels + index % 588 / 28)
    if index % 28 > 0 { output.append(finals + index % 28) }
  }
  /// The syllable that a letter makes with what stands before it.
  static func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if first >= leads, first < leads + 19, second >= vowels, second < vowels + 21 {
      return Hangul.first + ((first - leads) * 21 + second - vowels) * 28
    }
    guard first >= Hangul.first, first <= last, (first - Hangul.first) % 28 == 0, second > finals, second < finals + 28
    else { return nil }
    return first + second - finals
  }
}
