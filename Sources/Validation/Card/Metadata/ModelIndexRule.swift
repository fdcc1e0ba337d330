import Documents
import Findings

/// `model-index` has the form that the Hub checks.
struct ModelIndexRule: CardRule {
  static let code = "HFP527"
  static let title = "model-index has the Hub's form"
  static let page = CheckPage(
    why: """
      Results in another form are dropped without a word. `verified` is for the Hub to give: a card that gives it to \
      itself claims what nobody checked.
      """,
    fix: """
      Follow the form `model-index: [{name, results: [{task, dataset, metrics}]}]`.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let node = card.metadataValue("model-index") else { return [] }
    var walk = ModelIndexWalk()
    walk.models(node)
    return walk.problems
      .map { Self.finding($0.severity, seen: $0.seen, expected: $0.expected, remedy: $0.remedy, at: $0.location) }
      .limited()
  }
}

/// One defect of a `model-index`.
struct ModelIndexProblem {
  var severity = Severity.error
  var seen: String
  var expected: String
  var remedy: String
  var location: SourceLocation
}

/// Walks over a `model-index` and collects what is wrong with its form, and the values in it.
struct ModelIndexWalk {
  /// What is wrong.
  private(set) var problems: [ModelIndexProblem] = []
  /// The values of metrics.
  private(set) var values: [YAMLNode] = []

  /// The whole of it: a list of models.
  mutating func models(_ node: YAMLNode) {
    for (number, model) in items(node, "`model-index`").enumerated() {
      let path = "model-index[\(number)]"
      guard let keys = mapping(model, path) else { continue }
      text(keys, "name", path, isRequired: true)
      guard let results = required(keys, "results", path) else { continue }
      for (number, result) in items(results, "`\(path).results`").enumerated() {
        self.result(result, "\(path).results[\(number)]")
      }
    }
  }

  private mutating func result(_ node: YAMLNode, _ path: String) {
    guard let keys = mapping(node, path) else { return }
    if let task = required(keys, "task", path), let keys = mapping(task, "\(path).task") {
      text(keys, "type", "\(path).task", isRequired: true)
      text(keys, "name", "\(path).task")
    }
    if let dataset = required(keys, "dataset", path), let keys = mapping(dataset, "\(path).dataset") {
      for key in ["type", "name"] { text(keys, key, "\(path).dataset", isRequired: true) }
      for key in ["config", "split", "revision"] { text(keys, key, "\(path).dataset") }
    }
    if let metrics = required(keys, "metrics", path) {
      for (number, metric) in items(metrics, "`\(path).metrics`").enumerated() {
        self.metric(metric, "\(path).metrics[\(number)]")
      }
    }
    if let source = keys.optional("source"), let keys = mapping(source, "\(path).source") {
      text(keys, "url", "\(path).source", isRequired: true)
      text(keys, "name", "\(path).source")
    }
  }

  private mutating func metric(_ node: YAMLNode, _ path: String) {
    guard let keys = mapping(node, path) else { return }
    text(keys, "type", path, isRequired: true)
    for key in ["name", "config"] { text(keys, key, path) }
    if let value = required(keys, "value", path) { values.append(value) }
    if let pair = keys.pairs.first(where: { $0.name == "verified" }) {
      problems.append(
        ModelIndexProblem(
          seen: "`\(path).verified`",
          expected: "no such key: only the Hub says that a result is verified",
          remedy: "Remove the key.",
          location: pair.key.location
        )
      )
    }
  }

  // MARK: Parts

  private mutating func items(_ node: YAMLNode, _ name: String) -> [YAMLNode] {
    guard case .sequence(let items) = node.value else {
      problem(name, node, expected: "a list")
      return []
    }
    return items
  }

  private mutating func mapping(_ node: YAMLNode, _ path: String) -> YAMLMapping? {
    guard let mapping = try? node.mapping(named: path) else {
      problem("`\(path)`", node, expected: "a mapping of keys to values")
      return nil
    }
    return mapping
  }

  private mutating func required(_ keys: YAMLMapping, _ key: String, _ path: String) -> YAMLNode? {
    if let node = keys.optional(key) { return node }
    problems.append(
      ModelIndexProblem(
        seen: "`\(path)` without `\(key)`",
        expected: "`\(key)`",
        remedy: "Add it; a reader refuses the whole of model-index without it."
          + MetadataText.suggestion(for: key, among: keys.keys.map { String($0.prefix(48)) }),
        location: keys.location
      )
    )
    return nil
  }

  private mutating func text(_ keys: YAMLMapping, _ key: String, _ path: String, isRequired: Bool = false) {
    guard let node = isRequired ? required(keys, key, path) : keys.optional(key) else { return }
    if let text = node.textOrDisputed, !text.allSatisfy({ $0 == " " }) {
      if key == "revision" || key == "config" || key == "split", ["None", "nan"].contains(text) {
        problems.append(
          ModelIndexProblem(
            seen: "`\(path).\(key)` with \(MetadataText.quoted(text)), a value of a program that means nothing",
            expected: "a name, or no such key",
            remedy: "Remove the key.",
            location: node.location
          )
        )
      }
      return
    }
    problem("`\(path).\(key)`", node, expected: "a text")
  }

  private mutating func problem(_ name: String, _ node: YAMLNode, expected: String) {
    problems.append(
      ModelIndexProblem(
        seen: "\(name) with \(MetadataText.described(node))",
        expected: expected,
        remedy: expected == "a text"
          ? "Write it in quotes, or remove the key." : "Correct it; the Hub refuses the card.",
        location: node.location
      )
    )
  }
}
