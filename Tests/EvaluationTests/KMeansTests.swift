import Testing

@testable import Evaluation

@Suite struct KMeansTests {
  private func squares(_ points: [[Double]]) -> [[Double]] {
    func square(_ left: [Double], _ right: [Double]) -> Double {
      zip(left, right).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
    }
    return points.map { left in points.map { square(left, $0) } }
  }

  @Test("groups that lie apart are found, whatever their order")
  func groups() {
    let points: [[Double]] = [[0, 0], [9, 9], [0, 1], [-9, 5], [9, 8], [-9, 6], [1, 0], [8, 9]]
    let outcome = KMeans(squares(points)).best(clusters: 3)
    let groups = Set((0..<3).map { group in points.indices.filter { outcome.labels[$0] == group } })
    #expect(groups == [[0, 2, 6], [1, 4, 7], [3, 5]])
    #expect(abs(outcome.inertia - (4.0 / 3 + 4.0 / 3 + 0.5)) < 1e-12)
  }

  @Test("inertia from distances is the sum of squares to the means")
  func inertia() {
    let kMeans = KMeans(squares([[0, 0], [2, 0], [5, 5]]))
    #expect(kMeans.inertia([0, 0, 1], clusters: 2) == 2)
  }

  @Test("points that are all the same, and fewer different ones than groups, end")
  func degenerate() {
    let same = KMeans(squares([[1], [1], [1], [1]])).best(clusters: 2)
    #expect(same.inertia == 0)
    let few = KMeans(squares([[1], [1], [2], [2]])).best(clusters: 3)
    #expect(few.inertia == 0)
  }

  @Test("silhouettes are those of the definition, and 0 for a point alone")
  func silhouette() {
    let distances = squares([[0], [1], [10], [99]]).map { $0.map { $0.squareRoot() } }
    let values = Silhouette.values(distances, labels: [0, 0, 1, 2], count: 3)
    let expected: [Double] = [0.9, 8.0 / 9, 0, 0]
    #expect(values == expected)
  }
}
