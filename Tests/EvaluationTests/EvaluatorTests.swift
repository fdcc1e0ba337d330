import Evaluation
import Findings
import Testing

/// Two dimensions: texts stand for directions.
let compass = Evaluator { texts in
  let table: [String: [Float]] = [
    "east": [1, 0], "north": [0, 1], "northeast": [1, 1], "west": [-1, 0], "none": [0, 0], "far east": [3, 0],
    "far north": [0, 3], "broken": [.nan, 1],
  ]
  return texts.map { table[$0] ?? [0, 0] }
}

func pair(
  _ a: String,
  _ b: String,
  distractors: [String] = [],
  grade: Double? = nil,
  language: String? = nil
)
  -> Evaluation.Suite.Pair
{
  .init(id: "\(a)-\(b)", a: a, b: b, distractors: distractors, grade: grade, language: language)
}

func suite(_ content: Evaluation.Suite.Content, id: String = "s") -> Evaluation.Suite {
  .init(id: id, title: "S", question: "?", content: content)
}

@Suite struct EvaluatorTests {
  @Test("pairs that stand apart from the shuffled ones have a margin, AUC and recall of one")
  func perfect() throws {
    let result = try compass.run(suite(.pairs([pair("east", "east"), pair("north", "north")])))
    #expect(result.cosines == [1, 1])
    #expect(result[.mean] == 1)
    #expect(result[.shuffledMean] == 0)
    #expect(result[.margin] == 1)
    #expect(result[.auc] == 1)
    #expect(result[.recallAt1] == 1)
    #expect(result[.distractorAccuracy] == nil)
    #expect(result.headline?.metric == .mean)
    #expect(result.control?.metric == .shuffledMean)
  }

  @Test("a model that gives every text the same vector has a mean of one, no margin, and proves nothing")
  func collapsed() throws {
    let collapsed = Evaluator { texts in texts.map { _ in [1, 1] } }
    let result = try collapsed.run(suite(.pairs([pair("a", "b"), pair("c", "d"), pair("e", "f"), pair("g", "h")])))
    #expect(abs((result[.mean] ?? 0) - 1) < 1e-12)
    let margin = try #require(result[.margin])
    #expect(abs(margin) < 1e-15)
    #expect(result[.auc] == 0.5)
    #expect(result[.recallAt1] == 0)
    #expect(result.assessment.verdict == .uninformative)
    #expect(result.assessment.reason == "AUC is 0.500, below 0.7; guessing gives 0.5.")
  }

  @Test("a distractor that is as near as the partner loses the point")
  func distractors() throws {
    let result = try compass.run(
      suite(
        .pairs([
          pair("east", "northeast", distractors: ["north"]), pair("north", "northeast", distractors: ["far north"]),
          pair("west", "west"),
        ])
      )
    )
    #expect(result[.distractorAccuracy] == 0.5)
  }

  @Test("grades are correlated by rank and by value, and alike pairs are told from unlike ones")
  func graded() throws {
    let result = try compass.run(
      suite(
        .graded([
          pair("east", "east", grade: 5), pair("east", "northeast", grade: 3), pair("east", "west", grade: 0),
        ])
      )
    )
    #expect(result[.spearman] == 1)
    #expect((result[.pearson] ?? 0) > 0.95)
    #expect(result[.mean] == nil)
    let alike = try #require(result[.alikeMean])
    #expect(abs(alike - 0.853553) < 1e-6)
    #expect(result[.unlikeMean] == -1)
    #expect(result[.auc] == 1)
    #expect(result.headline?.metric == .spearman)
  }

  @Test("the founding formula of a contrast is half of the difference of the means plus one")
  func contrast() throws {
    let result = try compass.run(
      suite(
        .contrast(
          similar: [pair("east", "far east"), pair("north", "far north")],
          dissimilar: [pair("east", "north"), pair("east", "west")]
        )
      )
    )
    #expect(result[.similarMean] == 1)
    #expect(result[.dissimilarMean] == -0.5)
    #expect(result[.score] == 1.25)
    #expect(result[.margin] == 1.5)
    #expect(result[.auc] == 1)
    #expect(result[.recallAt1] == 1)
    // Shuffled: similar 0 and 0, dissimilar east-west -1 and east-north 0.
    #expect(result[.shuffledScore] == 0.75)
    #expect(result.items.map(\.label) == ["similar", "similar", "dissimilar", "dissimilar"])
  }

