/// What a suite measured on one model.
public struct SuiteResult: Sendable, Hashable {
  /// A measured number.
  public struct Score: Sendable, Hashable {
    /// Which metric.
    public var metric: Metric
    /// Its value, as computed in float64.
    public var value: Double

    /// A measured number.
    public init(metric: Metric, value: Double) {
      self.metric = metric
      self.value = value
    }
  }

  /// The suite that was run.
  public var suite: Suite
  /// The cosine of every pair, in the suite's order.
  public var cosines: [Double]
  /// The suite's metrics, in its order.
  public var scores: [Score]

  /// What a suite measured.
  public init(suite: Suite, cosines: [Double], scores: [Score]) {
    self.suite = suite
    self.cosines = cosines
    self.scores = scores
  }

  /// The value of a metric; nil when the suite does not yield it.
  public subscript(metric: Metric) -> Double? { scores.first { $0.metric == metric }?.value }
}
