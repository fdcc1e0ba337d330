import Documents
import Findings

extension ManifestReader {
  func limitation(_ node: YAMLNode) throws -> Manifest.Limitation {
    guard case .mapping = node.value else { return .init(id: nil, text: try prose(node), evidence: []) }
    let entry = try KeyTable.limitation.read(node)
    return .init(
      id: try entry.required("id").string(),
      text: try prose(entry.required("text")),
      evidence: try strings(entry, "evidence")
    )
  }

  func waiver(_ node: YAMLNode) throws -> Manifest.Waiver {
    let entry = try KeyTable.waiver.read(node)
    let reason = try entry.required("reason")
    guard try reason.string().contains(where: { !$0.isWhitespace }) else {
      throw PublicationError.invalidValue("reason", "", expected: "why it is waived", at: reason.location)
    }
    return .init(
      code: try entry.required("code").string(),
      file: try entry.optional("file")?.string(),
      reason: try reason.string(),
      date: try Day.read(entry.required("date")),
      until: try entry.optional("until").map(Day.read),
      location: node.location
    )
  }

  func metric(_ node: YAMLNode) throws -> Manifest.MetricDefinition {
    let entry = try KeyTable.metric.read(node)
    return .init(
      id: try entry.required("id").string(),
      title: try entry.required("title").string(),
      suite: try entry.optional("suite")?.string(),
      measure: try entry.optional("measure")?.string(),
      places: try digits(entry, default: 3),
      shows: try entry.optional("shows").map(prose),
      doesNotShow: try entry.optional("does_not_show").map(prose),
      location: node.location
    )
  }

  func composite(_ node: YAMLNode) throws -> Manifest.CompositeDefinition {
    let entry = try KeyTable.composite.read(node)
    let weightsNode = try entry.required("weights")
    let weights = try weightsNode.mapping(named: "the weights").pairs.map { ($0.name, try $0.value.double()) }
    let sum = weights.reduce(0) { $0 + $1.1 }
    guard weights.allSatisfy({ $0.1 > 0 }), abs(sum - 1) < 1e-9 else {
      throw PublicationError.invalidValue(
        "weights",
        "\(weights.map { "\($0.1)" }.joined(separator: " + "))",
        expected: "weights above 0 that sum to 1",
        at: weightsNode.location
      )
    }
    return .init(
      id: try entry.required("id").string(),
      title: try entry.required("title").string(),
      weights: weights.map { (metric: $0.0, weight: $0.1) },
      places: try digits(entry, default: 3),
      protocolID: try entry.optional("protocol")?.string(),
      location: node.location
    )
  }

  func derivation(_ node: YAMLNode) throws -> Manifest.Derivation {
    let entry = try KeyTable.derivation.read(node)
    let operations = Manifest.Derivation.Operation.allCases
    // The table has made sure that there is exactly one.
    guard let operation = operations.first(where: { entry.optional($0.rawValue) != nil }) else {
      throw node.wrongType("one of \(operations.map { "`\($0.rawValue)`" }.joined(separator: ", "))")
    }
    let operands = try entry.required(operation.rawValue)
    let names = try operands.strings()
    guard names.count == 2 || (operation != .divide && operation != .subtract && names.count > 0) else {
      throw operands.wrongType("a list of two names")
    }
    let unit = entry.optional("unit")
    let unitName = try unit?.string() ?? "ratio"
    guard let kind = ClaimValue.Unit(rawValue: unitName) else {
      throw PublicationError.invalidValue(
        "unit",
        unitName,
        expected: ClaimValue.Unit.allCases.map(\.rawValue).joined(separator: ", "),
        at: unit?.location ?? node.location
      )
    }
    return .init(
      id: try entry.required("id").string(),
      title: try entry.required("title").string(),
      operation: operation,
      operands: names,
      unit: kind,
      scale: try entry.optional("per")?.double() ?? 1,
      places: try digits(entry, default: 3),
      location: node.location
    )
  }

  func comparison(_ node: YAMLNode) throws -> Manifest.Comparison {
    let entry = try KeyTable.comparison.read(node)
    return .init(
      title: try entry.required("title").string(),
      note: try entry.optional("note").map(prose),
      own: try entry.optional("own")?.string(),
      figures: try entry.required("figures").strings(),
      location: node.location
    )
  }

  func claim(_ node: YAMLNode) throws -> Manifest.Claim {
    let entry = try KeyTable.claim.read(node)
    let type = try entry.required("type")
    guard let kind = Manifest.Claim.Kind(rawValue: try type.string()) else {
      throw PublicationError.unknownName(
        "type",
        try type.string(),
        among: Manifest.Claim.Kind.allCases.map(\.rawValue),
        at: type.location
      )
    }
    return .init(
      id: try entry.required("id").string(),
      kind: kind,
      text: try prose(entry.required("text")),
      evidence: try strings(entry, "evidence"),
      scope: try entry.optional("scope")?.string(),
      asOf: try entry.optional("as_of").map(Day.read),
      expires: try entry.optional("expires").map(Day.read),
      location: node.location
    )
  }

  func messaging(_ node: YAMLNode) throws -> Manifest.Messaging {
    let entry = try KeyTable.messaging.read(node)
    var rules = Manifest.Messaging()
    rules.never = try list(entry, "never") { node in
      let rule = try KeyTable.forbidden.read(node)
      return .init(
        say: try rule.required("say").string(),
        instead: try rule.required("instead").string(),
        because: try rule.required("because").string()
      )
    }
    rules.together = try list(entry, "together") { node in
      let rule = try KeyTable.together.read(node)
      return .init(when: try rule.required("when").string(), say: try rule.required("say").string())
    }
    rules.required = try strings(entry, "required")
    return rules
  }

  func useCase(_ node: YAMLNode) throws -> Manifest.UseCase {
    let entry = try KeyTable.useCase.read(node)
    return .init(
      title: try entry.required("title").string(),
      text: try prose(entry.required("text")),
      code: try entry.optional("code")?.string()
    )
  }

  func link(_ node: YAMLNode) throws -> Manifest.Link {
    let entry = try KeyTable.link.read(node)
    return .init(title: try entry.required("title").string(), url: try entry.required("url").string())
  }

  func readEvidence(_ root: YAMLMapping) throws -> (Evidence, [Statement]) {
    var evidence = Evidence()
    var statements: [Statement] = []
    for file in try strings(root, "evidence") {
      try EvidenceReader.read(file: path(file), into: &evidence, statements: &statements)
    }
    return (evidence, statements)
  }

  private func digits(_ entry: YAMLMapping, default standard: Int) throws -> Int {
    guard let node = entry.optional("digits") else { return standard }
    let places = try node.int()
    guard (0...6).contains(places) else {
      throw PublicationError.invalidValue("digits", "\(places)", expected: "0 to 6", at: node.location)
    }
    return places
  }
}
