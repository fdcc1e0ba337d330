/// What the reference's regex engine knows about a scalar, as far as the hand-written scanners ask.
///
/// Built from the generated tables on first use, which takes a fraction of a millisecond.
struct RegexFlags: Sendable {
  /// Classes of a scalar.
  struct Flags: OptionSet, Sendable {
    let rawValue: UInt8
    /// `\p{L}`.
    static let letter = Flags(rawValue: 1)
    /// `\p{N}`.
    static let number = Flags(rawValue: 2)
    /// `\p{M}`.
    static let mark = Flags(rawValue: 4)
    /// `\s`.
    static let space = Flags(rawValue: 8)
    /// Carriage return and line feed.
    static let newline = Flags(rawValue: 16)
    /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`.
    static let begins = Flags(rawValue: 32)
    /// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`.
    static let continues = Flags(rawValue: 64)
  }

  static let shared = RegexFlags()

  /// The flags of every byte of ASCII; empty for the others.
  private(set) var ascii: [Flags] = []
  private var pageOfBlock: [UInt16] = []
  private var pages: [Flags] = []

  private init() {
    let ofCategory = RegexTables.categoryNames.map { RegexFlags.flags(ofCategory: $0) }
    let runs = RegexTables.categories
    // Blocks that lie within one run share a page with all others of the same flags.
    var uniform: [UInt8: UInt16] = [:]
    var run = 0
    for block: UInt32 in 0..<0x1100 {
      let start = block << 8
      while run + 1 < runs.count, runs[run + 1] >> 5 <= start { run += 1 }
      let number = UInt16(truncatingIfNeeded: pages.count >> 8)
      let flags = ofCategory[Int(runs[run] & 31)]
      if run + 1 == runs.count || runs[run + 1] >> 5 > start | 0xFF {
        pageOfBlock.append(uniform[flags.rawValue] ?? number)
        if uniform.updateValue(pageOfBlock[Int(block)], forKey: flags.rawValue) == nil {
          pages += repeatElement(flags, count: 256)
        }
        continue
      }
      pageOfBlock.append(number)
      for scalar in start...start | 0xFF {
        while run + 1 < runs.count, runs[run + 1] >> 5 <= scalar { run += 1 }
        pages.append(ofCategory[Int(runs[run] & 31)])
      }
    }
    // White space stands among other characters, in pages that are not shared.
    let spaces = RegexTables.whiteSpace
    for index in stride(from: 0, to: spaces.count, by: 2) {
      for scalar in spaces[index]...spaces[index + 1] { insert(.space, into: scalar) }
    }
    insert(.newline, into: 0x0A)
    insert(.newline, into: 0x0D)
    let first = Int(pageOfBlock[0]) << 8
    ascii = Array(pages[first..<first + 128]) + [Flags](repeating: [], count: 128)
  }

  private mutating func insert(_ flags: Flags, into scalar: UInt32) {
    pages[Int(pageOfBlock[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)].insert(flags)
  }

  @inline(__always)
  subscript(scalar: UInt32) -> Flags {
    guard scalar < 0x110000 else { return [] }
    return pages[Int(pageOfBlock[Int(scalar &>> 8)]) &<< 8 | Int(scalar & 0xFF)]
  }

  private static func flags(ofCategory name: String) -> Flags {
    switch name {
    case "Lu", "Lt": [.letter, .begins]
    case "Ll": [.letter, .continues]
    case "Lm", "Lo": [.letter, .begins, .continues]
    case "Mn", "Mc", "Me": [.mark, .begins, .continues]
    case "Nd", "Nl", "No": .number
    default: []
    }
  }
}
