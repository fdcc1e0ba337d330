/// How the values of a figure are written, in the figure and in the table beside it alike.
public enum FigureFormat: Sendable, Hashable {
  /// With this many digits after the point.
  case decimal(places: Int)
  /// As a percentage with this many digits after the point; for bounded shares only, never for a mean cosine.
  case percent(places: Int)

  /// The value as text.
  public func text(_ value: Double) -> String {
    switch self {
    case .decimal(let places): NumberFormat.decimal(value, places: places)
    case .percent(let places): NumberFormat.percent(value, places: places)
    }
  }

  /// The value with as many digits as the steps of an axis need.
  func tick(_ value: Double, places: Int) -> String {
    switch self {
    case .decimal: NumberFormat.decimal(value, places: places)
    case .percent: NumberFormat.percent(value, places: max(0, places - 2))
    }
  }
}
