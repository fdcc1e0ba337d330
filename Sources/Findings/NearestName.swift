/// Finds what somebody probably meant by a misspelt name.
public enum NearestName {
  /// The candidate with the smallest edit distance to `name`, if it is near enough to be a slip (a third of the
  /// length, at least two edits); ties go to the first.
  public static func suggestion(for name: String, among candidates: some Sequence<String>) -> String? {
    var best: (distance: Int, name: String)?
    for candidate in candidates {
      let distance = editDistance(name.lowercased(), candidate.lowercased())
      guard distance <= Swift.max(2, name.count / 3), distance < candidate.count else { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (distance, candidate) }
    }
    return best?.name
  }

  /// The number of insertions, deletions, substitutions and swaps of neighbours between two texts.
  public static func editDistance(_ left: String, _ right: String) -> Int {
    let a = Array(left)
    let b = Array(right)
    var previous2 = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 0..<a.count {
      var current = [i + 1]
      for j in 0..<b.count {
        var cost = Swift.min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = Swift.min(cost, previous2[j - 1] + 1) }
        current.append(cost)
      }
      previous2 = previous
      previous = current
    }
    return previous[b.count]
  }
}
