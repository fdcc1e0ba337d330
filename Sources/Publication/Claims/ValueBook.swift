import Documents
import EmbeddingCore
import Evaluation
import Findings

/// Every number that a publication may print, by name; each was born once.
///
/// Names: `model.*` from bytes, `score.<suite>.<measure>` from this run, `metric.<id>` measured or else recorded,
/// `composite.<id>`, `derived.<id>`, `figure.<id>` and `size.<model>` from the evidence.
public struct ValueBook: Sendable {
  private var values: [String: ClaimValue] = [:]
  private let toolVersion: String

  /// All names, sorted.
  public var names: [String] { values.keys.sorted() }

  /// The value of a name.
  public subscript(name: String) -> ClaimValue? { values[name] }

  /// No numbers.
  public init() { toolVersion = "" }

  /// The numbers of a publication.
  ///
  /// - Parameters:
  ///   - manifest: what the publisher says, with the evidence.
  ///   - model: what was read from the model's bytes; nil without a model.
  ///   - results: what was measured in this run.
  ///   - toolVersion: the version of hfpub that measured.
  /// - Throws: `PublicationError` for a definition that names what does not exist.
  public init(manifest: Manifest, model: MeasuredModel?, results: [SuiteResult], toolVersion: String) throws {
    self.toolVersion = toolVersion
    addFigures(manifest.evidence)
    if let model { addFacts(model) } else { addRecordedFacts(manifest) }
    for (test, result) in zip(manifest.smokeTests, results) { addScores(test, result) }
    for metric in manifest.metrics { try add(metric, of: manifest, isMeasured: !results.isEmpty) }
    for composite in manifest.composites { try add(composite, of: manifest) }
    for derivation in manifest.derivations { try add(derivation) }
  }

  // MARK: Sources

  private mutating func set(_ value: ClaimValue) { values[value.id] = value }

  private mutating func addFacts(_ model: MeasuredModel) {
    let facts = model.facts
    func bytes(_ name: String, _ amount: Int, _ unit: ClaimValue.Unit, _ detail: String) {
      let id = "model.\(name)"
      let origin = Origin(id: id, kind: .bytes, detail: detail)
      set(ClaimValue(id: id, amount: Double(amount), unit: unit, places: 0, basis: .measured, origin: origin))
    }
    let weights = facts.weightsFile.path
    // Without a comma between thousands, as names and code write it.
    bytes("dimension", facts.dimension, .ratio, "\(weights): the table's second extent")
    bytes("rows", facts.rows, .count, "\(weights): the table's first extent")
    bytes("vocabulary", facts.vocabularyCount, .count, "tokenizer.json: tokens, added ones included")
    bytes("parameters", facts.parameterCount, .count, "\(weights): numbers in all tensors")
    bytes("weights_size", facts.weightsFile.size, .bytes, "\(weights): length of the file")
    if let maxLength = facts.maxLength { bytes("max_length", maxLength, .count, "config.json: max_length") }
    for file in facts.files { bytes("file.\(file.path)", file.size, .bytes, "\(file.path): length of the file") }
  }

  private mutating func addRecordedFacts(_ manifest: Manifest) {
    let evidence = manifest.evidence
    if let size = evidence.model(manifest.evidenceModel)?.size, let source = evidence.source(size.source) {
      let origin = Origin(id: "model.weights_size", kind: .recorded, detail: source.label)
      set(
        ClaimValue(
          id: "model.weights_size",
          amount: size.bytes,
          unit: .bytes,
          basis: .recorded(date: source.date),
          origin: origin
        )
      )
    }
    for figure in evidence.figures where figure.model == manifest.evidenceModel && figure.metric == "dimensions" {
      if var value = values["figure.\(figure.id)"] {
        value.id = "model.dimension"
        value.unit = .ratio
        set(value)
      }
    }
  }

  private mutating func addFigures(_ evidence: Evidence) {
    for figure in evidence.figures {
      guard let source = evidence.source(figure.source), let amount = figure.amount else { continue }
      let model = evidence.model(figure.model)?.name ?? figure.model
      let id = "figure.\(figure.id)"
      let origin = Origin(id: id, kind: .citation, detail: "\(model), \(figure.metric): \(source.label)")
      set(
        ClaimValue(
          id: id,
          amount: amount,
          unit: figure.unit,
          places: figure.unit == .count ? 0 : 3,
          basis: .recorded(date: source.date),
          origin: origin,
          protocolID: figure.protocolID
        )
      )
    }
    for model in evidence.models {
      guard let size = model.size, let source = evidence.source(size.source) else { continue }
      let id = "size.\(model.id)"
      let origin = Origin(id: id, kind: .citation, detail: "\(model.name), \(size.kind.title): \(source.label)")
      set(
        ClaimValue(
          id: id,
          amount: size.bytes,
          unit: .bytes,
          basis: .recorded(date: source.date),
          origin: origin,
          protocolID: "size:\(size.kind.rawValue)"
        )
      )
    }
  }

