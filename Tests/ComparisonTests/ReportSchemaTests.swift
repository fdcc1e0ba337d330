import Files
import Findings
import Foundation
import Reports
import TestKit
import Testing

/// Reports against the public schemas of their formats, and JSON against our own.
@Suite(.enabled(if: Python.interpreter != nil, "needs HFPUB_PYTHON (Scripts/test sets it up)"))
struct ReportSchemaTests {
  @Test("JSON is what the printed schema says, holds every text unchanged, and has no key that the schema lacks")
  func json() async throws {
    let folder = try TemporaryFolder()
    try write(.json, to: folder, as: "json")
    try write(.jsonl, to: folder, as: "jsonl")
    try save(ReportSchema.text, to: folder, as: "schema.txt")
    try await run(Programs.json, in: folder)
  }

  @Test("SARIF is valid by the schema of OASIS, and every place in it is a relative reference")
  func sarif() async throws {
    let folder = try TemporaryFolder()
    try write(.sarif, to: folder, as: "sarif")
    try await run(Programs.sarif, "\(Fixture.root)/Tests/Fixtures/schemas/sarif-schema-2.1.0.json", in: folder)
  }

  @Test("JUnit is valid by the schema of Jenkins, and its counts are those of its cases")
  func junit() async throws {
    let folder = try TemporaryFolder()
    try write(.junit, to: folder, as: "xml")
    try await run(Programs.junit, "\(Fixture.root)/Tests/Fixtures/schemas/junit-10.xsd", in: folder)
  }

  private static let texts = ["a plain text", "dir/a file.md"] + HostileTexts.all

  /// A report for each text, and the texts for comparison.
  private func write(_ format: ReportFormat, to folder: TemporaryFolder, as ending: String) throws {
    for (index, text) in Self.texts.enumerated() {
      let events: [ReportEvent] = [
        .phase(name: "planning", message: text), .file(phase: "sending", path: text, size: 1), .wait(message: text),
      ]
      let before = format == .jsonl ? events.map(\.text).joined() : ""
      try save(before + format.text(of: document(text)), to: folder, as: "\(index).\(ending)")
    }
    let success = ReportDocument(tool: .init(name: "hfpub", version: "1"), command: "validate", exit: .success)
    try save(format.text(of: success), to: folder, as: "success.\(ending)")
    try save(String(decoding: try JSONEncoder().encode(Self.texts), as: UTF8.self), to: folder, as: "texts.txt")
  }

  private func save(_ text: String, to folder: TemporaryFolder, as name: String) throws {
    try LocalFiles.writeAtomically(Array(text.utf8), to: "\(folder.path)/\(name)")
  }

  private func run(_ program: String, _ arguments: String..., in folder: TemporaryFolder) async throws {
    try save(program, to: folder, as: "check.py")
    let output = try await Python.run(["check.py"] + arguments, in: folder.path)
    #expect(output == "\(Self.texts.count + 1) reports are valid\n")
  }

  /// A document with checks in all states and findings with and without places, waivers and rules.
  private func document(_ text: String) -> ReportDocument {
    let waiver = ReportWaiver(reason: text, day: "2026-11-02")
    let states: [ReportCheck.State] = [.passed, .failed, .skipped(reason: text), .waived(waiver)]
    let places = [nil, SourceLocation(file: text), SourceLocation(file: "/base/\(text)", line: 2, column: 3)]
    let findings = zip(Severity.allCases, places).map { severity, place in
      Finding(code: "HFP1\(severity)", severity: severity, location: place, seen: text, expected: text, remedy: text)
    }
    var document = ReportDocument(
      tool: ReportDocument.Tool(name: "hfpub", version: "1.2.3"),
      command: "validate",
      exit: .checkFailed,
      subject: ReportDocument.Subject(publication: text, repository: text),
      date: "2026-11-22",
      checks: states.map {
        ReportCheck(code: "HFP1\($0.name)", title: text, area: text, state: $0, why: text, fix: text)
      },
      findings: findings.map { ReportFinding($0) } + findings.map { ReportFinding($0, waiver: waiver) },
      notChecked: [text],
      error: ReportFailure(
        code: text,
        problem: text,
        reason: text,
        remedy: text,
        exit: .localInput,
        location: SourceLocation(file: "/elsewhere/\(text)", line: 1)
      ),
      baseFolder: "/base",
      mainFile: text
    )
    document.delivery = delivery(text)
    return document
  }

  /// Everything that a command which talks to a hub may say.
  private func delivery(_ text: String) -> ReportDelivery {
    var delivery = ReportDelivery()
    delivery.outcome = .upToDate
    (delivery.endpoint, delivery.revision, delivery.remoteState) = (text, text, "draft_opened")
    (delivery.commit, delivery.url, delivery.path, delivery.receiptCommit) = (text, text, text, text)
    delivery.plan = ReportPlan(
      head: text,
      commits: 2,
      bytes: 12,
      files: ReportPlan.Action.allCases.map { .init(path: text, size: 1, action: $0) },
      leftOut: [.init(path: text, reason: text)],
      caveats: [text]
    )
    delivery.steps = ReportStep.State.allCases.map { ReportStep(title: text, state: $0, milliseconds: 1) }
    return delivery
  }

