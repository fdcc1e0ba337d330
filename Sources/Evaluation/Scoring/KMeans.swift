import Glibc

/// k-means of points that are known by their squared distances, as the founding project's score has it.
///
/// Ten starts with seed 42; each chooses centres by greedy k-means++ (of 2 + ln k candidates the one that leaves the
/// least), then moves points to the nearest mean until nothing changes; the start with the least sum of squares is kept.
/// Generator, draws and order are those of scikit-learn, so that purity is the same also where ten starts do not find the
/// best partition there is. The squared distance of a point to a group's mean follows from distances alone, so that a
/// step costs n² and not n·k·dimensions.
struct KMeans {
  /// What a run found.
  struct Outcome {
    /// For every point the number of its group.
    var labels: [Int]
    /// The sum of the squared distances to the groups' means.
    var inertia: Double
  }

  static let starts = 10
  static let seed: UInt32 = 42
  private static let maximumSteps = 300

  private let squares: [[Double]]
  private var count: Int { squares.count }

  init(_ squares: [[Double]]) { self.squares = squares }

  /// The best of all starts; there are at least as many points as clusters.
  func best(clusters: Int) -> Outcome {
    var generator = MersenneTwister(seed: Self.seed)
    var best = run(clusters, &generator)
    for _ in 1..<Self.starts {
      let outcome = run(clusters, &generator)
      // The same partition may come out with another last digit.
      if outcome.inertia < best.inertia, !Self.isSame(outcome.labels, best.labels) { best = outcome }
    }
    return best
  }

  /// The sum of squared distances to the means: of every group the sum over its couples, divided by its size.
  func inertia(_ labels: [Int], clusters: Int) -> Double {
    (0..<clusters).reduce(0) { sum, group in
      let members = labels.indices.filter { labels[$0] == group }
      return sum + spread(members) * Double(members.count)
    }
  }

  private func run(_ clusters: Int, _ generator: inout MersenneTwister) -> Outcome {
    let centres = start(clusters, &generator)
    var labels = (0..<count).map { point in
      centres.indices.min { squares[point][centres[$0]] < squares[point][centres[$1]] } ?? 0
    }
    for _ in 0..<Self.maximumSteps {
      let next = assigned(labels, clusters)
      guard next != labels else { break }
      labels = next
    }
    return Outcome(labels: labels, inertia: inertia(labels, clusters: clusters))
  }

  private func start(_ clusters: Int, _ generator: inout MersenneTwister) -> [Int] {
    let trials = 2 + Int(log(Double(clusters)))
    var centres = [generator.index(below: count)]
    var nearest = squares[centres[0]]
    var total = nearest.reduce(0, +)
    while centres.count < clusters {
      var sum = 0.0
      let sums = nearest.map { square in
        sum += square
        return sum
      }
      let draws = (0..<trials).map { _ in generator.unit() * total }
      var best = (point: 0, total: Double.infinity, nearest: nearest)
      for draw in draws {
        let point = sums.firstIndex { $0 >= draw } ?? count - 1
        let left = zip(nearest, squares[point]).map { min($0, $1) }
        let total = left.reduce(0, +)
        if total < best.total { best = (point, total, left) }
      }
      centres.append(best.point)
      nearest = best.nearest
      total = best.total
    }
    return centres
  }

  /// Every point with the nearest mean; of equals the first.
  private func assigned(_ labels: [Int], _ clusters: Int) -> [Int] {
    var groups = (0..<clusters).map { group in labels.indices.filter { labels[$0] == group } }
    refill(&groups)
    let spreads = groups.map { spread($0) }
    return labels.indices.map { point in
      var best = (group: 0, distance: Double.infinity)
      for (group, members) in groups.enumerated() {
        let sum = members.reduce(0) { $0 + squares[point][$1] }
        let distance = sum / Double(members.count) - spreads[group]
        if distance < best.distance { best = (group, distance) }
      }
      return best.group
    }
  }

  /// Gives a group that lost its last point the one that is farthest from its mean.
  private func refill(_ groups: inout [[Int]]) {
    for empty in groups.indices where groups[empty].isEmpty {
      var farthest = (group: empty, place: 0, distance: -Double.infinity)
      for (group, members) in groups.enumerated() where members.count > 1 {
        let spread = spread(members)
        for (place, point) in members.enumerated() {
          let sum = members.reduce(0) { $0 + squares[point][$1] }
          let distance = sum / Double(members.count) - spread
          if distance > farthest.distance { farthest = (group, place, distance) }
        }
      }
      guard farthest.group != empty else { continue }
      groups[empty] = [groups[farthest.group].remove(at: farthest.place)]
    }
  }

  /// The mean squared distance of a group's points to their mean.
  private func spread(_ members: [Int]) -> Double {
    guard !members.isEmpty else { return 0 }
    var sum = 0.0
    for left in members { for right in members { sum += squares[left][right] } }
    return sum / (2 * Double(members.count * members.count))
  }

  private static func isSame(_ left: [Int], _ right: [Int]) -> Bool {
    var names: [Int: Int] = [:]
    for (a, b) in zip(left, right) where names.updateValue(b, forKey: a) ?? b != b { return false }
    return true
  }
}
