/// The range that a number lies in, as far as the items of a suite can tell.
public struct Interval: Sendable, Hashable {
  /// The lower end.
  public var lower: Double
  /// The upper end.
  public var upper: Double

  /// A range.
  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }
}
