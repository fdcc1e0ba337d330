/// Scores as bars, each with the score of its control and the interval it lies in.
///
/// Bars begin at the metric's real floor, not at zero.
public struct BarFigure: Sendable, Hashable {
  /// A range that a score lies in.
  public struct Interval: Sendable, Hashable {
    /// The lower end.
    public var low: Double
    /// The upper end.
    public var high: Double

    /// A range.
    public init(low: Double, high: Double) {
      self.low = low
      self.high = high
    }
  }

  /// A score.
  public struct Bar: Sendable, Hashable {
    /// What was scored; foreign text is allowed.
    public var label: String
    /// The score; finite.
    public var value: Double
    /// What the control reached: the same score on shuffled pairs, for instance.
    public var control: Double?
    /// The interval of the score.
    public var interval: Interval?
    /// How many items were scored.
    public var count: Int?
    /// Whether it is the one that the figure is about.
    public var isEmphasised: Bool

    /// A score.
    public init(
      label: String,
      value: Double,
      control: Double? = nil,
      interval: Interval? = nil,
      count: Int? = nil,
      isEmphasised: Bool = false
    ) {
      self.label = label
      self.value = value
      self.control = control
      self.interval = interval
      self.count = count
      self.isEmphasised = isEmphasised
    }
  }

  /// The words of the figure.
  public struct Titles: Sendable, Hashable {
    /// Above everything, and the SVG's title.
    public var figure: String
    /// The scores: the metric.
    public var value: String
    /// The column of names in the table.
    public var label: String
    /// What the control is.
    public var control: String
    /// What the interval is.
    public var interval: String

    /// The words of a figure.
    public init(
      figure: String,
      value: String,
      label: String = "Metric",
      control: String = "control",
      interval: String = "95 % interval"
    ) {
      self.figure = figure
      self.value = value
      self.label = label
      self.control = control
      self.interval = interval
    }
  }

  /// The words.
  public let titles: Titles
  /// The bars, from top to bottom.
  public let bars: [Bar]
  /// The score at which bars begin: what the metric gives when there is nothing to know.
  public let floor: Double
  /// How scores are written.
  public let format: FigureFormat

  /// The most bars that a figure takes.
  public static let limit = 60

  /// A figure from checked data.
  ///
  /// - Throws: `DocumentError` with `figureData` when there are no bars or too many, a number is not finite, or an
  ///   interval does not hold its score.
  public init(
    titles: Titles,
    bars: [Bar],
    floor: Double = 0,
    format: FigureFormat = .decimal(places: 3)
  ) throws(DocumentError) {
    let check = FigureCheck(title: titles.figure, noun: "bars")
    try check.count(bars.count, limit: Self.limit)
    try check.value(floor, "the floor", of: titles.value)
    for bar in bars {
      try check.value(bar.value, "the score", of: bar.label)
      if let control = bar.control { try check.value(control, "the control", of: bar.label) }
      if let count = bar.count, count < 1 {
        throw check.error("\(TextEscape.quoted(bar.label)) is scored on \(count) items", "Give the number of items.")
      }
      guard let interval = bar.interval else { continue }
      try check.value(interval.low, "the interval", of: bar.label)
      try check.value(interval.high, "the interval", of: bar.label)
      guard interval.low <= bar.value, bar.value <= interval.high else {
        throw check.error(
          "the score \(bar.value) of \(TextEscape.quoted(bar.label)) lies outside its interval "
            + "\(interval.low) to \(interval.high)",
          "Check that both come from the same run."
        )
      }
    }
    self.titles = titles
    self.bars = bars
    self.floor = floor
    self.format = format
  }

  /// The numbers of the figure, in its order; columns that no bar fills are left out.
  public var table: FigureTable {
    var columns: [(name: String, cell: (Bar) -> String)] = [
      (titles.label, { FigureText.clean($0.label) }), (titles.value, { format.text($0.value) }),
    ]
    if hasControls { columns.append((titles.control, { $0.control.map(format.text) ?? "none" })) }
    if hasIntervals { columns.append((titles.interval, { $0.interval.map(text) ?? "none" })) }
    if bars.contains(where: { $0.count != nil }) {
      columns.append(("n", { $0.count.map(NumberFormat.count) ?? "not stated" }))
    }
    return FigureTable(
      header: columns.map(\.name),
      rows: bars.map { bar in columns.map { $0.cell(bar) } },
      isNumber: columns.indices.map { $0 > 0 }
    )
  }

  /// What the figure shows, in words, for the alternative text of the image.
  public var altText: String {
    func named(_ bar: Bar) -> String { "\(FigureText.clean(bar.label)) (\(format.text(bar.value)))" }
    var text = "\(FigureText.clean(titles.figure)). "
    if let best = bars.max(by: { $0.value < $1.value }), let least = bars.min(by: { $0.value < $1.value }) {
      text += bars.count == 1 ? "\(named(best))." : "Highest: \(named(best)); lowest: \(named(least))."
    }
    let controlled = bars.filter { $0.control != nil }
    if !controlled.isEmpty {
      let weak = controlled.filter { !Self.isAboveControl($0) }
      let control = FigureText.clean(titles.control)
      text +=
        weak.isEmpty
        ? " \(controlled.count == bars.count ? "Every score" : "Every score that has one") is above its \(control)."
        : " Not clear of its \(control): \(weak.map(named).joined(separator: ", "))."
    }
    return text
  }

  /// The figure for light and dark pages.
  public func svg() -> FigureVariants {
    FigureVariants(light: draw(.light), dark: draw(.dark))
  }

  /// Whether the score, with its whole interval where there is one, lies above the control.
  static func isAboveControl(_ bar: Bar) -> Bool {
    guard let control = bar.control else { return true }
    return (bar.interval?.low ?? bar.value) > control
  }

  var hasControls: Bool { bars.contains { $0.control != nil } }
  var hasIntervals: Bool { bars.contains { $0.interval != nil } }

  private func text(_ interval: Interval) -> String {
    "\(format.text(interval.low)) to \(format.text(interval.high))"
  }

  /// The digest of the data, as it stands in the SVG's metadata.
  var digest: String {
    var fields = ["bars", titles.figure, titles.value, "\(format)", "\(floor)"]
    for bar in bars {
      fields += [
        bar.label, "\(bar.value)", bar.control.map { "\($0)" } ?? "", bar.interval.map { "\($0.low)" } ?? "",
        bar.interval.map { "\($0.high)" } ?? "", bar.count.map { "\($0)" } ?? "", "\(bar.isEmphasised)",
      ]
    }
    return FigureCheck.digest(fields)
  }
}
