import Documents
import Findings

/// The result as JUnit XML: a suite for each area, a case for each check.
///
/// A waived check is given as skipped, as the format has no word for it. Only attributes are used that the schema of
/// Jenkins' xUnit plug-in knows, which is the strictest reader.
enum JUnitReport {
  static func text(of document: ReportDocument) -> String {
    let suites = suites(of: document)
    let name = [document.tool.name, document.command, document.subject?.publication].compactMap(\.self)
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"
    text += attributes(
      [("name", name.joined(separator: " "))] + counts(of: suites.flatMap(\.cases), withSkipped: false)
    )
    text += ">\n"
    for suite in suites {
      text += "  <testsuite\(attributes([("name", suite.name)] + counts(of: suite.cases, withSkipped: true)))>\n"
      for item in suite.cases { text += self.text(of: item, suite: suite.name, document) }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private struct Suite {
    var name: String
    var cases: [Case]
  }

  private struct Case {
    var name: String
    var outcome: Outcome
    /// Findings that do not fail it.
    var remarks: [String] = []
  }

  private enum Outcome {
    case passed
    case failed(type: String, message: String, lines: [String])
    case broken(type: String, message: String, lines: [String])
    case skipped(String)
  }

  private static func suites(of document: ReportDocument) -> [Suite] {
    var suites: [Suite] = []
    func add(_ item: Case, to name: String) {
      if let index = suites.firstIndex(where: { $0.name == name }) {
        suites[index].cases.append(item)
      } else {
        suites.append(Suite(name: name, cases: [item]))
      }
    }
    var findings = Dictionary(grouping: document.findings, by: \.finding.code)
    for check in document.checks {
      add(item(for: check, findings.removeValue(forKey: check.code) ?? [], document), to: check.area)
    }
    // What was found by something that is not among the checks.
    for finding in document.findings {
      guard let others = findings.removeValue(forKey: finding.finding.code) else { continue }
      let fails = others.contains { $0.waiver == nil && $0.finding.severity == .error }
      let check = ReportCheck(code: finding.finding.code, title: "", area: "", state: fails ? .failed : .passed)
      add(item(for: check, others, document), to: "other")
    }
    if let error = document.error {
      let lines = error.lines(in: document)
      let outcome = Outcome.broken(type: error.code, message: error.problem, lines: lines)
      add(Case(name: document.command, outcome: outcome), to: document.tool.name)
    }
    return suites
  }

  private static func item(for check: ReportCheck, _ findings: [ReportFinding], _ document: ReportDocument) -> Case {
    let name = check.title.isEmpty ? check.code : "\(check.code) \(check.title)"
    let lines = findings.flatMap { $0.lines(in: document) }
    switch check.state {
    case .passed: return Case(name: name, outcome: .passed, remarks: lines)
    case .failed:
      let first = findings.first { $0.waiver == nil }
      let message = first.map { $0.lines(in: document)[0] } ?? check.title
      return Case(name: name, outcome: .failed(type: check.code, message: message, lines: lines))
    case .skipped(let reason): return Case(name: name, outcome: .skipped(reason), remarks: lines)
    case .waived(let waiver):
      return Case(name: name, outcome: .skipped("waived on \(waiver.day): \(waiver.reason)"), remarks: lines)
    }
  }

  private static func text(of item: Case, suite: String, _ document: ReportDocument) -> String {
    let names = [("classname", "\(document.tool.name).\(suite)"), ("name", item.name)]
    var body = ""
    switch item.outcome {
    case .passed: break
    case .failed(let type, let message, let lines):
      body += element("failure", [("type", type), ("message", message)], lines)
    case .broken(let type, let message, let lines):
      body += element("error", [("type", type), ("message", message)], lines)
    case .skipped(let reason): body += "      <skipped\(attributes([("message", reason)]))/>\n"
    }
    if !item.remarks.isEmpty { body += element("system-out", [], item.remarks) }
    let start = "    <testcase\(attributes(names))"
    return body.isEmpty ? "\(start)/>\n" : "\(start)>\n\(body)    </testcase>\n"
  }

  private static func element(_ name: String, _ pairs: [(String, String)], _ lines: [String]) -> String {
    "      <\(name)\(attributes(pairs))>\(XMLText.escaped(lines.joined(separator: "\n")))</\(name)>\n"
  }

  private static func counts(of cases: [Case], withSkipped: Bool) -> [(String, String)] {
    var failures = 0
    var errors = 0
    var skipped = 0
    for item in cases {
      switch item.outcome {
      case .passed: break
      case .failed: failures += 1
      case .broken: errors += 1
      case .skipped: skipped += 1
      }
    }
    return [("tests", "\(cases.count)"), ("failures", "\(failures)"), ("errors", "\(errors)")]
      + (withSkipped ? [("skipped", "\(skipped)")] : [])
  }

  /// Names and values of attributes; each value stays on one line.
  private static func attributes(_ pairs: [(String, String)]) -> String {
    pairs.map { " \($0.0)=\"\(XMLText.escaped(TextEscape.printable($0.1)))\"" }.joined()
  }
}
