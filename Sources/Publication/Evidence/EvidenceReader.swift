import Documents
import Files
import Findings

/// Reads evidence files: YAML of version 1 with sources, protocols, models, figures and published pairs.
public struct EvidenceReader {
  /// The version of the format that this reader knows.
  static let version = 1
  /// Bytes in each unit of a size.
  static let sizeUnits = ["B": 1.0, "kB": 1e3, "MB": 1e6, "GB": 1e9, "MiB": 1_048_576]
  /// How many of each unit of a figure are one of what it is counted in.
  static let figureUnits: [String: (Double, ClaimValue.Unit)] = [
    "ratio": (1, .ratio), "percent": (100, .ratio), "count": (1, .count), "MB": (1e-6, .bytes),
    "MiB": (1 / 1_048_576, .bytes),
  ]

  let file: String
  var evidence: Evidence
  private var statements: [Statement] = []

  /// Adds what `file` holds to `evidence` and `statements`; names may refer to what is there already.
  ///
  /// - Throws: `DocumentError` and `PublicationError` with file, line and column; `FileError` when unreadable.
  public static func read(file: String, into evidence: inout Evidence, statements: inout [Statement]) throws {
    var reader = EvidenceReader(file: file, evidence: evidence)
    try reader.read()
    evidence = reader.evidence
    statements += reader.statements
  }

  private init(file: String, evidence: Evidence) {
    self.file = file
    self.evidence = evidence
  }

  private mutating func read() throws {
    let node = try YAMLNode.parse(LocalFiles.readText(file, limit: 1 << 20), file: file)
    // First, as the keys of another version are not known.
    let version = try node.mapping(named: KeyTable.evidence.name).required("version")
    guard try version.int() == Self.version else {
      throw PublicationError.invalidValue(
        "version",
        try version.string(),
        expected: "\(Self.version), the format this hfpub reads",
        at: version.location
      )
    }
    let root = try KeyTable.evidence.read(node)
    for node in try root.optional("sources")?.sequence() ?? [] { try addSource(node) }
    for node in try root.optional("protocols")?.sequence() ?? [] { try addFormula(node) }
    for node in try root.optional("models")?.sequence() ?? [] { try addModel(node) }
    for node in try root.optional("figures")?.sequence() ?? [] { try addFigure(node) }
    for node in try root.optional("imports")?.sequence() ?? [] { try addImport(node) }
    for node in try root.optional("pair_tables")?.sequence() ?? [] { try addPairTable(node) }
    for node in try root.optional("statements")?.sequence() ?? [] { try addStatement(node) }
  }

  private mutating func addSource(_ node: YAMLNode) throws {
    let entry = try KeyTable.source.read(node)
    let id = try new(entry.required("id"), among: evidence.sources.map(\.id))
    evidence.sources.append(
      .init(
        id: id,
        title: try entry.required("title").string(),
        url: try entry.required("url").string(),
        revision: try entry.optional("revision")?.string(),
        date: try Day.read(entry.required("date"))
      )
    )
  }

  private mutating func addFormula(_ node: YAMLNode) throws {
    let entry = try KeyTable.formula.read(node)
    let id = try new(entry.required("id"), among: evidence.formulas.map(\.id))
    evidence.formulas.append(
      .init(id: id, title: try entry.required("title").string(), formula: try entry.required("formula").string())
    )
  }

  private mutating func addModel(_ node: YAMLNode) throws {
    let entry = try KeyTable.model.read(node)
    let id = try new(entry.required("id"), among: evidence.models.map(\.id))
    evidence.models.append(
      .init(id: id, name: try entry.required("name").string(), size: try entry.optional("size").map(size))
    )
  }

