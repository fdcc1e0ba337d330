import Files
import Findings
import Publication
import TestKit
import Testing

/// The table of keys, which the schema and the reference page are written from, against the reader.
@Suite struct KeyTableTests {
  /// A manifest with one key that is looked at.
  struct Case: CustomStringConvertible {
    var description: String
    var yaml: String
    var isGood: Bool
  }

  @Test("the reader takes what the table allows at every key, and refuses what it does not", arguments: cases())
  func reader(_ one: Case) throws {
    let folder = try TemporaryFolder()
    for (name, text) in Self.files + [("hfpub.yaml", one.yaml)] {
      try LocalFiles.writeAtomically(Array(text.utf8), to: "\(folder.path)/\(name)")
    }
    if one.isGood {
      #expect(throws: Never.self, "\(one.yaml)") { try ManifestReader.read(folder: folder.path) }
    } else {
      let error =
        #expect(throws: (any Error).self, "\(one.yaml)") { try ManifestReader.read(folder: folder.path) }
        as? any ExplainedError
      #expect(error?.exitStatus == .invalidConfiguration, "\(String(describing: error))")
      #expect((error?.location?.line ?? 0) > 0, "\(String(describing: error))")
    }
  }

  @Test("two ways to compute one number are refused, and the second is shown")
  func alternatives() throws {
    let folder = try TemporaryFolder()
    let text = Self.manifest(with: "derived", "[{id: a, title: A, divide: [x, y], sum: [x]}]")
    try LocalFiles.writeAtomically(Array(text.utf8), to: "\(folder.path)/hfpub.yaml")
    let error =
      #expect(throws: (any Error).self) { try ManifestReader.read(folder: folder.path) } as? any ExplainedError
    #expect(error?.reason.contains("exactly one of `divide`, `subtract`") == true, "\(String(describing: error))")
    #expect(error?.location?.column == 45)
  }

  @Test("a manifest of another version is refused for that, and not for its keys")
  func version() throws {
    let folder = try TemporaryFolder()
    try LocalFiles.writeAtomically(Array("version: 2\nidentity: x\n".utf8), to: "\(folder.path)/hfpub.yaml")
    let error =
      #expect(throws: (any Error).self) { try ManifestReader.read(folder: folder.path) } as? any ExplainedError
    #expect(error?.reason == "it is \"2\"; expected 1, the format this hfpub reads")
  }

  // MARK: Cases

  private static let files = [
    (
      "suite.yaml",
      """
      version: 1
      id: s
      title: S
      question: q
      kind: pairs
      pairs: [{id: p, a: x, b: y}, {id: q, a: v, b: w}]
      """
    ), ("evidence.yaml", "version: 1\n"), ("works.bib", ""),
  ]
  /// Values that must name a file that is there, or each other.
  private static let special = [
    "smoke_tests.suite": "suite.yaml", "smoke_tests.at_least": "{mean: 0.5}", "citations": "works.bib",
    "evidence": "[evidence.yaml]", "composites.weights": "{x: 0.5, y: 0.5}", "name": "n", "repo": "acme/tiny",
    "waivers.date": "2026-01-31", "waivers.until": "2026-01-31", "claims.as_of": "2026-01-31",
    "claims.expires": "2026-01-31",
  ]

  static func cases() -> [Case] {
    cases(of: KeyTable.manifest, at: "") { $0 }
  }

  private static func cases(of table: KeyTable, at path: String, wrapped: (String) -> String) -> [Case] {
    table.keys.flatMap { key -> [Case] in
      let place = path + key.name
      func with(_ value: String) -> String {
        path.isEmpty ? manifest(with: key.name, value) : wrapped(mapping(table, at: path, with: key.name, value))
      }
      var cases = [Case(description: "\(place): as it should be", yaml: with(good(key, place)), isGood: true)]
      cases += bad(key.shape).map { Case(description: "\(place): \($0)", yaml: with($0), isGood: false) }
      if key.isRequired, !path.isEmpty {
        let without = wrapped(mapping(table, at: path, with: key.name, nil))
        cases.append(Case(description: "\(place): missing", yaml: without, isGood: false))
      }
      if key.isRequired, path.isEmpty {
        cases.append(Case(description: "\(place): missing", yaml: manifest(with: key.name, nil), isGood: false))
      }
      for inner in tables(key.shape) {
        cases += Self.cases(of: inner, at: "\(place).") { value in with(isList(key.shape) ? "[\(value)]" : value) }
      }
      return cases
    }
  }

