import Files
import Findings
import HubAPI
import Publication
import Publishing
import Reports
import Validation

extension ReportDocument {
  /// What validation found, for every form of report.
  init(_ report: ValidationReport, of manifest: Manifest, repository: RepositoryID?) {
    self.init(command: "validate", publication: manifest.name, repository: repository ?? manifest.repository)
    mainFile = manifest.file
    for outcome in report.outcomes {
      let waived = outcome.waived.map {
        ReportFinding($0.finding, waiver: ReportWaiver(reason: $0.waiver.reason, day: $0.waiver.date))
      }
      findings += outcome.findings.map { ReportFinding($0) } + waived
      let state: ReportCheck.State =
        if let reason = outcome.skipped {
          .skipped(reason: reason)
        } else if !outcome.isPassed {
          .failed
        } else if let waiver = waived.first(where: { $0.finding.severity == .error })?.waiver {
          .waived(waiver)
        } else {
          .passed
        }
      checks.append(ReportCheck(code: outcome.code, title: outcome.title, state: state))
    }
    sayWhatWasNotChecked()
  }

  /// What judging cards found; `left` says by code what was not asked for.
  init(_ findings: [Finding], repository: RepositoryID?, without left: [String: String]) {
    self.init(command: "lint-card", publication: nil, repository: repository)
    self.findings = findings.map { ReportFinding($0) }
    let failed = Set(findings.filter { $0.severity == .error }.map(\.code))
    let rules = CardRuleRegistry.all.map { ($0.code, $0.title) } + CardCheckPages.all.map { ($0.code, $0.title) }
    checks = rules.map { code, title in
      let state: ReportCheck.State =
        if let reason = left[code] { .skipped(reason: reason) } else { failed.contains(code) ? .failed : .passed }
      return ReportCheck(code: code, title: title, state: state)
    }
    sayWhatWasNotChecked()
  }

  /// A document of a command that has found nothing yet.
  init(command: String, publication: String?, repository: RepositoryID?) {
    self.init(
      tool: Tool(name: "hfpub", version: hfpub.Tool.version),
      command: command,
      exit: .success,
      subject: Subject(publication: publication, repository: repository?.description),
      date: hfpub.Tool.today,
      baseFolder: LocalFiles.resolved(".")
    )
  }

  /// A sentence for every reason for which checks were not run.
  private mutating func sayWhatWasNotChecked() {
    var counts: [(reason: String, count: Int)] = []
    for case .skipped(let reason) in checks.map(\.state) {
      if let index = counts.firstIndex(where: { $0.reason == reason }) {
        counts[index].count += 1
      } else {
        counts.append((reason, 1))
      }
    }
    notChecked = counts.map { "\($0.count) check\($0.count == 1 ? "" : "s"), because \($0.reason)." }
  }
}

extension ReportCheck {
  /// A check with what its page says.
  fileprivate init(code: String, title: String, state: State) {
    let entry = CheckPages.all.first { $0.code == code }
    self.init(
      code: code,
      title: title,
      area: entry?.area.name ?? "other",
      areaTitle: entry?.area.title ?? "Other",
      state: state,
      why: entry?.page.why,
      fix: entry?.page.fix
    )
  }
}
