/// What a suite's score is worth.
public enum Verdict: String, Sendable, Hashable, CaseIterable, Comparable {
  /// The control explains the score: a model without the ability could have it.
  case uninformative
  /// There is something, but not enough to claim it.
  case weak
  /// The score stands clear of its control.
  case supported

  /// Orders verdicts from the least to the most that may be claimed.
  public static func < (left: Self, right: Self) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}

/// A verdict with its reason.
public struct Assessment: Sendable, Hashable {
  /// What the score is worth.
  public var verdict: Verdict
  /// Why, as a sentence.
  public var reason: String

  /// A verdict with its reason.
  public init(verdict: Verdict, reason: String) {
    self.verdict = verdict
    self.reason = reason
  }
}

/// The one place that says when a score proves anything: thresholds with names, the rule, and the rule as a sentence.
///
/// A suite is uninformative when its discrimination (AUC, or rank correlation with grades) is near chance or the lower
/// end of its interval is not above chance, when the lower end of the margin's is not above 0, or when the control reaches
/// most of a mean cosine. What is left is supported if it
/// has enough items, if every figure that compares with what should be far apart is high enough, and if the model has a
/// vector for every text; weak otherwise. The level of a mean cosine never counts in a model's favour.
public struct VerdictRule: Sendable, Hashable {
  /// A number of the rule with its name and meaning, for documents.
  public struct Threshold: Sendable, Hashable {
    /// Its name in results and documents.
    public var name: String
    /// Its value.
    public var value: Double
    /// What it demands.
    public var meaning: String
  }

  /// The least number of items that can support anything.
  public var minimumCount = 4
  /// The AUC of guessing.
  public var chanceAUC = 0.5
  /// The rank correlation of guessing.
  public var chanceCorrelation = 0.0
  /// The least AUC that is not near chance.
  public var weakAUC = 0.7
  /// The least rank correlation that is not near chance.
  public var weakCorrelation = 0.3
  /// The share of a mean cosine from which on its control explains it.
  public var explainedShare = 0.9
  /// The least AUC that supports.
  public var supportedAUC = 0.9
  /// The least rank correlation that supports.
  public var supportedCorrelation = 0.7
  /// The least recall@1 that supports.
  public var supportedRecall = 0.5
  /// The least distractor accuracy that supports.
  public var supportedDistractorAccuracy = 0.5
  /// The least accuracy of nearest neighbours that supports.
  public var supportedNeighbourAccuracy = 0.5

  /// A rule with the usual thresholds.
  public init() {}

  /// The rule that results are judged by.
  public static let standard = VerdictRule()

  /// Every threshold, in a fixed order.
  public var thresholds: [Threshold] {
    [
      .init(name: "minimum_count", value: Double(minimumCount), meaning: "pairs or texts that can support anything"),
      .init(name: "chance_auc", value: chanceAUC, meaning: "the AUC of guessing"),
      .init(name: "chance_correlation", value: chanceCorrelation, meaning: "the rank correlation of guessing"),
      .init(name: "weak_auc", value: weakAUC, meaning: "the least AUC that is not near chance"),
      .init(
        name: "weak_correlation",
        value: weakCorrelation,
        meaning: "the least rank correlation that is not near chance"
      ),
      .init(
        name: "explained_share",
        value: explainedShare,
        meaning: "the share of a mean cosine from which on its shuffled mean explains it"
      ),
      .init(name: "supported_auc", value: supportedAUC, meaning: "the least AUC that supports"),
      .init(
        name: "supported_correlation",
        value: supportedCorrelation,
        meaning: "the least rank correlation that supports"
      ),
      .init(name: "supported_recall_at_1", value: supportedRecall, meaning: "the least recall@1 that supports"),
      .init(
        name: "supported_distractor_accuracy",
        value: supportedDistractorAccuracy,
        meaning: "the least distractor accuracy that supports"
      ),
      .init(
        name: "supported_nearest_neighbour_accuracy",
        value: supportedNeighbourAccuracy,
        meaning: "the least accuracy of nearest neighbours that supports"
      ),
    ]
  }

  /// The metric that tells what belongs together from what does not.
  public func discrimination(of kind: Suite.Kind) -> Metric {
    switch kind {
    case .pairs, .translations, .contrast: .auc
    case .graded: .spearman
    case .topics: .sameTopicAUC
    }
  }

