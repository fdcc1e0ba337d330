/// A declared weighted mean of suites' scores; the weights are data and are shown with the value.
public struct Composite: Sendable, Hashable {
  /// A score with its weight.
  public struct Member: Sendable, Hashable {
    /// The suite's id.
    public var suite: String
    /// Which of its metrics.
    public var metric: Metric
    /// Its share.
    public var weight: Double

    /// A score with its weight.
    public init(suite: String, metric: Metric, weight: Double) {
      self.suite = suite
      self.metric = metric
      self.weight = weight
    }
  }

  /// A stable name.
  public let id: String
  /// A heading.
  public let title: String
  /// What it is made of.
  public let members: [Member]

  /// A weighted mean.
  ///
  /// - Throws: `EvaluationError.Code.wrongWeights` unless there are members, none twice, and their weights are above 0
  ///   and sum to 1 (to 1e-9, as decimal shares such as 0.1 are not exact).
  public init(id: String, title: String, members: [Member]) throws(EvaluationError) {
    let sum = members.reduce(0) { $0 + $1.weight }
    let reason: String? =
      if members.isEmpty {
        "it has no members"
      } else if let member = members.first(where: { !($0.weight > 0 && $0.weight.isFinite) }) {
        "the weight of \(member.suite).\(member.metric.rawValue) is \(member.weight); expected a number above 0"
      } else if Set(members.map { "\($0.suite).\($0.metric.rawValue)" }).count < members.count {
        "a score stands in it twice"
      } else if abs(sum - 1) > 1e-9 {
        "the weights sum to \(sum); expected 1"
      } else {
        nil
      }
    if let reason {
      throw EvaluationError(
        .wrongWeights,
        problem: "cannot take the composite \(id)",
        reason: reason,
        remedy: "Give every score once, with weights that sum to 1."
      )
    }
    self.id = id
    self.title = title
    self.members = members
  }

  /// The value from measured scores.
  ///
  /// - Throws: `EvaluationError.Code.missingScore` when a member was not measured.
  public func result(of results: [SuiteResult]) throws(EvaluationError) -> CompositeResult {
    var scores: [CompositeResult.Member] = []
    for member in members {
      guard let value = results.first(where: { $0.suite.id == member.suite })?[member.metric] else {
        throw EvaluationError(
          .missingScore,
          problem: "cannot work out the composite \(id)",
          reason: "\(member.metric.rawValue) of the suite \(member.suite) was not measured",
          remedy: "Name suites and metrics that the publication has."
        )
      }
      scores.append(.init(suite: member.suite, metric: member.metric, weight: member.weight, value: value))
    }
    return CompositeResult(id: id, title: title, members: scores)
  }
}

/// A composite with the scores it was worked out from.
public struct CompositeResult: Sendable, Hashable {
  /// A score with its weight and value.
  public struct Member: Sendable, Hashable {
    /// The suite's id.
    public var suite: String
    /// Which of its metrics.
    public var metric: Metric
    /// Its share.
    public var weight: Double
    /// What was measured.
    public var value: Double

    /// A score with its weight and value.
    public init(suite: String, metric: Metric, weight: Double, value: Double) {
      self.suite = suite
      self.metric = metric
      self.weight = weight
      self.value = value
    }
  }

  /// The composite's name.
  public var id: String
  /// Its heading.
  public var title: String
  /// What it is made of.
  public var members: [Member]

  /// A composite with its scores.
  public init(id: String, title: String, members: [Member]) {
    self.id = id
    self.title = title
    self.members = members
  }

  /// The sum of the values times their weights, in the members' order.
  public var value: Double { members.reduce(0) { $0 + $1.weight * $1.value } }
}
