/// What the canonical and compatible forms, StripAccents and the clusters of characters need to know of scalars.
///
/// Built from the generated tables on first use; ASCII text never asks.
struct NormalizationData: Sendable {
  /// What a scalar may be to a normalizer.
  struct Flags: OptionSet, Sendable {
    let rawValue: UInt8
    /// Can differ in NFD: has a decomposition or a combining class.
    static let decomposes = Flags(rawValue: 1)
    /// Can differ in NFKD.
    static let decomposesCompatibly = Flags(rawValue: 2)
    /// Can differ in NFC, or join what stands before it there.
    static let composes = Flags(rawValue: 4)
    /// Can differ in NFKC, or join what stands before it there.
    static let composesCompatibly = Flags(rawValue: 8)
    /// Dropped by StripAccents.
    static let mark = Flags(rawValue: 16)
  }

  static let shared = NormalizationData()

  private var pages = ScalarPages()
  private var clusterClasses = ScalarPages()
  private let compatibleSequences = SequenceTable(UnicodeTables.compatibleSequences)
  /// Pairs of scalars that compose, the first in the upper half, in order; and what they compose to.
  private var pairs: [UInt64] = []
  private var composites: [UInt32] = []

  private init() {
    for index in stride(from: 0, to: UnicodeTables.combiningClasses.count, by: 3) {
      mark(
        ranges: Array(UnicodeTables.combiningClasses[index...index + 1]),
        [.decomposes, .decomposesCompatibly, .composes, .composesCompatibly]
      )
    }
    let decompositions = SequenceTable(UnicodeTables.decompositions)
    mark(single: decompositions.keys, [.decomposes, .decomposesCompatibly])
    mark(ranges: [Hangul.first, Hangul.last], [.decomposes, .decomposesCompatibly])
    mark(ranges: Hangul.seconds, [.composes, .composesCompatibly])
    mark(ranges: UnicodeTables.neverComposed, [.composes, .composesCompatibly])
    mark(single: compatibleSequences.keys, [.decomposesCompatibly, .composesCompatibly])
    for index in stride(from: 0, to: UnicodeTables.compatibleShifts.count, by: 3) {
      mark(
        ranges: Array(UnicodeTables.compatibleShifts[index...index + 1]),
        [.decomposesCompatibly, .composesCompatibly]
      )
    }
    mark(ranges: UnicodeTables.marks, .mark)
    pairComposites(decompositions)
    let classes = UnicodeTables.clusterClasses
    for index in stride(from: 0, to: classes.count, by: 3) {
      let value = UInt8(truncatingIfNeeded: classes[index + 2])
      clusterClasses.insert(value, into: Array(classes[index...index + 1]))
    }
  }

  /// What a scalar may be to a normalizer.
  @inline(__always)
  func flags(_ scalar: UInt32) -> Flags { Flags(rawValue: pages[scalar]) }

  /// How a scalar joins clusters; Hangul syllables are left out.
  @inline(__always)
  func clusterClass(_ scalar: UInt32) -> UInt8 { clusterClasses[scalar] }

  /// Appends the full compatibility decomposition of a scalar.
  func appendCompatibleDecomposition(of scalar: UInt32, to output: inout [UInt32]) {
    if compatibleSequences.appendSequence(of: scalar, to: &output) { return }
    let shifts = UnicodeTables.compatibleShifts
    var low = 0
    var high = shifts.count / 3
    while low < high {
      let middle = (low + high) / 2
      if shifts[middle * 3 + 1] < scalar { low = middle + 1 } else { high = middle }
    }
    guard low * 3 < shifts.count, shifts[low * 3] <= scalar else {
      return UnicodeData.shared.appendDecomposition(of: scalar, to: &output)
    }
    output.append(shifts[low * 3 + 2] + scalar - shifts[low * 3])
  }

  /// What two scalars compose to.
  func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
    guard flags(second).contains(.composes) else { return nil }
    let pair = UInt64(first) << 32 | UInt64(second)
    var low = 0
    var high = pairs.count
    while low < high {
      let middle = (low + high) / 2
      if pairs[middle] < pair { low = middle + 1 } else { high = middle }
    }
    if low < pairs.count, pairs[low] == pair { return composites[low] }
    return Hangul.composition(first, second)
  }

  /// Finds the pairs: every decomposition that is undone is a composite of all its scalars but the last, and the last.
  private mutating func pairComposites(_ decompositions: SequenceTable) {
    var excluded = ScalarPages()
    excluded.insert(1, into: UnicodeTables.neverComposed)
    var found: [UInt64: UInt32] = [:]
    // A shorter decomposition may be the beginning of a longer one.
    for length in 2...4 {
      for key in decompositions.keys where excluded[key] == 0 {
        var sequence: [UInt32] = []
        guard decompositions.appendSequence(of: key, to: &sequence), sequence.count == length else { continue }
        let last = sequence.removeLast()
        let first = sequence.dropFirst().reduce(sequence.first) { first, second in
          first.flatMap { found[UInt64($0) << 32 | UInt64(second)] }
        }
        guard let first else { continue }
        found[UInt64(first) << 32 | UInt64(last)] = key
        mark(single: [last], [.composes, .composesCompatibly])
      }
    }
    pairs = found.keys.sorted()
    composites = pairs.compactMap { found[$0] }
  }

  private mutating func mark(ranges: [UInt32], _ flags: Flags) { pages.insert(flags.rawValue, into: ranges) }

  private mutating func mark(single scalars: [UInt32], _ flags: Flags) {
    for scalar in scalars { pages.insert(flags.rawValue, into: [scalar, scalar]) }
  }
}
