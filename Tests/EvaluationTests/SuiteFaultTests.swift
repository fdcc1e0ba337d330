import Evaluation
import Findings
import Testing

@Suite struct SuiteFaultTests {
  private typealias Content = Evaluation.Suite.Content

  @Test("a suite that nothing can be learnt from is refused, with the place")
  func faults() {
    let good = [pair("a", "b"), pair("c", "d")]
    let cases: [(Content, String)] = [
      (.pairs([pair("a", "b")]), "pairs: one pair"),
      (.pairs([]), "pairs: no pair"),
      (.pairs([pair("a", "b"), pair("c", " \n")]), "pairs[1].b: an empty text"),
      (.pairs([pair("", "b"), pair("c", "d")]), "pairs[0].a: an empty text"),
      (.pairs([pair("a", "b"), pair("a", "b")]), "pairs[1].id: a-b"),
      (.pairs([pair("a", "b", distractors: ["x", ""]), pair("c", "d")]), "pairs[0].distractors[1]: an empty text"),
      (.pairs([pair("a", "b", distractors: ["b"]), pair("c", "d")]), "pairs[0].distractors[0]: b"),
      (.graded([pair("a", "b", grade: 1), pair("c", "d", grade: .nan)]), "pairs[1].grade: nan"),
      (.graded([pair("a", "b", grade: 1), pair("c", "d")]), "pairs[1]: no grade"),
      (.graded([pair("a", "b", grade: 2), pair("c", "d", grade: 2)]), "pairs: the same grade everywhere"),
      (.translations(good), "pairs[0]: no language"),
      (.contrast(similar: good, dissimilar: [pair("a", "b")]), "dissimilar: one pair"),
      (.contrast(similar: good, dissimilar: good), "dissimilar[0].id: a-b"),
      (.topics([.init(name: "x", texts: ["a", "b"])]), "topics: one topic"),
      (.topics([.init(name: "x", texts: ["a", "b"]), .init(name: "y", texts: ["c"])]), "topics.y: one text"),
      (
        .topics([.init(name: "x", texts: ["a", ""]), .init(name: "y", texts: ["c", "d"])]), "topics.x[1]: an empty text"
      ),
      (.pairs((0..<1001).map { pair("a\($0)", "b") }), "pairs: 1001 pairs"),
    ]
    for (content, expected) in cases {
      let fault = suite(content).fault
      #expect(fault.map { "\($0.place): \($0.seen)" } == expected)
    }
    #expect(suite(.pairs(good)).fault == nil)
  }

  @Test("the evaluator refuses it too, instead of giving NaN")
  func refused() {
    let error = #expect(throws: EvaluationError.self) { try compass.run(suite(.pairs([pair("east", "east")]))) }
    #expect(error?.codeName == "evaluation.unusable-suite")
    #expect(error?.reason == "pairs is one pair; expected at least two, so that shuffled pairs exist")
    #expect(error?.exitStatus == .invalidConfiguration)
  }
}
