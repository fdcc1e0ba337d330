import Documents
import Evaluation
import Files
import Findings

/// Takes the figures of another tool's results file, or of hfpub's own, into the evidence.
extension EvidenceReader {
  mutating func addImport(_ node: YAMLNode) throws {
    let entry = try KeyTable.importedFile.read(node)
    let model = try known(entry.required("model"), among: evidence.models.map(\.id), what: "model")
    let source = try known(entry.required("source"), among: evidence.sources.map(\.id), what: "source")
    let protocolsNode = try entry.required("protocols")
    let protocols = try protocolsNode.mapping(named: "the protocols")
    let path = "\(LocalFiles.parent(of: file) ?? ".")/\(try entry.required("file").string())"
    let result = try ResultImporter.read(file: path)
    try checkFormat(entry.optional("format"), of: result)
    evidence.imports.append(
      .init(file: path, model: model, weightsDigest: result.modelSHA256, location: try entry.required("file").location)
    )
    for (metric, figure) in try named(result.figures, by: entry.optional("figures"), at: node.location) {
      guard let protocolNode = protocols.optional(metric) else {
        throw PublicationError.unknownName("protocol", metric, among: protocols.keys, at: protocolsNode.location)
      }
      evidence.figures.append(
        .init(
          id: "\(model).\(metric)",
          model: model,
          metric: metric,
          amount: figure.unit == .percent ? figure.value / 100 : figure.value,
          unit: .ratio,
          protocolID: try known(protocolNode, among: evidence.formulas.map(\.id), what: "protocol"),
          source: source,
          location: figure.location
        )
      )
    }
  }

  private func checkFormat(_ node: YAMLNode?, of result: ImportedResult) throws {
    guard let node else { return }
    let stated = try node.string()
    let names = ImportedResult.Format.allCases.map(\.rawValue)
    guard names.contains(stated) else {
      throw PublicationError.unknownName("format", stated, among: names, at: node.location)
    }
    guard stated == result.format.rawValue else {
      throw PublicationError.invalidValue(
        "format",
        stated,
        expected: "\(result.format.rawValue), which \(result.file) is",
        at: node.location
      )
    }
  }

  /// The figures that are wanted, by the metric they are of: those whose places are named, or else all by their own names.
  private func named(
    _ figures: [ImportedResult.Figure],
    by node: YAMLNode?,
    at location: SourceLocation
  ) throws -> [(metric: String, figure: ImportedResult.Figure)] {
    guard let node else {
      var seen: Set<String> = []
      if let twice = figures.first(where: { !seen.insert($0.metric).inserted }) {
        throw PublicationError.invalidValue(
          "figures",
          twice.metric,
          expected: "one figure a metric; say which is meant as `figures: {\(twice.metric): \"\(twice.place)\"}`",
          at: location
        )
      }
      return figures.map { ($0.metric, $0) }
    }
    return try node.mapping(named: "the figures").pairs.map { pair in
      let place = try pair.value.string()
      guard let figure = figures.first(where: { $0.place == place }) else {
        throw PublicationError.unknownName("figure", place, among: figures.map(\.place), at: pair.value.location)
      }
      return (pair.name, figure)
    }
  }
}