  @Test("topics that lie apart have a silhouette and a purity of one")
  func topics() throws {
    let result = try compass.run(
      suite(
        .topics([.init(name: "right", texts: ["east", "east"]), .init(name: "up", texts: ["north", "north"])])
      )
    )
    #expect(result[.silhouette] == 1)
    #expect(result[.purity] == 1)
    #expect(result[.score] == 1)
    #expect(result[.nearestNeighbourAccuracy] == 1)
    #expect(result[.sameTopicAUC] == 1)
    #expect((result[.shuffledScore] ?? 1) < 0.8)
    #expect(result.cosines.isEmpty)
    #expect(result.items.map(\.id) == ["right[0]", "right[1]", "up[0]", "up[1]"])
    let values = result.items.map(\.value)
    #expect(values == [1, 1, 1, 1])
  }

  @Test("translations are also scored by language, among all right texts")
  func translations() throws {
    let result = try compass.run(
      suite(
        .translations([
          pair("east", "far east", language: "fr"), pair("north", "far north", language: "de"),
          pair("west", "northeast", language: "fr"),
        ])
      )
    )
    #expect(result.groups.map(\.name) == ["de", "fr"])
    #expect(result.groups.map(\.count) == [1, 2])
    #expect(result.groups[0][.mean] == 1)
    #expect(result.groups[0][.recallAt1] == 1)
    #expect(result.groups[1][.recallAt1] == 0.5)
    #expect(result.items.map(\.label) == ["fr", "de", "fr"])
  }

  @Test("a text without known words has cosine zero, not NaN, is named, and supports nothing")
  func zeroVector() throws {
    let result = try compass.run(
      suite(
        .pairs([
          pair("none", "east"), pair("north", "north", distractors: ["nowhere"]), pair("west", "west"),
          pair("far north", "northeast"),
        ])
      )
    )
    #expect(result.cosines[0] == 0)
    #expect(result[.minimum] == 0)
    #expect(
      result.zeroTexts == [
        .init(place: "pairs[0].a", text: "none"), .init(place: "pairs[1].distractors[0]", text: "nowhere"),
      ]
    )
    #expect(result.assessment.verdict < .supported)
    let topics = suite(
      .topics([.init(name: "x", texts: ["none", "none"]), .init(name: "y", texts: ["none", "none"])])
    )
    let empty = try compass.run(topics)
    let isFinite = empty.scores.allSatisfy { $0.value.isFinite }
    #expect(isFinite)
    #expect(empty.zeroTexts.first?.place == "topics.x[0]")
  }

  @Test("each text is encoded once")
  func once() throws {
    let counter = Evaluator { texts in
      #expect(texts == ["a", "b", "c", "d"])
      return texts.indices.map { [Float($0), 1] }
    }
    _ = try counter.run(suite(.pairs([pair("a", "b", distractors: ["c", "d"]), pair("c", "a", distractors: ["b"])])))
  }

  @Test("a vector that is not finite is an error that names the text")
  func notFinite() throws {
    let error = #expect(throws: EvaluationError.self) {
      try compass.run(suite(.pairs([pair("east", "broken"), pair("north", "north")])))
    }
    #expect(error?.code == .notFinite)
    #expect(error?.reason == "the vector of \"broken\" holds a number that is not finite")
    #expect(error?.exitStatus == .checkFailed)
  }

  @Test("an encoder that gives too few vectors, or vectors of different lengths, is refused")
  func wrongVectors() throws {
    let pairs = suite(.pairs([pair("a", "b"), pair("c", "d")]))
    let few = #expect(throws: EvaluationError.self) { try Evaluator { _ in [[1]] }.run(pairs) }
    #expect(few?.reason == "4 texts gave 1 vectors")
    let uneven = #expect(throws: EvaluationError.self) {
      try Evaluator { texts in texts.indices.map { [Float](repeating: 1, count: 1 + $0 % 2) } }.run(pairs)
    }
    #expect(uneven?.reason == "the vectors have different lengths: 1, 2")
  }

  @Test("the same suite gives the same digits, again and on many threads at once")
  func stable() async throws {
    let noisy = Evaluator { texts in
      texts.map { (text: String) -> [Float] in text.utf8.map { (byte: UInt8) -> Float in Float(byte % 7) - 3 } }
    }
    let pairs = (0..<20).map { (index: Int) in pair("\(1000 + index * 37)", "\(5000 + index * 91)") }
    let first = try noisy.run(suite(.pairs(pairs)))
    #expect(first.score(.auc)?.interval != nil)
    try await withThrowingTaskGroup(of: SuiteResult.self) { group in
      for _ in 0..<4 { group.addTask { try noisy.run(suite(.pairs(pairs))) } }
      for try await result in group { #expect(result == first) }
    }
  }
}
