import Evaluation
import Testing

@Suite struct EvaluatorTests {
  /// Two dimensions: texts are given as angles in degrees by name.
  private let evaluator = Evaluator { texts in
    let table: [String: [Float]] = [
      "east": [1, 0], "north": [0, 1], "northeast": [1, 1], "west": [-1, 0], "none": [0, 0],
    ]
    return texts.map { table[$0] ?? [0, 0] }
  }

  private func pair(_ a: String, _ b: String, distractors: [String] = [], grade: Double? = nil) -> Suite.Pair {
    .init(id: "\(a)-\(b)", a: a, b: b, distractors: distractors, grade: grade)
  }

  private func suite(_ kind: Evaluation.Suite.Kind, _ pairs: [Evaluation.Suite.Pair]) -> Evaluation.Suite {
    .init(id: "s", title: "S", question: "?", kind: kind, pairs: pairs)
  }

  @Test("pairs that stand apart from the shuffled ones have a margin, AUC and recall of one")
  func perfect() throws {
    let result = try evaluator.run(suite(.pairs, [pair("east", "east"), pair("north", "north")]))
    #expect(result.cosines == [1, 1])
    #expect(result[.mean] == 1)
    #expect(result[.shuffledMean] == 0)
    #expect(result[.margin] == 1)
    #expect(result[.auc] == 1)
    #expect(result[.recallAt1] == 1)
    #expect(result[.distractorAccuracy] == nil)
  }

  @Test("a model that gives every text the same vector has a mean of one and no margin")
  func collapsed() throws {
    let collapsed = Evaluator { texts in texts.map { _ in [1, 1] } }
    let result = try collapsed.run(suite(.pairs, [pair("a", "b"), pair("c", "d")]))
    #expect(abs((result[.mean] ?? 0) - 1) < 1e-12)
    #expect(result[.margin] == 0)
    #expect(result[.auc] == 0.5)
    #expect(result[.recallAt1] == 0)
  }

  @Test("a distractor that is as near as the partner loses the point")
  func distractors() throws {
    let result = try evaluator.run(
      suite(
        .pairs,
        [
          pair("east", "northeast", distractors: ["north"]), pair("north", "northeast", distractors: ["north"]),
          pair("west", "west"),
        ]
      )
    )
    #expect(result[.distractorAccuracy] == 0.5)
  }

  @Test("grades are correlated by rank and by value")
  func graded() throws {
    let result = try evaluator.run(
      suite(
        .graded,
        [pair("east", "east", grade: 5), pair("east", "northeast", grade: 3), pair("east", "west", grade: 0)]
      )
    )
    #expect(result[.spearman] == 1)
    #expect((result[.pearson] ?? 0) > 0.95)
    #expect(result[.mean] == nil)
  }

  @Test("a text without known words has cosine zero, not NaN")
  func zeroVector() throws {
    let result = try evaluator.run(suite(.pairs, [pair("none", "east"), pair("north", "north")]))
    #expect(result.cosines == [0, 1])
    #expect(result[.minimum] == 0)
  }
}
