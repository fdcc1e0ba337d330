import Documents
import Findings

/// The result as Markdown for a job's summary or a comment on a change.
enum MarkdownReport {
  /// GitHub takes comments of 65,536 characters; what does not fit is counted.
  static let maximumLength = 60_000

  static func text(of document: ReportDocument) -> String {
    var text = "### \(heading(of: document))\n\n\(subject(of: document))\n"
    if let error = document.error { text += "\n\(block(error.lines(in: document)))" }
    if !document.checks.isEmpty || !document.findings.isEmpty { text += "\n\(counts(of: document))" }
    text += notChecked(document)
    text += findings(in: document, room: maximumLength - text.unicodeScalars.count)
    return text
  }

  private static func heading(of document: ReportDocument) -> String {
    let name = "\(document.tool.name) \(document.command)"
    let summary = document.summary
    let result =
      if document.error != nil {
        "stopped"
      } else if summary.errors + summary.failed > 0 {
        "\(counted(summary.failed, "check")) failed"
      } else {
        document.isOK ? "passed" : "failed"
      }
    return "\(MarkdownText.inline(name)): \(result)"
  }

  private static func subject(of document: ReportDocument) -> String {
    var words: [String] = []
    if let publication = document.subject?.publication { words.append(MarkdownText.code(publication)) }
    if let repository = document.subject?.repository { words.append("for \(MarkdownText.code(repository))") }
    words.append("\(words.isEmpty ? "Looked at" : "was looked at") by \(MarkdownText.inline(document.tool.name))")
    words.append(MarkdownText.code(document.tool.version))
    if let date = document.date { words.append("on \(MarkdownText.code(date))") }
    return words.joined(separator: " ") + "."
  }

  private static func counts(of document: ReportDocument) -> String {
    let summary = document.summary
    let counts: [(String, Int)] = [
      ("Checks", summary.checks), ("Failed", summary.failed), ("Not run", summary.skipped),
      ("Errors", summary.errors), ("Warnings", summary.warnings), ("Notes", summary.notes), ("Waived", summary.waived),
    ]
    return row(counts.map(\.0)) + row(counts.map { _ in "---:" }) + row(counts.map { "\($0.1)" })
  }

  private static func notChecked(_ document: ReportDocument) -> String {
    guard !document.notChecked.isEmpty else { return "" }
    let shown = document.notChecked.prefix(20).map { "- Not checked: \(MarkdownText.inline($0))\n" }.joined()
    let more = document.notChecked.count - 20
    return "\n\(shown)" + (more > 0 ? "- \(more) more were not checked.\n" : "")
  }

  /// A table of what was found, and below it, folded, what to do.
  private static func findings(in document: ReportDocument, room: Int) -> String {
    guard !document.findings.isEmpty else { return "" }
    let levels = Severity.allCases
    let sorted = levels.flatMap { level in
      document.findings.filter { $0.finding.severity == level && $0.waiver == nil }
    }
    var rows = ""
    var advice: [String] = []
    var shown = 0
    var used = 0
    for item in sorted + document.findings.filter({ $0.waiver != nil }) {
      let row = self.row(item, document)
      let lines = item.lines(in: document).map { MarkdownText.shortened($0, limit: 1000) }
      used += row.unicodeScalars.count + lines.reduce(0) { $0 + $1.unicodeScalars.count + 2 }
      // The rest is for the words around.
      guard used < room - 1000 else { break }
      rows += row
      advice += (advice.isEmpty ? [] : [""]) + lines
      shown += 1
    }
    var text = ""
    if shown > 0 {
      text = "\n| Level | Code | Where | What was found |\n| --- | --- | --- | --- |\n\(rows)"
      text += "\n<details><summary>What was expected, and what to do</summary>\n\n"
      text += "\(block(advice))\n</details>\n"
    }
    let left = document.findings.count - shown
    return left > 0 ? text + "\n\(left) more \(left == 1 ? "finding is" : "findings are") not shown here.\n" : text
  }

  private static func row(_ item: ReportFinding, _ document: ReportDocument) -> String {
    let finding = item.finding
    let level = item.waiver == nil ? finding.severity.rawValue : "waived"
    let place = finding.location.map { MarkdownText.code(document.place($0).description) } ?? ""
    return row([level, MarkdownText.inline(finding.code), place, MarkdownText.inline(finding.seen)])
  }

  /// Safe lines in a block of code.
  private static func block(_ lines: [String]) -> String {
    MarkdownEscape.codeBlock(
      lines.map { MarkdownText.shortened($0, limit: 1000) }.joined(separator: "\n"),
      language: "text"
    ) + "\n"
  }

  private static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }

  private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
