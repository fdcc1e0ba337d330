/// Quality against size, with the choices that nothing beats in both.
///
/// Sizes stand on a logarithmic axis. The frontier is computed from the points, never given.
public struct ScatterFigure: Sendable, Hashable {
  /// A model.
  public struct Point: Sendable, Hashable {
    /// Its name; foreign text is allowed.
    public var label: String
    /// Its size in bytes, above zero.
    public var bytes: Int
    /// Its score; finite.
    public var value: Double
    /// Whether it is the model that the figure is about.
    public var isEmphasised: Bool

    /// A model.
    public init(label: String, bytes: Int, value: Double, isEmphasised: Bool = false) {
      self.label = label
      self.bytes = bytes
      self.value = value
      self.isEmphasised = isEmphasised
    }
  }

  /// What an axis is called.
  public struct Titles: Sendable, Hashable {
    /// Above everything, and the SVG's title.
    public var figure: String
    /// The sizes: of what kind they are, in which dtype.
    public var size: String
    /// The scores: the metric.
    public var value: String
    /// The column of names in the table.
    public var label: String
    /// What the emphasised points are called in the legend.
    public var emphasis: String

    /// The words of a figure.
    public init(
      figure: String,
      size: String,
      value: String,
      label: String = "Model",
      emphasis: String = "this model"
    ) {
      self.figure = figure
      self.size = size
      self.value = value
      self.label = label
      self.emphasis = emphasis
    }
  }

  /// The score that a control reaches: what the metric gives when there is nothing to know.
  public struct Floor: Sendable, Hashable {
    /// The score.
    public var value: Double
    /// What the control is.
    public var label: String

    /// A control's score.
    public init(value: Double, label: String) {
      self.value = value
      self.label = label
    }
  }

  /// The words.
  public let titles: Titles
  /// The points, in the order given.
  public let points: [Point]
  /// The control's score, when the metric has one.
  public let floor: Floor?
  /// How scores are written.
  public let format: FigureFormat
  /// The points on the Pareto frontier, as indices into `points`, by rising size.
  public let frontier: [Int]

  /// The most points that a figure takes.
  public static let limit = 100

  /// A figure from checked data.
  ///
  /// - Throws: `DocumentError` with `figureData` when there are no points or too many, a size is not above zero, or a
  ///   score is not finite.
  public init(
    titles: Titles,
    points: [Point],
    floor: Floor? = nil,
    format: FigureFormat = .decimal(places: 3)
  ) throws(DocumentError) {
    let check = FigureCheck(title: titles.figure, noun: "points")
    try check.count(points.count, limit: Self.limit)
    for point in points {
      guard point.bytes > 0 else {
        throw check.error(
          "the size of \(TextEscape.quoted(point.label)) is \(point.bytes) bytes; a logarithmic axis begins above zero",
          "Give the size of the file in bytes, or leave the model out."
        )
      }
      try check.value(point.value, "the score", of: point.label)
    }
    if let floor { try check.value(floor.value, "the control", of: floor.label) }
    self.titles = titles
    self.points = points
    self.floor = floor
    self.format = format
    frontier = ParetoFrontier.indices(of: points.map { (cost: Double($0.bytes), value: $0.value) })
  }

  /// The numbers of the figure, by rising size.
  public var table: FigureTable {
    let order = points.indices.sorted { (points[$0].bytes, $0) < (points[$1].bytes, $1) }
    return FigureTable(
      header: [titles.label, titles.size, titles.value, "On the frontier"],
      rows: order.map { index in
        let point = points[index]
        return [
          FigureText.clean(point.label), NumberFormat.bytes(point.bytes), format.text(point.value),
          frontier.contains(index) ? "yes" : "no",
        ]
      },
      isNumber: [false, true, true, false]
    )
  }

  /// What the figure shows, in words, for the alternative text of the image.
  public var altText: String {
    func named(_ index: Int) -> String {
      let point = points[index]
      let label = FigureText.clean(point.label)
      return "\(label) (\(NumberFormat.bytes(point.bytes)), \(format.text(point.value)))"
    }
    let beaten = points.indices.filter { !frontier.contains($0) }
    var text = "\(FigureText.clean(titles.figure)). "
    text += "On the frontier, where nothing shown is both smaller and better: "
    text += frontier.map(named).joined(separator: ", ") + "."
    if !beaten.isEmpty { text += " Beaten by one of these: \(beaten.map(named).joined(separator: ", "))." }
    if let floor { text += " \(FigureText.clean(floor.label)): \(format.text(floor.value))." }
    return text
  }

  /// The figure for light and dark pages.
  public func svg() -> FigureVariants {
    FigureVariants(light: draw(.light), dark: draw(.dark))
  }

  /// The digest of the data, as it stands in the SVG's metadata.
  var digest: String {
    var fields = ["scatter", titles.figure, titles.size, titles.value, "\(format)"]
    for point in points { fields += [point.label, "\(point.bytes)", "\(point.value)", "\(point.isEmphasised)"] }
    if let floor { fields += [floor.label, "\(floor.value)"] }
    return FigureCheck.digest(fields)
  }
}
