import Files
import Findings
import Foundation
import Publication
import TestKit
import Testing

/// The schemas of manifests and suites against an independent validator.
@Suite(.enabled(if: Python.interpreter != nil, "needs HFPUB_PYTHON (Scripts/test sets it up)"))
struct KeySchemaTests {
  @Test("both shipped manifests, all their suites and the evidence are valid")
  func shipped() async throws {
    let root = "\(Fixture.root)/Publication"
    var lines: [String] = []
    for name in ["minilm-static", "qwen25-deposium-1024d"] {
      lines.append("manifest \(root)/\(name)/hfpub.yaml")
      lines += try LocalFiles.list("\(root)/\(name)/suites").map { "suite \(root)/\(name)/suites/\($0.name)" }
    }
    let evidence = "\(root)/qwen25-deposium-1024d/evidence"
    lines += try LocalFiles.list(evidence).map(\.name).filter { $0.hasSuffix(".yaml") }
      .map { "evidence \(evidence)/\($0)" }
    let verdicts = try await verdicts(on: lines)
    #expect(lines.count == 18)
    #expect(verdicts == lines.map { _ in "valid" }, "\(zip(lines, verdicts).filter { $1 != "valid" })")
  }

  @Test("manifests that the reader refuses are refused by the schema too, for the same key")
  func manifests() async throws {
    let folder = try TemporaryFolder()
    let head = "version: 1\nname: n\ntitle: T\nsummary: S\nlicense: mit\n"
    let broken: [(String, key: String)] = [
      (head.replacingOccurrences(of: "version: 1", with: "version: 2"), "version"),
      (head.replacingOccurrences(of: "title", with: "titel"), "titel"),
      (head.replacingOccurrences(of: "summary: S\n", with: ""), "summary"),
      (head.replacingOccurrences(of: "name: n", with: "name: a/b"), "name"),
      (head.replacingOccurrences(of: "title: T", with: "title: 42"), "title"),
      (head + "repo: noslash", "repo"), (head + "repo: a--b/c", "repo"), (head + "languages: en", "languages"),
      (head + "badges: maybe", "badges"), (head + "tags:", "tags"),
      (head + "metrics: [{id: a, title: A, digits: 9}]", "digits"),
      (head + "metrics: [{id: a, title: A, suite: s}]", "measure"),
      (head + "derived: [{id: a, title: A, divide: [x]}]", "divide"),
      (head + "derived: [{id: a, title: A, sum: [x], mean: [x]}]", "derived"),
      (head + "derived: [{id: a, title: A}]", "derived"),
      (head + "composites: [{id: a, title: A, weights: {x: -1}}]", "weights"),
      (head + "claims: [{id: a, type: wild, text: t}]", "type"),
      (head + "claims: [{id: a, type: artifact, text: t, as_of: \"31.1.2026\"}]", "as_of"),
      (head + "waivers: [{code: HFP603, reason: \" \", date: \"2026-01-31\"}]", "reason"),
      (head + "messaging: {never: [{say: a, instead: b}]}", "because"),
    ]
    var lines: [String] = []
    for (index, (text, _)) in broken.enumerated() {
      let place = "\(folder.path)/\(index)"
      try LocalFiles.makeFolder(place)
      try LocalFiles.writeAtomically(Array(text.utf8), to: "\(place)/hfpub.yaml")
      #expect(throws: (any Error).self, "\(text)") { try ManifestReader.read(folder: place) }
      lines.append("manifest \(place)/hfpub.yaml")
    }
    for (verdict, one) in zip(try await verdicts(on: lines), broken) {
      #expect(verdict.contains(one.key), "\(one.0): \(verdict)")
    }
  }

  @Test("suites that the reader refuses are refused by the schema too, for the same key")
  func suites() async throws {
    let folder = try TemporaryFolder()
    let pairs = "pairs: [{id: p, a: x, b: y}, {id: q, a: v, b: w}]"
    let broken: [(kind: String, body: String, key: String)] = [
      ("pears", pairs, "kind"), ("pairs", "pairs: [{id: p, a: x, b: y}]", "pairs"),
      ("pairs", "topics: {one: [a, b], two: [c, d]}", "pairs"), ("graded", pairs, "grade"),
      ("graded", "pairs: [{id: p, a: x, b: y, grade: high}, {id: q, a: v, b: w, grade: 1}]", "grade"),
      ("translations", pairs, "language"),
      ("contrast", "similar: [{id: p, a: x, b: y}, {id: q, a: v, b: w}]", "dissimilar"),
      ("topics", "topics: {one: [a, b]}", "topics"), ("topics", "topics: {one: [a, b], two: [c]}", "two"),
      ("pairs", "pairs: [{id: p, a: x, b: y, c: z}, {id: q, a: v, b: w}]", "c"),
    ]
    var lines: [String] = []
    for (index, (kind, body, _)) in broken.enumerated() {
      let file = "\(folder.path)/\(index).yaml"
      let text = "version: 1\nid: s\ntitle: S\nquestion: q\nkind: \(kind)\n\(body)\n"
      try LocalFiles.writeAtomically(Array(text.utf8), to: file)
      #expect(throws: (any Error).self, "\(text)") { try SuiteReader.read(file: file) }
      lines.append("suite \(file)")
    }
    for (verdict, one) in zip(try await verdicts(on: lines), broken) {
      #expect(verdict.contains(one.key), "\(one.body): \(verdict)")
    }
  }

