import Documents
import Files
import Findings
import FoundationEssentials
import HTTP

/// All facts in their sections, free of secrets and of characters that steer a terminal.
struct DoctorReport: Encodable {
  /// Facts about one thing.
  struct Section: Encodable {
    var title: String
    var facts: [DoctorFact]
  }

  /// How many facts stand how.
  struct Summary: Encodable {
    var ok = 0
    var warn = 0
    var fail = 0
    var notChecked = 0
  }

  let schema = "hfpub/doctor/1"
  let version = Tool.version
  let ok: Bool
  let exit: Int32
  let summary: Summary
  let sections: [Section]
  /// Every variable that is read, and whether it is set.
  let variables: [String: Bool]

  /// The facts; the texts are cleaned here, so that no fact can forget it.
  init(_ sections: [Section], variables: [String: Bool], hiding secrets: [Secret]) {
    let redactor = Redactor(secrets: secrets)
    func cleaned(_ text: String) -> String { TextEscape.printable(redactor.redact(text)) }
    self.sections = sections.map { section in
      Section(
        title: section.title,
        facts: section.facts.map { fact in
          var fact = fact
          fact.text = cleaned(fact.text)
          fact.remedy = fact.remedy.map(cleaned)
          return fact
        }
      )
    }
    self.variables = variables
    var summary = Summary()
    for fact in sections.flatMap(\.facts) {
      switch fact.state {
      case .ok: summary.ok += 1
      case .warn: summary.warn += 1
      case .fail: summary.fail += 1
      case .notChecked: summary.notChecked += 1
      }
    }
    self.summary = summary
    ok = summary.fail == 0
    exit = (ok ? ExitStatus.success : .checkFailed).rawValue
  }

  /// The lines for people.
  var lines: [String] {
    var lines: [String] = []
    for section in sections {
      if !lines.isEmpty { lines.append("") }
      lines.append(section.title)
      let width = min(Self.widestName, section.facts.map(\.name.count).max() ?? 0)
      for fact in section.facts { lines += Self.lines(fact, nameWidth: width) }
    }
    return lines + ["", summaryLine]
  }

  /// One JSON object.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  private static let widestName = 18

  private static func lines(_ fact: DoctorFact, nameWidth: Int) -> [String] {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    let head = "  \(padded(fact.state.mark, 4))  \(padded(fact.name, nameWidth))  "
    let indent = 2 + 4 + 2 + nameWidth + 2
    var lines = Paragraph.lines(fact.text, indent: indent)
    lines[0] = head + lines[0].dropFirst(indent)
    if let remedy = fact.remedy { lines += Paragraph.lines("fix: \(remedy)", indent: indent) }
    return lines
  }

  private var summaryLine: String {
    func counted(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
    let rest = "\(counted(summary.warn, "warning")), \(summary.ok) ok, \(summary.notChecked) not checked"
    return summary.fail == 0 ? "Nothing failed: \(rest)." : "\(summary.fail) failed, \(rest)."
  }
}
