import Documents
import Files
import Findings
import Foundation
import Reports
import TestKit
import Testing

/// Reports whose every text was chosen to break them.
@Suite struct HostileReportTests {
  private static let texts = HostileTexts.all.enumerated().map { Hostile(index: $0.offset, text: $0.element) }

  /// Named by its place, as many of them cannot be printed.
  struct Hostile: CustomTestStringConvertible {
    var index: Int
    var text: String
    var testDescription: String { "text \(index)" }
  }

  private func lineCount(_ text: String) -> Int { text.utf8.count { $0 == UInt8(ascii: "\n") } }

  @Test("no text adds a line, and nothing that steers a terminal is left", arguments: texts)
  func lines(_ hostile: Hostile) {
    for format in ReportFormat.allCases {
      let report = format.text(of: Samples.hostile(hostile.text))
      // An advice without words has no line.
      if format != .markdown, !hostile.text.isEmpty {
        #expect(lineCount(report) == lineCount(format.text(of: Samples.hostile("x"))), "\(format)")
      }
      let steering = report.unicodeScalars.contains {
        switch $0.value {
        case 0x0A: false
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
      }
      #expect(!steering, "\(format)")
    }
  }

  @Test("an event is one line of JSON that holds the text unchanged", arguments: texts)
  func events(_ hostile: Hostile) throws {
    let events: [ReportEvent] = [
      .phase(name: "planning", message: hostile.text), .file(phase: "sending", path: hostile.text, size: 1),
      .wait(message: hostile.text),
    ]
    for event in events {
      #expect(lineCount(event.text) == 1)
      let object = try JSONSerialization.jsonObject(with: Data(event.text.utf8)) as? [String: Any]
      let text = try #require((object?["message"] ?? object?["path"]) as? String)
      #expect(Array(text.unicodeScalars) == Array(hostile.text.unicodeScalars))
    }
  }

  @Test("JSON is one object that holds the text unchanged", arguments: texts)
  func json(_ hostile: Hostile) throws {
    struct Result: Decodable {
      struct Finding: Decodable {
        var code: String
        var message: String
      }
      var findings: [Finding]
      var not_checked: [String]
    }
    let document = Samples.hostile(hostile.text)
    let result = try JSONDecoder().decode(Result.self, from: Data(ReportFormat.json.text(of: document).utf8))
    let scalars = Array(hostile.text.unicodeScalars)
    #expect(Array(result.findings[0].message.unicodeScalars) == scalars)
    #expect(Array(result.not_checked[0].unicodeScalars) == scalars)
    for line in ReportFormat.jsonl.text(of: document).split(separator: "\n") {
      _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
    }
    _ = try JSONSerialization.jsonObject(with: Data(ReportFormat.sarif.text(of: document).utf8))
  }

  @Test("every line for GitHub is one command with the documented form", arguments: texts)
  func github(_ hostile: Hostile) {
    let report = ReportFormat.github.text(of: Samples.hostile(hostile.text))
    for line in report.unicodeScalars.split(separator: "\n").map({ String($0) }) {
      guard line.hasPrefix("::error "), let end = line.dropFirst(2).firstRange(of: "::")?.lowerBound else {
        Issue.record("no command")
        continue
      }
      // A reader splits properties at commas and at the first equals sign.
      let names = line[..<end].dropFirst("::error ".count).split(separator: ",").compactMap {
        $0.split(separator: "=", maxSplits: 1).first
      }
      #expect(names == ["file", "line", "col", "title"])
    }
    #expect(lineCount(report) == 2)
  }

  @Test("Markdown has the table, the list and the block that we wrote, and no mark of the text's", arguments: texts)
  func markdown(_ hostile: Hostile) throws {
    let report = ReportFormat.markdown.text(of: Samples.hostile(hostile.text))
    #expect(report.unicodeScalars.count < 65_536)
    let tree = try MarkdownTree.parse(report, file: "report.md")
    var kinds: [MarkdownNode.Kind] = []
    var plain = ""
    tree.visit { node in
      switch node.kind {
      case .link, .image, .html, .quote, .rule, .span: kinds.append(node.kind)
      case .text(let text): plain += text + "\n"
      default: break
      }
    }
    #expect(kinds.isEmpty)
    // What GitHub itself would turn into links and mentions is in code only.
    for mark in ["@", "#", "www.", "://", "GH-", "0123456", ":smile"] { #expect(!plain.contains(mark)) }
    let tables = tree.all { $0.kind == .table ? $0 : nil }
    #expect(tables.map(\.children.count) == [2, 3])
    #expect(tables[1].children.allSatisfy { $0.children.count == 4 })
    #expect(tree.all { if case .codeBlock = $0.kind { $0 } else { nil } }.count == 2)
    let blocks = tree.all { if case .htmlBlock(let html) = $0.kind { html } else { nil } }
    #expect(blocks == ["<details><summary>What was expected, and what to do</summary>\n", "</details>\n"])
    #expect(tree.all { $0.kind == .item ? $0 : nil }.count == 1)
  }

  @Test("what does not fit into a comment is counted")
  func manyFindings() throws {
    let seen = String(repeating: "word ", count: 200)
    let finding = Finding(code: "HFP1", severity: .error, seen: seen, expected: seen, remedy: seen)
    let document = ReportDocument(
      tool: Samples.tool,
      command: "validate",
      exit: .checkFailed,
      findings: Array(repeating: ReportFinding(finding), count: 500),
      notChecked: Array(repeating: seen, count: 100)
    )
    let report = ReportFormat.markdown.text(of: document)
    #expect(report.unicodeScalars.count < 65_536)
    #expect(report.contains("- 80 more were not checked.\n"))
    let shown =
      try MarkdownTree.parse(report, file: "report.md").all { $0.kind == .table ? $0.children.count : nil }[1] - 1
    #expect(shown > 10)
    #expect(report.hasSuffix("\n\(500 - shown) more findings are not shown here.\n"))
  }

  @Test(
    "prose stays prose; what has marks, addresses, mentions or hashes is code",
    arguments: [
      ("3 of 4 rows, all zeros.", "3 of 4 rows, all zeros."), ("see www.x.example", "`see www.x.example`"),
      ("by @me", "`by @me`"), ("commit 0123abc", "`commit 0123abc`"), ("a|b", "`a\\|b`"), ("GH-12", "`GH-12`"),
      ("a`b", "``a`b``"), ("über 5 × 3", "über 5 × 3"),
    ]
  )
  func prose(_ text: String, _ expected: String) {
    let finding = Finding(code: "HFP1", severity: .note, seen: text, expected: "", remedy: "")
    let document = ReportDocument(
      tool: Samples.tool,
      command: "validate",
      exit: .success,
      findings: [ReportFinding(finding)]
    )
    #expect(ReportFormat.markdown.text(of: document).contains("| note | HFP1 |  | \(expected) |\n"))
  }

  @Test(
    "a message of a megabyte is whole where programs read, cut where people do, and on as many lines as a short one"
  )
  func megabyte() throws {
    func document(_ text: String) -> ReportDocument {
      let place = Findings.SourceLocation(file: "a", line: 1)
      let finding = Finding(code: "HFP1", severity: .error, location: place, seen: text, expected: "", remedy: "")
      var document = Samples.success
      document.findings = [ReportFinding(finding)]
      return document
    }
    for format in ReportFormat.allCases {
      let report = format.text(of: document(HostileTexts.megabyte))
      #expect(lineCount(report) == lineCount(format.text(of: document("x"))), "\(format)")
      let isForPeople = format == .github || format == .markdown
      #expect(
        isForPeople ? report.utf8.count < 20_000 : report.utf8.count > HostileTexts.megabyte.utf8.count,
        "\(format)"
      )
    }
  }
}
