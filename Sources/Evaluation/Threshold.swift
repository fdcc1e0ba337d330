import Findings

/// The least value a publisher demands of a metric.
public struct Threshold: Sendable, Hashable {
  /// Which metric.
  public var metric: Metric
  /// The least value that passes.
  public var minimum: Double
  /// Where the publisher wrote it.
  public var location: SourceLocation

  /// The least value of a metric.
  public init(metric: Metric, minimum: Double, location: SourceLocation) {
    self.metric = metric
    self.minimum = minimum
    self.location = location
  }
}

/// A suite with the thresholds that a publication sets on it.
public struct SmokeTest: Sendable, Hashable {
  /// The suite.
  public var suite: Suite
  /// The thresholds; empty when the suite is only reported.
  public var thresholds: [Threshold]

  /// A suite with thresholds.
  public init(suite: Suite, thresholds: [Threshold]) {
    self.suite = suite
    self.thresholds = thresholds
  }
}
