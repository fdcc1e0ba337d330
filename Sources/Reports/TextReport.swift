import Documents
import Findings

/// The result as lines for people: the checks by area, what was found grouped in the same way, and last the sum.
public enum TextReport {
  /// Of findings with the same code as many are shown; the rest is counted.
  static let shownPerCode = 20

  /// The report as text that ends with a newline.
  ///
  /// - Parameters:
  ///   - document: what was found.
  ///   - isVerbose: Whether each check is named, also those that passed.
  ///   - width: The columns of the terminal that shows it; nil to break no line, as for a log.
  /// - Returns: Lines without a control character, each place in the form `file:line:column` that editors jump to.
  public static func text(of document: ReportDocument, isVerbose: Bool = false, width: Int? = nil) -> String {
    let areas = areas(of: document)
    var blocks = [checks(areas, isVerbose: isVerbose)]
    for area in areas {
      let found = findings(of: area, document)
      if !found.isEmpty { blocks.append(TextEscape.printable(area.title) + "\n\n" + found) }
    }
    blocks.append(ending(of: document))
    let text = blocks.filter { !$0.isEmpty }.joined(separator: "\n")
    return width.map { wrapped(text, to: $0) } ?? text
  }

  /// The text with lines that are too long broken between words, what follows indented below.
  private static func wrapped(_ text: String, to width: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard DisplayWidth.of(String(line)) > width else { return String(line) }
      let margin = String(line.prefix { $0 == " " })
      var lines: [String] = []
      var current = margin
      for word in line.drop(while: { $0 == " " }).split(separator: " ", omittingEmptySubsequences: false) {
        let isFirst = current.allSatisfy { $0 == " " }
        if !isFirst, DisplayWidth.of(current) + 1 + DisplayWidth.of(String(word)) > width {
          lines.append(current)
          current = margin + "    " + word
        } else {
          current += isFirst ? String(word) : " \(word)"
        }
      }
      return (lines + [current]).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  private struct Area {
    var title: String
    var checks: [ReportCheck]
    var findings: [ReportFinding]
  }

  private static func areas(of document: ReportDocument) -> [Area] {
    var areas: [Area] = []
    var places: [String: Int] = [:]
    for check in document.checks {
      let index = areas.firstIndex { $0.title == check.areaTitle } ?? areas.count
      if index == areas.count { areas.append(Area(title: check.areaTitle, checks: [], findings: [])) }
      areas[index].checks.append(check)
      places[check.code] = index
    }
    var others = Area(title: "Other", checks: [], findings: [])
    for item in document.findings where item.waiver == nil {
      if let index = places[item.finding.code] {
        areas[index].findings.append(item)
      } else {
        others.findings.append(item)
      }
    }
    return others.findings.isEmpty ? areas : areas + [others]
  }

  private static func checks(_ areas: [Area], isVerbose: Bool) -> String {
    let width = areas.filter { !$0.checks.isEmpty }.map { DisplayWidth.of(TextEscape.printable($0.title)) }.max() ?? 0
    var text = ""
    for area in areas where !area.checks.isEmpty {
      let title = TextEscape.printable(area.title)
      let blanks = String(repeating: " ", count: width - DisplayWidth.of(title))
      text += "  \(mark(area))  \(title)\(blanks)  \(counts(area))\n"
      for check in area.checks where isVerbose || check.state == .failed {
        let line = "\(mark(check))  \(check.code)  \(check.title)"
        text += "          " + TextEscape.printable(line) + "\n"
      }
    }
    return text.isEmpty ? "" : "Checks\n" + text
  }

  private static func mark(_ area: Area) -> String {
    if area.checks.contains(where: { $0.state == .failed }) { return "FAIL" }
    return area.checks.allSatisfy { $0.skipReason != nil } ? "-   " : "pass"
  }

  private static func mark(_ check: ReportCheck) -> String {
    switch check.state {
    case .passed: "pass"
    case .failed: "FAIL"
    case .skipped: "-   "
    case .waived: "waiv"
    }
  }

  private static func counts(_ area: Area) -> String {
    let failed = area.checks.count { $0.state == .failed }
    let skipped = area.checks.count { $0.skipReason != nil }
    let run = area.checks.count - skipped
    var words: [String] = []
    if failed > 0 {
      words.append("\(failed) of \(counted(run, "check")) failed")
    } else if run > 0 {
      words.append(counted(run, "check"))
    }
    if skipped > 0 { words.append("\(skipped) not run") }
    return words.joined(separator: ", ")
  }

  /// What was found, errors first; findings of one code with one remedy stand together, the remedy below the last.
  private static func findings(of area: Area, _ document: ReportDocument) -> String {
    let sorted = Severity.allCases.flatMap { level in area.findings.filter { $0.finding.severity == level } }
    var groups: [[ReportFinding]] = []
    for item in sorted {
      if let last = groups.last?.last?.finding, last.code == item.finding.code, last.severity == item.finding.severity,
        last.remedy == item.finding.remedy
      {
        groups[groups.count - 1].append(item)
      } else {
        groups.append([item])
      }
    }
    var shown: [String: Int] = [:]
    var blocks: [String] = []
    for group in groups {
      let code = group[0].finding.code
      let room = max(0, shownPerCode - shown[code, default: 0])
      shown[code, default: 0] += group.count
      if room > 0 { blocks.append(text(of: Array(group.prefix(room)), in: document)) }
    }
    for code in shown.keys.sorted() {
      guard let count = shown[code], count > shownPerCode else { continue }
      blocks.append(
        TextEscape.printable("\(count - shownPerCode) more of \(code); --format json lists them all") + "\n"
      )
    }
    return blocks.joined(separator: "\n")
  }

  /// Findings: where and what, what was expected, what to do.
  ///
  /// A note has one line.
  ///
  /// - Parameters:
  ///   - findings: Those of one code with one remedy.
  ///   - document: where they are from.
  /// - Returns: Lines, the remedy once.
  public static func text(of findings: [ReportFinding], in document: ReportDocument) -> String {
    var lines: [String] = []
    for (index, finding) in findings.map(\.finding).enumerated() {
      let place = finding.location.map { "\(document.place($0)): " } ?? ""
      lines.append("\(place)\(finding.severity.rawValue)[\(finding.code)]: \(finding.seen)")
      guard finding.severity != .note else { continue }
      let next = index + 1 < findings.count ? findings[index + 1].finding : nil
      if finding.expected != next?.expected { lines.append("  expected: \(finding.expected)") }
      if next == nil { lines.append("  fix: \(finding.remedy)") }
    }
    return lines.map { TextEscape.printable($0) + "\n" }.joined()
  }

  /// The last word in one line that ends with a newline: how many checks passed or failed.
  public static func verdict(of document: ReportDocument) -> String {
    let summary = document.summary
    let run = summary.checks - summary.skipped
    let levels = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")]
    let found = levels.filter { $0.0 > 0 }.map { counted($0.0, $0.1) }.joined(separator: ", ")
    let verdict =
      document.isOK
      ? "Valid: \(counted(run - summary.failed, "check")) passed"
      : "Not valid: \(summary.failed) of \(run) checks failed"
    return verdict + (found.isEmpty ? ".\n" : "; \(found).\n")
  }

  private static func ending(of document: ReportDocument) -> String {
    var text = verdict(of: document)
    if !document.isOK, let first = document.findings.first(where: { $0.waiver == nil && $0.finding.severity != .note })
    {
      text +=
        TextEscape.printable("Why it matters, and more on the remedy: \(ReportFinding.help(first.finding.code))") + "\n"
    }
    for sentence in document.notChecked { text += TextEscape.printable("Not checked: \(sentence)") + "\n" }
    let known = document.findings.count { $0.waiver?.source == .baseline }
    if known > 0 { text += "Not counted: \(counted(known, "finding")) that the baseline has already.\n" }
    for item in document.findings {
      guard let waiver = item.waiver, waiver.source == .manifest else { continue }
      let line = "Waived: \(item.finding.code) on \(waiver.day), \"\(waiver.reason)\": \(item.finding.seen)"
      text += TextEscape.printable(line) + "\n"
    }
    return text
  }

  private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
