import Evaluation

/// The tables of keys as JSON Schema (draft 2020-12), for editors and for programs that write such files.
///
/// It says what one value alone can be refused for. That names exist, weights sum to 1 and files are there is the
/// reader's to say.
package struct KeySchema {
  /// What a text may be in the tree that a YAML reader makes of the file.
  private let textTypes: JSONText

  /// The schema of `hfpub.yaml`.
  package static var manifest: String {
    // A number where a text belongs is refused in a manifest, so that a text is a string whoever reads the YAML.
    let schema = KeySchema(textTypes: .string("string"))
    return frame(id: "manifest", title: "A publication's manifest, hfpub.yaml", schema.object(.manifest))
  }

  /// The schema of a suite.
  package static var suite: String {
    frame(id: "suite", title: "A suite of texts, scored by hfpub", lenient.suite())
  }

  /// The schema of an evidence file.
  package static var evidence: String {
    frame(id: "evidence", title: "What was measured or published elsewhere", lenient.object(.evidence))
  }

  /// For files where `a: 1024` without quotes is a text, which editors take for a number.
  private static var lenient: KeySchema { KeySchema(textTypes: .row(.list([.string("string"), .string("number")]))) }

  private static func frame(id: String, title: String, _ members: [(String, JSONText)]) -> String {
    let head: [(String, JSONText)] = [
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")), ("$id", .string("urn:hfpub:\(id):1")),
      ("title", .string(title)),
    ]
    return JSONText.object(head + members).rendered() + "\n"
  }

  private func suite() -> [(String, JSONText)] {
    var names: [String] = []
    for kind in Suite.Kind.allCases {
      for key in KeyTable.suiteContent(kind) where !names.contains(key.name) { names.append(key.name) }
    }
    let head = properties(KeyTable.suiteHead) + names.map { ($0, JSONText.boolean(true)) }
    let kinds = Suite.Kind.allCases.map { kind -> JSONText in
      let keys = KeyTable.suiteContent(kind)
      let others = names.filter { name in !keys.contains { $0.name == name } }.map { ($0, JSONText.boolean(false)) }
      return .object([
        ("if", .object([("properties", .object([("kind", .object([("const", .string(kind.rawValue))]))]))])),
        (
          "then",
          .object([("required", required(keys)), ("properties", .object(properties(keys) + others))])
        ),
      ])
    }
    return [
      ("type", .string("object")), ("required", required(KeyTable.suiteHead)), ("properties", .object(head)),
      ("additionalProperties", .boolean(false)), ("allOf", .list(kinds)),
    ]
  }

  private func object(_ table: KeyTable) -> [(String, JSONText)] {
    var members: [(String, JSONText)] = [
      ("type", .string("object")), ("required", required(table.keys)),
      ("properties", .object(properties(table.keys))), ("additionalProperties", .boolean(false)),
    ]
    if !table.alternatives.isEmpty {
      members.append(("oneOf", .list(table.alternatives.map { .row(.object([("required", texts([$0]))])) })))
    }
    let companions = table.keys.compactMap { key in key.companion.map { (key.name, texts([$0])) } }
    if !companions.isEmpty { members.append(("dependentRequired", .object(companions))) }
    return members
  }

  private func properties(_ keys: [KeyTable.Key]) -> [(String, JSONText)] {
    keys.map { key in
      (key.name, .object([("description", .string(key.meaning))] + members(of: key.shape)))
    }
  }

  private func required(_ keys: [KeyTable.Key]) -> JSONText { texts(keys.filter(\.isRequired).map(\.name)) }

  private func members(of shape: KeyTable.Shape) -> [(String, JSONText)] {
    switch shape {
    case .text, .words: [("type", textTypes)]
    case .form(let pattern, _): [("type", .string("string")), ("pattern", .string("^(?:\(pattern))$"))]
    case .choice(let names): [("enum", texts(names))]
    case .suggestion(let names): [("type", textTypes), ("examples", texts(names))]
    case .truth: [("type", .string("boolean"))]
    case .constant(let number): [("const", .integer(number))]
    case .whole(let range):
      [
        ("type", .string("integer")), ("minimum", .integer(range.lowerBound)), ("maximum", .integer(range.upperBound)),
      ]
    case .number: [("type", .string("number"))]
    case .positive: [("type", .string("number")), ("exclusiveMinimum", .integer(0))]
    case .list(let item, let least, let most):
      [("type", .string("array")), ("items", .object(members(of: item)))]
        + (least > 0 ? [("minItems", .integer(least))] : []) + (most.map { [("maxItems", .integer($0))] } ?? [])
    case .mapping(let table): object(table)
    case .named(let value, let names, let least):
      [("type", .string("object"))]
        + (names.isEmpty ? [] : [("propertyNames", .object([("enum", texts(names))]))])
        + (least > 0 ? [("minProperties", .integer(least))] : [])
        + [("additionalProperties", .object(members(of: value)))]
    case .either(let first, let second):
      [("anyOf", .list([.object(members(of: first)), .object(members(of: second))]))]
    }
  }

  private func texts(_ names: [String]) -> JSONText { .row(.list(names.map { .string($0) })) }
}
