/// What equals what under `(?i)`, as the reference's engine sees it.
struct CaseFolding: Sendable {
  /// Every scalar that equals others, and all of its group, itself included.
  private var groups: [UInt32: ArraySlice<UInt32>] = [:]
  /// What a single scalar equals beyond single scalars, as first members of groups: `ss` for ß.
  private var expansions: [UInt32: [UInt32]] = [:]

  init() {
    let table = RegexTables.foldings
    var index = 0
    while index < table.count {
      let members = table[index + 1...index + Int(table[index])]
      for scalar in members { groups[scalar] = members }
      index += 1 + members.count
    }
    let long = RegexTables.longFoldings
    index = 0
    while index < long.count {
      let count = Int(long[index + 1])
      expansions[long[index]] = long[index + 2..<index + 2 + count].map { representative($0) }
      index += 2 + count
    }
  }

  /// All that equals a scalar, itself included.
  func equals(of scalar: UInt32) -> ScalarSet { ScalarSet((groups[scalar] ?? [scalar]).map { $0...$0 }) }

  /// A set with all that equals one of its members.
  func closure(of set: ScalarSet) -> ScalarSet {
    var ranges = set.ranges
    for (scalar, group) in groups where set.contains(scalar) { ranges += group.map { $0...$0 } }
    return ScalarSet(ranges)
  }

  /// Whether a member of the set equals a sequence of scalars.
  func hasLongMember(_ set: ScalarSet) -> Bool { expansions.keys.contains { set.contains($0) } }

  /// Whether a scalar equals a sequence, or a part of this sequence equals a single scalar.
  func isLong(_ sequence: [UInt32]) -> Bool {
    if sequence.contains(where: { expansions[$0] != nil }) { return true }
    let folded = sequence.map { representative($0) }
    return expansions.values.contains { expansion in
      folded.indices.contains { folded[$0...].starts(with: expansion) }
    }
  }

  private func representative(_ scalar: UInt32) -> UInt32 { groups[scalar]?.first ?? scalar }
}
