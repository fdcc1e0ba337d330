/// What becomes of the matches that a text is split at.
enum SplitBehavior: String, Sendable, Equatable {
  /// They vanish.
  case removed = "Removed"
  /// Each is a piece.
  case isolated = "Isolated"
  /// Each belongs to the piece before it.
  case mergedWithPrevious = "MergedWithPrevious"
  /// Each belongs to the piece after it.
  case mergedWithNext = "MergedWithNext"
  /// All that touch are one piece.
  case contiguous = "Contiguous"
}

/// Cuts one piece at matches that come from left to right.
struct PieceSplitter {
  private let piece: UnsafeBufferPointer<UInt8>
  private let behavior: SplitBehavior
  private let isInverted: Bool
  /// Where the last match ended.
  private var done = 0
  /// The part that may still grow, and whether the last part was a match.
  private var pending: Range<Int>?
  private var followsMatch = false

  init(_ piece: UnsafeBufferPointer<UInt8>, behavior: SplitBehavior, isInverted: Bool) {
    self.piece = piece
    self.behavior = behavior
    self.isInverted = isInverted
  }

  /// Takes the next match; matches do not overlap, and may be empty.
  @inline(__always)
  mutating func add(match: Range<Int>, to output: inout TextPieces) {
    if done < match.lowerBound { add(done..<match.lowerBound, isMatch: isInverted, to: &output) }
    add(match, isMatch: !isInverted, to: &output)
    done = match.upperBound
  }

  /// Takes what is behind the last match.
  mutating func finish(_ output: inout TextPieces) {
    if done < piece.count { add(done..<piece.count, isMatch: isInverted, to: &output) }
    if let pending { emit(pending, to: &output) }
    pending = nil
  }

  @inline(__always)
  private mutating func add(_ part: Range<Int>, isMatch: Bool, to output: inout TextPieces) {
    defer { followsMatch = isMatch }
    switch behavior {
    case .removed: if !isMatch { emit(part, to: &output) }
    case .isolated: emit(part, to: &output)
    case .contiguous: grow(by: part, when: isMatch == followsMatch, to: &output)
    case .mergedWithPrevious: grow(by: part, when: isMatch && !followsMatch, to: &output)
    case .mergedWithNext: grow(by: part, when: !isMatch && followsMatch, to: &output)
    }
  }

  /// Adds a part to the pending one, or emits that and lets the part wait in its place.
  private mutating func grow(by part: Range<Int>, when isJoined: Bool, to output: inout TextPieces) {
    if isJoined, let before = pending {
      pending = before.lowerBound..<part.upperBound
    } else {
      if let pending { emit(pending, to: &output) }
      pending = part
    }
  }

  @inline(__always)
  private func emit(_ part: Range<Int>, to output: inout TextPieces) {
    output.add(UnsafeBufferPointer(rebasing: piece[part]), isAtStart: part.lowerBound == 0)
  }
}
