import Evaluation
import Testing

@Suite struct VerdictTests {
  private func result(
    _ scores: [(Metric, Double, Interval?)],
    count: Int = 4,
    zero: [SuiteResult.ZeroText] = []
  )
    -> SuiteResult
  {
    let pairs = (0..<count).map { pair("a\($0)", "b\($0)") }
    return SuiteResult(
      suite: suite(.pairs(pairs)),
      items: [],
      scores: scores.map { .init(metric: $0, value: $1, interval: $2) },
      zeroTexts: zero
    )
  }

  private func scores(
    mean: Double = 0.8,
    control: Double = 0.2,
    auc: Double = 1,
    aucLower: Double = 0.9,
    marginLower: Double = 0.5,
    recall: Double = 1
  )
    -> [(Metric, Double, Interval?)]
  {
    [
      (.mean, mean, nil), (.shuffledMean, control, nil),
      (.margin, mean - control, Interval(lower: marginLower, upper: 1)),
      (.auc, auc, Interval(lower: aucLower, upper: 1)), (.recallAt1, recall, nil),
    ]
  }

  @Test("each threshold of the rule decides, and the reason says which")
  func rule() {
    let zero = [SuiteResult.ZeroText(place: "pairs[0].a", text: "q"), .init(place: "pairs[1].a", text: "r")]
    let cases: [(SuiteResult, Verdict, String)] = [
      (result(scores()), .supported, "AUC is 1.000 and the score stands clear of its control."),
      (result(scores(aucLower: 0.5)), .uninformative, "The interval of AUC reaches down to 0.500; guessing gives 0.5."),
      (result(scores(auc: 0.69)), .uninformative, "AUC is 0.690, below 0.7; guessing gives 0.5."),
      (
        result(scores(marginLower: -0.01)), .uninformative,
        "The interval of the margin reaches down to -0.010: the control does as well."
      ),
      (
        result(scores(mean: 0.95, control: 0.9)), .uninformative,
        "Shuffled pairs have a mean cosine of 0.900, true ones 0.950: the control explains the score."
      ),
      (result(scores(auc: 0.89)), .weak, "AUC is 0.890, below 0.9."),
      (result(scores(recall: 0.4)), .weak, "Recall@1 is 0.400, below 0.5."),
      (result(scores(recall: .nan)), .weak, "Recall@1 is nan, below 0.5."),
      (result(scores(), count: 3), .weak, "3 pairs are too few to support anything (4 are needed)."),
      (result(scores(), zero: zero), .weak, "The model has no vector for \"q\" and 1 more."),
    ]
    for (result, verdict, reason) in cases {
      #expect(result.assessment == Assessment(verdict: verdict, reason: reason))
    }
  }

  @Test("a score of NaN, or none, proves nothing")
  func notANumber() {
    #expect(result(scores(auc: .nan)).assessment.verdict == .uninformative)
    #expect(result(scores(aucLower: .nan)).assessment.verdict == .uninformative)
    #expect(result(scores(mean: .nan)).assessment.verdict == .uninformative)
    #expect(result([]).assessment.verdict == .uninformative)
  }

  @Test("verdicts are ordered, and the rule is one sentence a kind with its own thresholds")
  func sentences() {
    #expect(Verdict.uninformative < .weak && .weak < .supported)
    #expect(
      VerdictRule.standard.sentence(for: .pairs)
        == "Uninformative when AUC is below 0.7 or its interval reaches down to 0.5, the interval of the margin reaches "
        + "down to 0, or the shuffled mean is 0.9 of the mean or more; otherwise supported when there are at least 4 items, the model "
        + "has a vector for every text, AUC is at least 0.9, Recall@1 is at least 0.5, and Distractor accuracy is at "
        + "least 0.5; otherwise weak."
    )
    #expect(
      VerdictRule.standard.sentence(for: .graded)
        == "Uninformative when Spearman is below 0.3 or its interval reaches down to 0.0 or the interval of the margin "
        + "reaches down to 0; otherwise supported when there are at least 4 items, the model has a vector for every text, Spearman is "
        + "at least 0.7; otherwise weak."
    )
    var strict = VerdictRule()
    strict.supportedAUC = 0.99
    #expect(strict.sentence(for: .topics).contains("AUC of same-topic pairs is at least 0.99"))
    #expect(strict.assess(result(scores(auc: 0.95))).verdict == .weak)
    #expect(strict.thresholds.map(\.name).count == Set(strict.thresholds.map(\.name)).count)
  }
}
