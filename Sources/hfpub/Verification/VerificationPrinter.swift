import Documents
import Publishing

/// A verification as lines for people, none wider than a terminal of 80 columns where words allow it.
struct VerificationPrinter {
  let report: VerificationReport

  var lines: [String] {
    let width = report.checks.map(\.name.count).max() ?? 0
    var lines = Paragraph.lines(
      "\(report.repository) at \(report.revision), commit \(report.commit.prefix(7)) on \(report.endpoint)"
    )
    lines.append("")
    for check in report.checks {
      let margin = 2 + 4 + 2 + width + 2
      let text = Paragraph.lines(check.text, indent: margin)
      let name = check.name + String(repeating: " ", count: width - check.name.count)
      lines.append("  \(mark(check.outcome))  \(name)  \(text[0].dropFirst(margin))")
      lines += text.dropFirst()
    }
    return lines + [""] + Paragraph.lines(ending)
  }

  private func mark(_ outcome: VerificationReport.Check.Outcome) -> String {
    switch outcome {
    case .passed: "pass"
    case .failed: "FAIL"
    case .note: "note"
    case .notChecked: "-   "
    }
  }

  private var ending: String {
    let open = report.checks.count { $0.outcome == .notChecked }
    let rest = open == 0 ? "" : "; what was not looked at is marked with -"
    guard !report.isOK else {
      return (report.receiptCommit == nil ? "Nothing is wrong" : "Verified against the receipt") + rest + "."
    }
    let count = "\(report.failures) thing\(report.failures == 1 ? " is" : "s are") wrong"
    return "\(count): what is published is not what it should be\(rest)."
  }
}
