/// The choices that no other choice beats in both respects.
public enum ParetoFrontier {
  /// The indices of the points that no other point dominates, by rising cost (equal ones in the order given).
  ///
  /// A smaller cost and a larger value are better. A point dominates another when it is no worse in both and better in
  /// one; of equal points none dominates the other, so all of them are on the frontier. Every number must be finite.
  /// - Complexity: O(n log n).
  public static func indices(of points: [(cost: Double, value: Double)]) -> [Int] {
    let order = points.indices.sorted { a, b in
      if points[a].cost != points[b].cost { return points[a].cost < points[b].cost }
      return points[a].value != points[b].value ? points[a].value > points[b].value : a < b
    }
    var frontier: [Int] = []
    for index in order {
      guard let last = frontier.last.map({ points[$0] }) else {
        frontier.append(index)
        continue
      }
      if points[index].value > last.value || points[index] == last { frontier.append(index) }
    }
    return frontier
  }
}