  private mutating func addScores(_ test: SmokeTest, _ result: SuiteResult) {
    for score in result.scores {
      let id = "score.\(test.suite.id).\(score.metric.rawValue)"
      let detail = "hfpub \(toolVersion), this run: suite \(test.suite.id), \(score.metric.rawValue)"
      set(
        ClaimValue(
          id: id,
          amount: score.value,
          basis: .measured,
          origin: Origin(id: id, kind: .measurement, detail: detail),
          protocolID: "suite:\(test.suite.id):\(score.metric.rawValue)"
        )
      )
    }
  }

  // MARK: Definitions

  private mutating func add(_ metric: Manifest.MetricDefinition, of manifest: Manifest, isMeasured: Bool) throws {
    let id = "metric.\(metric.id)"
    let evidence = manifest.evidence
    let recorded = evidence.figures.first { $0.model == manifest.evidenceModel && $0.metric == metric.id }
    if isMeasured, let suite = metric.suite, let measure = metric.measure {
      guard var value = values["score.\(suite).\(measure)"] else {
        let scores = names.filter { $0.hasPrefix("score.") }
        throw PublicationError.unknownName("score", "score.\(suite).\(measure)", among: scores, at: metric.location)
      }
      value.id = id
      value.places = metric.places
      if let recorded { value.protocolID = recorded.protocolID }
      set(value)
    } else if let recorded, var value = values["figure.\(recorded.id)"] {
      value.id = id
      value.places = metric.places
      value.origin.kind = .recorded
      set(value)
    }
  }

  private mutating func add(_ composite: Manifest.CompositeDefinition, of manifest: Manifest) throws {
    let members = try composite.weights.map { try required("metric.\($0.metric)", at: composite.location) }
    let amount = zip(members, composite.weights).reduce(0) { $0 + $1.0.amount * $1.1.weight }
    let formula = composite.weights.map { "\($0.weight) × \($0.metric)" }.joined(separator: " + ")
    let id = "composite.\(composite.id)"
    set(
      ClaimValue(
        id: id,
        amount: amount,
        places: composite.places,
        basis: Self.basis(of: members),
        origin: Origin(id: id, kind: .computation, detail: formula),
        protocolID: composite.protocolID ?? id
      )
    )
  }

  private mutating func add(_ derivation: Manifest.Derivation) throws {
    let operands = try derivation.operands.map { try required($0, at: derivation.location) }
    let amounts = operands.map(\.amount)
    let id = "derived.\(derivation.id)"
    set(
      ClaimValue(
        id: id,
        amount: derivation.operation.apply(to: amounts) * derivation.scale,
        unit: derivation.unit,
        places: derivation.places,
        basis: Self.basis(of: operands),
        origin: Origin(
          id: id,
          kind: .computation,
          detail: "\(derivation.operation.rawValue): \(derivation.operands.joined(separator: ", "))"
        ),
        protocolID: id
      )
    )
  }

  private func required(_ name: String, at location: SourceLocation) throws -> ClaimValue {
    guard let value = values[name] else {
      throw PublicationError.unknownName("value", name, among: names, at: location)
    }
    return value
  }

  private static func basis(of values: [ClaimValue]) -> ClaimValue.Basis {
    let dates = values.compactMap { value -> String? in
      if case .recorded(let date) = value.basis { return date }
      return nil
    }
    return dates.max().map { .recorded(date: $0) } ?? .measured
  }
}

extension Manifest.Derivation.Operation {
  /// The operation on exact amounts; not finite when something is divided by zero.
  public func apply(to amounts: [Double]) -> Double {
    switch self {
    case .divide: amounts.count == 2 ? amounts[0] / amounts[1] : .nan
    case .subtract: amounts.count == 2 ? amounts[0] - amounts[1] : .nan
    case .sum: amounts.reduce(0, +)
    case .mean: amounts.reduce(0, +) / Double(amounts.count)
    case .count: Double(amounts.count)
    }
  }
}