  /// The rule for a kind of suite, as sentences for people.
  public func sentence(for kind: Suite.Kind) -> String {
    let metric = discrimination(of: kind)
    var explained = [
      "\(metric.title) is below \(weak(metric)) or its interval reaches down to \(chance(metric))",
      "the interval of the margin reaches down to 0",
    ]
    if kind == .pairs || kind == .translations {
      explained.append("the shuffled mean is \(explainedShare) of the mean or more")
    }
    let demands = demands(of: kind).map { "\($0.metric.title) is at least \($0.least)" }
    return "Uninformative when \(Self.list(explained, "or")); otherwise supported when there are at least "
      + "\(minimumCount) items, the model has a vector for every text, \(Self.list(demands, "and")); otherwise weak."
  }

  /// Judges a result.
  public func assess(_ result: SuiteResult) -> Assessment {
    let kind = result.suite.kind
    if let reason = explanation(result, kind) { return Assessment(verdict: .uninformative, reason: reason) }
    if result.suite.count < minimumCount {
      return Assessment(
        verdict: .weak,
        reason:
          "\(result.suite.count) \(result.suite.unit) are too few to support anything (\(minimumCount) are needed)."
      )
    }
    if let text = result.zeroTexts.first {
      let others = result.zeroTexts.count - 1
      return Assessment(
        verdict: .weak,
        reason: "The model has no vector for \"\(text.text)\"" + (others > 0 ? " and \(others) more." : ".")
      )
    }
    for (metric, least) in demands(of: kind) {
      // `!(a >= b)` instead of `a < b`: a NaN must not support.
      guard let value = result[metric], !(value >= least) else { continue }
      return Assessment(
        verdict: .weak,
        reason: "\(metric.title) is \(Self.short(value)), below \(least)."
      )
    }
    let metric = discrimination(of: kind)
    return Assessment(
      verdict: .supported,
      reason: "\(metric.title) is \(Self.short(result[metric] ?? 0)) and the score stands clear of its control."
    )
  }

  /// Why the control explains the score; nil when it does not.
  private func explanation(_ result: SuiteResult, _ kind: Suite.Kind) -> String? {
    let metric = discrimination(of: kind)
    let chance = chance(metric)
    let value = result[metric] ?? .nan
    if !(value >= weak(metric)) {
      return "\(metric.title) is \(Self.short(value)), below \(weak(metric)); guessing gives \(chance)."
    }
    let lower = lowerEnd(metric, result)
    if !(lower > chance) {
      return "The interval of \(metric.title) reaches down to \(Self.short(lower)); guessing gives \(chance)."
    }
    let margin = lowerEnd(.margin, result)
    if !(margin > 0) {
      return "The interval of the margin reaches down to \(Self.short(margin)): the control does as well."
    }
    guard kind == .pairs || kind == .translations, let mean = result[.mean], let control = result[.shuffledMean] else {
      return nil
    }
    guard !(mean > 0 && control < explainedShare * mean) else { return nil }
    return "Shuffled pairs have a mean cosine of \(Self.short(control)), true ones \(Self.short(mean)): "
      + "the control explains the score."
  }

  private func demands(of kind: Suite.Kind) -> [(metric: Metric, least: Double)] {
    switch kind {
    case .pairs, .translations, .contrast:
      [
        (.auc, supportedAUC), (.recallAt1, supportedRecall), (.distractorAccuracy, supportedDistractorAccuracy),
      ].filter { kind == .pairs || $0.0 != .distractorAccuracy }
    case .graded: [(.spearman, supportedCorrelation)]
    case .topics: [(.sameTopicAUC, supportedAUC), (.nearestNeighbourAccuracy, supportedNeighbourAccuracy)]
    }
  }

  private func chance(_ metric: Metric) -> Double { metric == .spearman ? chanceCorrelation : chanceAUC }

  private func weak(_ metric: Metric) -> Double { metric == .spearman ? weakCorrelation : weakAUC }

  /// The lower end of a metric's interval, or the metric itself where there is none; NaN where there is no metric.
  private func lowerEnd(_ metric: Metric, _ result: SuiteResult) -> Double {
    guard let score = result.score(metric) else { return .nan }
    return score.interval?.lower ?? score.value
  }

  private static func list(_ parts: [String], _ word: String) -> String {
    guard parts.count > 1, let last = parts.last else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + (parts.count > 2 ? "," : "") + " \(word) \(last)"
  }

  /// Three digits after the point.
  private static func short(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    let thousandths = Int((value * 1000).rounded())
    let digits = String(abs(thousandths) % 1000)
    let padding = String(repeating: "0", count: 3 - digits.count)
    return "\(thousandths < 0 ? "-" : "")\(abs(thousandths) / 1000).\(padding)\(digits)"
  }
}