  private enum Programs {
    static let json = """
      import copy, glob, json
      from jsonschema import Draft202012Validator

      schema = json.load(open("schema.txt", encoding="utf-8"))
      Draft202012Validator.check_schema(schema)
      events = Draft202012Validator({**schema["$defs"]["event"], "$defs": schema["$defs"]})
      texts = json.load(open("texts.txt", encoding="utf-8"))

      def closed(part):
          if isinstance(part, list):
              return [closed(item) for item in part]
          if not isinstance(part, dict):
              return part
          part = {key: closed(value) for key, value in part.items()}
          if part.get("type") == "object":
              part["additionalProperties"] = False
          return part

      strict = Draft202012Validator(closed(schema))
      count = 0
      for path in glob.glob("*.json"):
          text = open(path, encoding="utf-8", newline="").read()
          result = json.loads(text)
          strict.validate(result)
          count += 1
          lines = open(path + "l", encoding="utf-8", newline="").read().split("\\n")
          assert lines.pop() == "", "the last line has no end"
          for line in lines:
              events.validate(json.loads(line))
          events_before = 0 if path == "success.json" else 3
          assert len(lines) == events_before + len(result["checks"]) + len(result["findings"]) + 1, path
          if path == "success.json":
              continue
          expected = texts[int(path.split(".")[0])]
          for finding in result["findings"]:
              assert finding["message"] == finding["expected"] == finding["fix"] == expected, path
          assert result["not_checked"] == [result["subject"]["publication"]] == [expected], path

      # The schema refuses what it should.
      good = json.load(open("0.json", encoding="utf-8"))
      def spoilt(change):
          bad = copy.deepcopy(good)
          change(bad)
          assert not Draft202012Validator(schema).is_valid(bad), change
      for key in schema["required"]:
          spoilt(lambda bad: bad.pop(key))
      for key in schema["$defs"]["summary"]["required"]:
          spoilt(lambda bad: bad["summary"].pop(key))
      spoilt(lambda bad: bad["checks"][0].update(state="good"))
      spoilt(lambda bad: bad["checks"][2].pop("reason"))
      spoilt(lambda bad: bad["checks"][3].pop("day"))
      spoilt(lambda bad: bad["findings"][0].update(level="fatal"))
      spoilt(lambda bad: bad["findings"][0].update(line=1))
      spoilt(lambda bad: bad["findings"][2].update(line=0))
      spoilt(lambda bad: bad["findings"][3]["waived"].pop("reason"))
      spoilt(lambda bad: bad["error"].pop("remedy"))
      spoilt(lambda bad: bad.update(remote_state="fine"))
      spoilt(lambda bad: bad.update(outcome="fine"))
      spoilt(lambda bad: bad.update(retryable="no"))
      for key in schema["$defs"]["plan"]["required"]:
          spoilt(lambda bad: bad["plan"].pop(key))
      spoilt(lambda bad: bad["plan"]["files"][0].update(action="move"))
      spoilt(lambda bad: bad["steps"][0].update(state="running"))
      print(count, "reports are valid")
      """

    static let sarif = """
      import glob, json, sys
      from urllib.parse import unquote
      from jsonschema import Draft4Validator, FormatChecker

      schema = json.load(open(sys.argv[1], encoding="utf-8"))
      checker = FormatChecker()
      assert {"uri", "uri-reference"} <= set(checker.checkers), "no checks of references"
      validator = Draft4Validator(schema, format_checker=checker)
      texts = json.load(open("texts.txt", encoding="utf-8"))

      def relative(path):
          return "/".join(part for part in path.split("/") if part not in ("", "."))

      count = 0
      for path in glob.glob("*.sarif"):
          log = json.load(open(path, encoding="utf-8"))
          validator.validate(log)
          count += 1
          rules = log["runs"][0]["tool"]["driver"]["rules"]
          results = log["runs"][0]["results"]
          if path == "success.sarif":
              assert results == []
              continue
          expected = texts[int(path.split(".")[0])]
          uris = []
          for result in results:
              assert rules[result["ruleIndex"]]["id"] == result["ruleId"], path
              location = result["locations"][0]["physicalLocation"]
              uri = location["artifactLocation"]["uri"]
              assert not uri.startswith("/") and ":" not in uri, path
              uris.append(unquote(uri))
          if not expected.startswith("/"):
              assert uris == [relative(expected)] * 6, path
          for rule in rules:
              assert {"id", "shortDescription", "fullDescription", "help"} <= set(rule), path
          assert [("suppressions" in result) for result in results] == [False] * 3 + [True] * 3
      print(count, "reports are valid")
      """

    static let junit = """
      import glob, sys
      from lxml import etree

      schema = etree.XMLSchema(etree.parse(sys.argv[1]))
      parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
      count = 0
      for path in glob.glob("*.xml"):
          tree = etree.parse(path, parser)
          schema.assertValid(tree)
          count += 1
          root = tree.getroot()
          for group in [root] + list(root):
              cases = list(group.iter("testcase"))
              assert int(group.get("tests")) == len(cases), path
              for name, element in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]:
                  if group.get(name) is not None:
                      assert int(group.get(name)) == len(list(group.iter(element))), path
      print(count, "reports are valid")
      """
  }
}
