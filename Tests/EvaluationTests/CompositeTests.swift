import Evaluation
import Testing

@Suite struct CompositeTests {
  private func member(_ suite: String, _ weight: Double, _ metric: Metric = .mean) -> Composite.Member {
    .init(suite: suite, metric: metric, weight: weight)
  }

  @Test("weights must be shares of one, and no score may stand twice")
  func weights() {
    let cases: [([Composite.Member], String)] = [
      ([], "it has no members"),
      ([member("a", 0.5), member("b", 0.4)], "the weights sum to 0.9; expected 1"),
      ([member("a", 1.5), member("b", -0.5)], "the weight of b.mean is -0.5; expected a number above 0"),
      ([member("a", .nan), member("b", 1)], "the weight of a.mean is nan; expected a number above 0"),
      ([member("a", 0.5), member("a", 0.5)], "a score stands in it twice"),
    ]
    for (members, reason) in cases {
      let error = #expect(throws: EvaluationError.self) { try Composite(id: "x", title: "X", members: members) }
      #expect(error?.reason == reason)
      #expect(error?.problem == "cannot take the composite x")
    }
    #expect(throws: Never.self) {
      try Composite(id: "x", title: "X", members: [member("a", 0.1), member("b", 0.2), member("c", 0.7)])
    }
  }

  @Test("the value is the weighted sum, and keeps what it was made of")
  func value() throws {
    let result = try compass.run(suite(.pairs([pair("east", "east"), pair("north", "north")]), id: "a"))
    let composite = try Composite(id: "x", title: "X", members: [member("a", 0.75), member("a", 0.25, .shuffledMean)])
    let value = try composite.result(of: [result])
    #expect(value.value == 0.75)
    #expect(value.members.map(\.value) == [1, 0])
  }

  @Test("a score that was not measured is an error that names it")
  func missing() throws {
    let composite = try Composite(id: "x", title: "X", members: [member("b", 1)])
    let error = #expect(throws: EvaluationError.self) { try composite.result(of: []) }
    #expect(error?.code == .missingScore)
    #expect(error?.reason == "mean of the suite b was not measured")
  }
}
