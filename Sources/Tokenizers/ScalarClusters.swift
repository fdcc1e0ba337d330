/// The extended grapheme clusters of a text, by the rules and the data that the reference has.
///
/// Regional indicators are not paired: a pair has eight bytes, and to the normalizer that asks such a cluster is no
/// other than two.
enum ScalarClusters {
  /// How a scalar joins those beside it; the raw values are those of the generated table.
  private enum Class: UInt8 {
    case other, control, leadingJamo, vowelJamo, finalJamo, prepended, pictograph, consonant, spacingMark, mark
    /// Marks that may stand in a conjunct, and those that make one.
    case conjunctMark, linker
    case joiner
    case openSyllable, closedSyllable
  }

  /// The end of the cluster that begins at `start`.
  static func end(in text: UnsafeBufferPointer<UInt8>, from start: Int, _ data: NormalizationData) -> Int {
    var reader = ScalarReader(text, at: start)
    guard let first = reader.next() else { return start }
    if first == 0x0D, reader.offset < text.count, text[reader.offset] == 0x0A { return reader.offset + 1 }
    var previous = kind(first, data)
    guard previous != .control else { return reader.offset }
    // What of "pictograph, marks, joiner" and of "consonant, marks with a linker" stands right before.
    var isPicture = previous == .pictograph
    var awaitsPicture = false
    var isConjunct = previous == .consonant
    var awaitsConsonant = false
    while true {
      let end = reader.offset
      guard let scalar = reader.next() else { return end }
      let next = kind(scalar, data)
      let joins =
        switch next {
        case .control: false
        case .mark, .conjunctMark, .linker, .spacingMark, .joiner: true
        case .leadingJamo, .openSyllable, .closedSyllable: previous == .leadingJamo || previous == .prepended
        case .vowelJamo: previous == .prepended || [.leadingJamo, .vowelJamo, .openSyllable].contains(previous)
        case .finalJamo:
          previous == .prepended || [.vowelJamo, .finalJamo, .openSyllable, .closedSyllable].contains(previous)
        case .pictograph: awaitsPicture || previous == .prepended
        case .consonant: awaitsConsonant || previous == .prepended
        case .other, .prepended: previous == .prepended
        }
      guard joins else { return end }
      awaitsPicture = next == .joiner && isPicture
      switch next {
      case .pictograph: isPicture = true
      case .mark, .conjunctMark, .linker: break
      default: isPicture = false
      }
      switch next {
      case .consonant: (isConjunct, awaitsConsonant) = (true, false)
      case .linker: awaitsConsonant = isConjunct
      case .conjunctMark, .joiner: break
      default: (isConjunct, awaitsConsonant) = (false, false)
      }
      previous = next
    }
  }

  @inline(__always)
  private static func kind(_ scalar: UInt32, _ data: NormalizationData) -> Class {
    if scalar >= Hangul.first, scalar <= Hangul.last {
      return (scalar - Hangul.first) % 28 == 0 ? .openSyllable : .closedSyllable
    }
    return Class(rawValue: data.clusterClass(scalar)) ?? .other
  }
}
