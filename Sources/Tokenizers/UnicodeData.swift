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

  private var pageOfBlock = [UInt16](repeating: 0, count: 0x1100)
  private var pages = [UInt8](repeating: 0, count: 256)
  private var sharedPages: Set<UInt16> = [0]
  private let decompositions: SequenceTable
  private let lowercase: SequenceTable
  private let combiningClasses: [UInt32]

  private init() {
    decompositions = SequenceTable(UnicodeTables.decompositions)
    lowercase = SequenceTable(UnicodeTables.lowercase)
    let classes = UnicodeTables.combiningClasses
    let runs = stride(from: 0, to: classes.count, by: 3).map { (classes[$0], classes[$0 + 1], classes[$0 + 2]) }
    combiningClasses = runs.sorted { $0.0 < $1.0 }.flatMap { [$0.0, $0.1, $0.2] }
    mark(UnicodeTables.whitespace, .whitespace)
    mark(UnicodeTables.punctuation, .punctuation)
    mark(UnicodeTables.cleaned, .cleaned)
    mark(UnicodeTables.chinese, .chinese)
    mark(UnicodeTables.accents, .accent)
    mark(UnicodeTables.word, .word)
    mark(runs.flatMap { [$0.0, $0.1] }, .decomposes)
    mark(decompositions.keys.flatMap { [$0, $0] }, .decomposes)
    mark([Hangul.first, Hangul.last], .decomposes)
    mark(lowercase.keys.flatMap { [$0, $0] }, .hasLowercase)
  }

  /// What `scalar` is.
  @inline(__always)
  func flags(_ scalar: UInt32) -> Flags {
    guard scalar < 0x110000 else { return [] }
    return Flags(rawValue: pages[Int(pageOfBlock[Int(scalar &>> 8)]) &<< 8 | Int(scalar & 0xFF)])
  }

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
  func combiningClass(_ scalar: UInt32) -> UInt32 {
    guard flags(scalar).contains(.decomposes) else { return 0 }
    var low = 0
    var high = combiningClasses.count / 3
    while low < high {
      let middle = (low + high) / 2
      if combiningClasses[middle * 3 + 1] < scalar { low = middle + 1 } else { high = middle }
    }
    guard low * 3 < combiningClasses.count, combiningClasses[low * 3] <= scalar else { return 0 }
    return combiningClasses[low * 3 + 2]
  }

  /// Sets a flag on all scalars of ranges; blocks that look the same share a page.
  private mutating func mark(_ ranges: [UInt32], _ flag: Flags) {
    var covered: [UInt16: UInt16] = [:]
    for index in stride(from: 0, to: ranges.count, by: 2) {
      var scalar = ranges[index]
      while scalar <= ranges[index + 1] {
        let block = Int(scalar >> 8)
        let end = min(ranges[index + 1], scalar | 0xFF)
        let old = pageOfBlock[block]
        if scalar & 0xFF == 0, end & 0xFF == 0xFF {
          let page = covered[old] ?? copyPage(old)
          if covered.updateValue(page, forKey: old) == nil { fill(page, 0...255, flag) }
          sharedPages.insert(page)
          pageOfBlock[block] = page
        } else {
          if sharedPages.contains(old) { pageOfBlock[block] = copyPage(old) }
          fill(pageOfBlock[block], Int(scalar & 0xFF)...Int(end & 0xFF), flag)
        }
        scalar = end + 1
      }
    }
  }

  private mutating func copyPage(_ page: UInt16) -> UInt16 {
    let start = Int(page) << 8
    pages.append(contentsOf: Array(pages[start..<start + 256]))
    return UInt16(pages.count / 256 - 1)
  }

  private mutating func fill(_ page: UInt16, _ range: ClosedRange<Int>, _ flag: Flags) {
    for index in range { pages[Int(page) << 8 | index] |= flag.rawValue }
  }
}

/// Hangul syllables, which decompose by arithmetic.
private enum Hangul {
  static let first: UInt32 = 0xAC00
  static let last: UInt32 = 0xD7A3

  static func appendDecomposition(of syllable: UInt32, to output: inout [UInt32]) {
    let index = syllable - first
    output.append(0x1100 + index / 588)
    output.append(0x1161 + index % 588 / 28)
    if index % 28 > 0 { output.append(0x11A7 + index % 28) }
  }
}

/// Scalars that stand for sequences of scalars.
private struct SequenceTable: Sendable {
  private(set) var keys: [UInt32] = []
  private var starts: [UInt32] = []
  private let table: [UInt32]

  /// Reads key, length, scalars, key, length, scalars….
  init(_ table: [UInt32]) {
    self.table = table
    var index = 0
    while index < table.count {
      keys.append(table[index])
      starts.append(UInt32(index + 1))
      index += 2 + Int(table[index + 1])
    }
  }

  func appendSequence(of key: UInt32, to output: inout [UInt32]) -> Bool {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    guard low < keys.count, keys[low] == key else { return false }
    let start = Int(starts[low])
    for index in start + 1...start + Int(table[start]) { output.append(table[index]) }
    return true
  }
}
