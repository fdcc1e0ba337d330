import Findings
import Publishing
import Reports

extension CommandResult {
  /// Takes over what a verification saw: each thing that was looked at is a check, what is wrong a finding.
  func adopt(_ report: VerificationReport) {
    var document = ReportDocument(command: "verify", publication: nil, repository: nil)
    var names: [String] = []
    for check in report.checks where !names.contains(check.name) { names.append(check.name) }
    for name in names {
      let all = report.checks.filter { $0.name == name }
      let state: ReportCheck.State =
        if all.contains(where: { $0.outcome == .failed }) {
          .failed
        } else if let left = all.first(where: { $0.outcome == .notChecked }) {
          .skipped(reason: left.text)
        } else {
          .passed
        }
      document.checks.append(ReportCheck(code: name, title: all[0].text, area: "published", state: state))
    }
    for check in report.checks {
      guard let severity = severity(check.outcome) else { continue }
      let finding = Finding(
        code: check.name,
        severity: severity,
        seen: check.text,
        expected: severity == .note ? "" : expected(report),
        remedy: severity == .note ? "" : "See what was committed; `hfpub rollback` brings earlier files back."
      )
      document.findings.append(ReportFinding(finding, help: "hfpub verify --help"))
    }
    document.notChecked = report.checks.filter { $0.outcome == .notChecked }.map { "\($0.name): \($0.text)" }
    adopt(document)
    note {
      $0.commit = report.commit
      $0.receiptCommit = report.receiptCommit
      $0.outcome = report.isOK ? .verified : nil
    }
    say(VerificationPrinter(report: report).lines, answer: report.commit)
  }

  private func severity(_ outcome: VerificationReport.Check.Outcome) -> Severity? {
    switch outcome {
    case .passed, .notChecked: nil
    case .failed: .error
    case .note: .note
    }
  }

  private func expected(_ report: VerificationReport) -> String {
    report.receiptCommit == nil ? "a model that loads and says the truth about itself" : "what the receipt says"
  }
}
