import Testing

@testable import Evaluation

@Suite struct StatisticsTests {
  @Test("AUC counts ties as half")
  func areaUnderCurve() {
    #expect(Statistics.areaUnderCurve(positives: [0.9, 0.8], negatives: [0.1, 0.2]) == 1)
    #expect(Statistics.areaUnderCurve(positives: [0.5], negatives: [0.5, 0.4]) == 0.75)
    #expect(Statistics.areaUnderCurve(positives: [0.1], negatives: [0.2]) == 0)
  }

  @Test("equal values share the mean of their ranks")
  func ranks() {
    #expect(Statistics.ranks([10, 20, 20, 5]) == [2, 3.5, 3.5, 1])
  }

  @Test("correlation is 1 for a line, -1 for a falling one, 0 when a side does not vary")
  func correlation() {
    #expect(abs(Statistics.correlation([1, 2, 3], [10, 20, 30]) - 1) < 1e-15)
    #expect(abs(Statistics.correlation([1, 2, 3], [3, 2, 1]) + 1) < 1e-15)
    #expect(Statistics.correlation([1, 2, 3], [5, 5, 5]) == 0)
  }
}