  @Test("evidence that the reader refuses is refused by the schema too, for the same key")
  func evidence() async throws {
    let folder = try TemporaryFolder()
    let source = "sources: [{id: s, title: T, url: u, date: \"2026-01-31\"}]\n"
    let whole = source + "protocols: [{id: p, title: T, formula: f}]\nmodels: [{id: m, name: M}]\n"
    let figure = "id: f, model: m, metric: x, unit: ratio, protocol: p, source: s"
    let broken: [(body: String, key: String)] = [
      ("sauces: []", "sauces"), ("sources: [{id: s, title: T, url: u}]", "date"),
      ("sources: [{id: s, title: T, url: u, date: \"2026-13-01\"}]", "date"),
      (source + "models: [{id: m, name: M, size: {value: 0, unit: MB, kind: file, dtype: f32, source: s}}]", "value"),
      (source + "models: [{id: m, name: M, size: {value: 1, unit: kib, kind: file, dtype: f32, source: s}}]", "unit"),
      (source + "models: [{id: m, name: M, size: {value: 1, unit: MB, kind: disk, dtype: f32, source: s}}]", "kind"),
      (whole + "figures: [{\(figure), value: lost}]", "value"), (whole + "figures: [{\(figure)}]", "value"),
      (source + "statements: [{id: a, text: t, source: s, states: {number: 1}}]", "states"),
      (source + "statements: [{id: a, text: t, source: s, states: {number: 1, sum: [x], mean: [x]}}]", "states"),
    ]
    var lines: [String] = []
    for (index, (body, _)) in broken.enumerated() {
      let file = "\(folder.path)/\(index).yaml"
      try LocalFiles.writeAtomically(Array("version: 1\n\(body)\n".utf8), to: file)
      #expect(throws: (any Error).self, "\(body)") {
        var evidence = Evidence()
        var statements: [Statement] = []
        try EvidenceReader.read(file: file, into: &evidence, statements: &statements)
      }
      lines.append("evidence \(file)")
    }
    for (verdict, one) in zip(try await verdicts(on: lines), broken) {
      #expect(verdict.contains(one.key), "\(one.body): \(verdict)")
    }
  }

  /// What the validator says of each line's file: `valid`, or the places and words of its errors.
  private func verdicts(on lines: [String]) async throws -> [String] {
    let folder = try TemporaryFolder()
    for (name, text) in [
      ("manifest.json", KeySchema.manifest), ("suite.json", KeySchema.suite), ("evidence.json", KeySchema.evidence),
      ("check.py", Self.program),
      ("lines.txt", lines.joined(separator: "\n")),
    ] {
      try LocalFiles.writeAtomically(Array(text.utf8), to: "\(folder.path)/\(name)")
    }
    return try await Python.run(["check.py"], in: folder.path).split(separator: "\n").map(String.init)
  }

  /// Reads YAML as editors do, with the types of the core schema of YAML 1.2.
  private static let program = #"""
    import json, re
    import yaml
    from jsonschema import Draft202012Validator

    class Core(yaml.SafeLoader):
        yaml_implicit_resolvers = {}

    for tag, form, first in [
        ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
        ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
        ("int", r"[-+]?[0-9]+", "-+0123456789"),
        ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ]:
        Core.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile("^(?:" + form + ")$"), list(first))

    validators = {}
    for name in ["manifest", "suite", "evidence"]:
        schema = json.load(open(name + ".json", encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        validators[name] = Draft202012Validator(schema)
    for line in open("lines.txt", encoding="utf-8"):
        kind, path = line.rstrip("\n").split(" ", 1)
        tree = yaml.load(open(path, encoding="utf-8"), Core)
        errors = [
            "/".join(map(str, error.absolute_path)) + ": " + error.message
            for error in validators[kind].iter_errors(tree)
        ]
        print(" | ".join(errors).replace("\n", " ") or "valid")
    """#
}