  private func size(_ node: YAMLNode) throws -> Evidence.Size {
    let entry = try KeyTable.size.read(node)
    let scale = try choice(entry.required("unit"), of: Self.sizeUnits)
    let kind = try choice(
      entry.required("kind"),
      of: Dictionary(uniqueKeysWithValues: Evidence.Size.Kind.allCases.map { ($0.rawValue, $0) })
    )
    let value = try entry.required("value")
    guard try value.double() > 0 else {
      throw PublicationError.invalidValue("value", try value.string(), expected: "a size above 0", at: value.location)
    }
    return .init(
      bytes: try value.double() * scale,
      kind: kind,
      dtype: try entry.required("dtype").string(),
      source: try known(entry.required("source"), among: evidence.sources.map(\.id), what: "source")
    )
  }

  private mutating func addFigure(_ node: YAMLNode) throws {
    let entry = try KeyTable.figure.read(node)
    let unit = try choice(entry.required("unit"), of: Self.figureUnits)
    let value = try entry.required("value")
    let missing = try Evidence.Missing(rawValue: value.string())
    evidence.figures.append(
      .init(
        id: try new(entry.required("id"), among: evidence.figures.map(\.id)),
        model: try known(entry.required("model"), among: evidence.models.map(\.id), what: "model"),
        metric: try entry.required("metric").string(),
        amount: try missing == nil ? value.double() / unit.0 : nil,
        missing: missing,
        unit: unit.1,
        protocolID: try known(entry.required("protocol"), among: evidence.formulas.map(\.id), what: "protocol"),
        source: try known(entry.required("source"), among: evidence.sources.map(\.id), what: "source"),
        location: node.location
      )
    )
  }

  private mutating func addPairTable(_ node: YAMLNode) throws {
    let entry = try KeyTable.pairTable.read(node)
    evidence.pairTables.append(
      .init(
        metric: try entry.required("metric").string(),
        source: try known(entry.required("source"), among: evidence.sources.map(\.id), what: "source"),
        pairs: try entry.required("pairs").sequence().map { node in
          let pair = try KeyTable.publishedPair.read(node)
          return .init(
            a: try pair.required("a").string(),
            b: try pair.required("b").string(),
            cosine: try pair.required("cosine").double()
          )
        },
        location: node.location
      )
    )
  }

  private mutating func addStatement(_ node: YAMLNode) throws {
    let entry = try KeyTable.statement.read(node)
    statements.append(
      Statement(
        id: try new(entry.required("id"), among: statements.map(\.id)),
        text: try entry.required("text").string(),
        stated: try entry.optional("states").map(stated),
        compares: try entry.optional("compares")?.strings() ?? [],
        tellsWeights: try entry.optional("tells_weights")?.bool() ?? false,
        scope: try entry.optional("scope")?.string(),
        asOf: try entry.optional("as_of").map(Day.read),
        source: try known(entry.required("source"), among: evidence.sources.map(\.id), what: "source"),
        location: node.location
      )
    )
  }

  private func stated(_ node: YAMLNode) throws -> Statement.Stated {
    let entry = try KeyTable.stated.read(node)
    let operations = Manifest.Derivation.Operation.allCases
    // The table has made sure that there is exactly one.
    guard let operation = operations.first(where: { entry.optional($0.rawValue) != nil }) else {
      throw node.wrongType("one of \(operations.map { "`\($0.rawValue)`" }.joined(separator: ", "))")
    }
    let number = try entry.required("number")
    _ = try number.double()
    return .init(
      text: try number.string(),
      operation: operation,
      operands: try entry.required(operation.rawValue).strings(),
      scale: try entry.optional("scale")?.double() ?? 1
    )
  }

  private func new(_ node: YAMLNode, among taken: [String]) throws -> String {
    let id = try node.string()
    guard !taken.contains(id) else {
      throw PublicationError.invalidValue("id", id, expected: "a name that is not taken", at: node.location)
    }
    return id
  }

  func known(_ node: YAMLNode, among names: [String], what: String) throws -> String {
    let id = try node.string()
    guard names.contains(id) else { throw PublicationError.unknownName(what, id, among: names, at: node.location) }
    return id
  }

  private func choice<Value>(_ node: YAMLNode, of values: [String: Value]) throws -> Value {
    guard let value = values[try node.string()] else {
      throw PublicationError.unknownName("value", try node.string(), among: values.keys.sorted(), at: node.location)
    }
    return value
  }
}
