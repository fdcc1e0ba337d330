import Documents
import Evaluation

/// The pictures of a publication; each stands beside a table with the same numbers.
struct CardFigures {
  /// A picture for light and for dark pages.
  struct Picture: Sendable {
    /// The name of its files, without mode and ending.
    var name: String
    /// What it shows, in words.
    var altText: String
    /// The two drawings.
    var drawings: FigureVariants

    /// The paths of its files.
    var lightPath: String { "\(CardFigures.folder)/\(name)-light.svg" }
    /// The path of the drawing for dark pages.
    var darkPath: String { "\(CardFigures.folder)/\(name)-dark.svg" }
    /// Its files.
    var files: [RenderedFile] {
      [
        RenderedFile(path: lightPath, text: drawings.light), RenderedFile(path: darkPath, text: drawings.dark),
      ]
    }
  }

  /// What the manifest's `documents` calls them, and the folder that they are in.
  static let folder = "figures"

  /// The scores of this run beside their controls; nil without a run.
  let scores: Picture?
  /// Quality against size, one for each comparison whose sizes are alike, else nil.
  let comparisons: [Picture?]

  /// The pictures of a publication; none unless its `documents` ask for them.
  ///
  /// - Throws: `DocumentError` for a number that is not finite.
  init(_ inputs: CardInputs, values: ValueBook) throws {
    guard inputs.manifest.documents.contains(Self.folder) else {
      scores = nil
      comparisons = inputs.manifest.comparisons.map { _ in nil }
      return
    }
    scores = try Self.scores(inputs.results)
    comparisons = try inputs.manifest.comparisons.enumerated().map { index, comparison in
      try Self.comparison(comparison, number: index + 1, inputs: inputs, values: values)
    }
  }

  /// Every file of every picture.
  var files: [RenderedFile] { ([scores] + comparisons).compactMap { $0 }.flatMap(\.files) }

  private static func scores(_ results: [SuiteResult]) throws -> Picture? {
    let bars = results.compactMap { result -> BarFigure.Bar? in
      guard let headline = result.headline else { return nil }
      return BarFigure.Bar(
        label: result.suite.title,
        value: headline.value,
        control: result.control?.value,
        interval: headline.interval.map { .init(low: $0.lower, high: $0.upper) },
        count: result.suite.count
      )
    }
    guard !bars.isEmpty else { return nil }
    let figure = try BarFigure(
      titles: .init(
        figure: "Scores beside their controls",
        value: "Score",
        label: "Suite",
        control: "shuffled control"
      ),
      bars: bars
    )
    return Picture(name: "scores", altText: figure.altText, drawings: figure.svg())
  }

  private static func comparison(
    _ comparison: Manifest.Comparison,
    number: Int,
    inputs: CardInputs,
    values: ValueBook
  ) throws -> Picture? {
    let manifest = inputs.manifest
    var points: [ScatterFigure.Point] = []
    var kinds: Set<Evidence.Size.Kind> = []
    func add(_ value: ClaimValue?, model: String, isOwn: Bool) {
      let size = manifest.evidence.model(model)?.size
      let isMeasured = isOwn && inputs.model != nil
      let bytes = isMeasured ? values["model.weights_size"]?.amount : size?.bytes
      guard let value, let bytes else { return }
      kinds.insert(isMeasured ? .file : size?.kind ?? .unknown)
      points.append(
        .init(
          label: manifest.evidence.model(model)?.name ?? manifest.name,
          bytes: Int(bytes),
          value: value.amount,
          isEmphasised: isOwn
        )
      )
    }
    if let own = comparison.own { add(values[own], model: manifest.evidenceModel, isOwn: true) }
    for id in comparison.figures {
      guard let figure = manifest.evidence.figures.first(where: { $0.id == id }) else { continue }
      add(values["figure.\(id)"], model: figure.model, isOwn: false)
    }
    // Sizes of two kinds, or of a kind that nobody named, have no common axis.
    guard points.count >= 2, kinds.count == 1, let kind = kinds.first, kind != .unknown else { return nil }
    let figure = try ScatterFigure(
      titles: .init(figure: comparison.title, size: "Size (\(kind.title))", value: "Score"),
      points: points
    )
    return Picture(name: "comparison-\(number)", altText: figure.altText, drawings: figure.svg())
  }
}