  /// A manifest of the keys that must be there, and one with a value of its own or without any.
  private static func manifest(with name: String, _ value: String?) -> String {
    members(KeyTable.manifest, at: "", with: name, value).map { "\($0): \($1)\n" }.joined()
  }

  private static func mapping(_ table: KeyTable, at path: String, with name: String, _ value: String?) -> String {
    "{" + members(table, at: path, with: name, value).map { "\($0): \($1)" }.joined(separator: ", ") + "}"
  }

  private static func members(
    _ table: KeyTable,
    at path: String,
    with name: String,
    _ value: String?
  ) -> [(String, String)] {
    let companion = table.keys.first { $0.name == name }?.companion
    let hasChoice = table.alternatives.contains(name)
    return table.keys.compactMap { key in
      if key.name == name { return value.map { (name, $0) } }
      let isNeeded =
        key.isRequired || key.name == companion || (!hasChoice && key.name == table.alternatives.first)
      return isNeeded ? (key.name, good(key, path + key.name)) : nil
    }
  }

  private static func good(_ key: KeyTable.Key, _ place: String) -> String {
    special[place] ?? good(key.shape, place)
  }

  private static func good(_ shape: KeyTable.Shape, _ place: String) -> String {
    switch shape {
    case .text, .words, .form, .suggestion: "a"
    case .choice(let names): names[0]
    case .truth: "true"
    case .constant(let number): "\(number)"
    case .whole(let range): "\(range.upperBound)"
    case .number, .positive: "0.5"
    case .list(let item, let least, _):
      "[" + Array(repeating: good(item, place), count: max(least, 1)).joined(separator: ", ") + "]"
    case .mapping(let table): mapping(table, at: "\(place).", with: "", nil)
    case .named(let value, _, _): "{a: \(good(value, place))}"
    case .either(let first, _): good(first, place)
    }
  }

  private static func bad(_ shape: KeyTable.Shape) -> [String] {
    switch shape {
    case .text, .words, .suggestion: ["[a]", "{a: b}", "yes", "", "42"]
    case .form: ["[a]", "\"  \"", ""]
    case .choice: ["wild", "[a]"]
    case .truth: ["maybe", "\"true\"", "[true]"]
    case .constant(let number): ["\(number + 1)", "\"\(number)\"", "a"]
    case .whole(let range): ["\(range.lowerBound - 1)", "\(range.upperBound + 1)", "0.5", "a"]
    case .number: ["a", "\"0.5\"", "[0.5]"]
    case .positive: ["0", "-1", "a"]
    case .list(let item, let least, let most):
      ["a", "{a: b}"] + bad(item).map { "[\($0)]" }.filter { $0 != "[]" }
        + (least > 0 ? ["[" + Array(repeating: "a", count: least - 1).joined(separator: ", ") + "]"] : [])
        + (most.map { ["[" + Array(repeating: "a", count: $0 + 1).joined(separator: ", ") + "]"] } ?? [])
    case .mapping: ["a", "[a]", "{unheard_of: a}"]
    case .named(let value, let names, _):
      ["a", "[a]"] + bad(value).map { "{a: \($0)}" } + (names.isEmpty ? [] : ["{unheard_of: 0.5}"])
    case .either: ["{unheard_of: a}", "[a]"]
    }
  }

  private static func tables(_ shape: KeyTable.Shape) -> [KeyTable] {
    switch shape {
    case .mapping(let table): [table]
    case .list(let item, _, _): tables(item)
    case .either(let first, let second): tables(first) + tables(second)
    default: []
    }
  }

  private static func isList(_ shape: KeyTable.Shape) -> Bool {
    if case .list = shape { true } else { false }
  }
}
