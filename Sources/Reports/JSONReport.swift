import Findings

/// The result as one JSON object; `ReportSchema` describes it.
enum JSONReport {
  static func text(of document: ReportDocument) -> String {
    let result: [(String, JSONValue?)] =
      head(of: document) + [
        ("checks", .list(document.checks.map { .object(members(of: $0)) })),
        ("findings", .list(document.findings.map { .object(members(of: $0, in: document)) })),
      ] + tail(of: document)
    return JSONValue.object([("schema", .string(ReportDocument.schema))] + result).text()
  }

  /// What stands before the lists.
  static func head(of document: ReportDocument) -> [(String, JSONValue?)] {
    let summary = document.summary
    return [
      ("ok", .boolean(document.isOK)),
      ("exit", .integer(Int(document.exit.rawValue))),
      ("command", .string(document.command)),
      ("retryable", .boolean(document.isRetryable)),
      ("tool", .object([("name", .string(document.tool.name)), ("version", .string(document.tool.version))])),
      (
        "subject",
        document.subject.map {
          .object([("publication", .optional($0.publication)), ("repository", .optional($0.repository))])
        }
      ),
      ("date", .optional(document.date)),
      ("outcome", .optional(document.delivery?.outcome?.rawValue)),
      ("endpoint", .optional(document.delivery?.endpoint)),
      ("revision", .optional(document.delivery?.revision)),
      ("remote_state", .optional(document.delivery?.remoteState)),
      ("commit", .optional(document.delivery?.commit)),
      ("url", .optional(document.delivery?.url)),
      ("path", .optional(document.delivery?.path)),
      ("receipt_commit", .optional(document.delivery?.receiptCommit)),
      (
        "summary",
        .object([
          ("errors", .integer(summary.errors)),
          ("warnings", .integer(summary.warnings)),
          ("notes", .integer(summary.notes)),
          ("checks", .integer(summary.checks)),
          ("failed", .integer(summary.failed)),
          ("skipped", .integer(summary.skipped)),
          ("waived", .integer(summary.waived)),
        ])
      ),
    ]
  }

  /// What stands after the lists of checks and findings.
  static func tail(of document: ReportDocument) -> [(String, JSONValue?)] {
    let steps = document.delivery?.steps ?? []
    return [
      ("not_checked", .list(document.notChecked.map { .string($0) })),
      ("plan", document.delivery?.plan.map { .object(members(of: $0)) }),
      ("steps", steps.isEmpty ? nil : .list(steps.map { .object(members(of: $0)) })),
      ("error", document.error.map { .object(members(of: $0, in: document)) }),
    ]
  }

  private static func members(of plan: ReportPlan) -> [(String, JSONValue?)] {
    let counts = ReportPlan.Action.allCases.map { ($0.rawValue, JSONValue?.some(.integer(plan.count($0)))) }
    return [("head", .optional(plan.head)), ("up_to_date", .boolean(plan.isUpToDate))] + counts + [
      ("bytes", .integer(plan.bytes)),
      ("commits", .integer(plan.commits)),
      (
        "files",
        .list(
          plan.files.map {
            .object([
              ("path", .string($0.path)), ("size", .integer($0.size)), ("action", .string($0.action.rawValue)),
            ])
          }
        )
      ),
      (
        "not_shipped",
        .list(plan.leftOut.map { .object([("path", .string($0.path)), ("reason", .string($0.reason))]) })
      ),
      ("caveats", .list(plan.caveats.map { .string($0) })),
    ]
  }

  private static func members(of step: ReportStep) -> [(String, JSONValue?)] {
    [
      ("title", .string(step.title)),
      ("state", .string(step.state.rawValue)),
      ("milliseconds", step.milliseconds.map { .integer($0) }),
    ]
  }

  static func members(of check: ReportCheck) -> [(String, JSONValue?)] {
    var reason: String?
    var day: String?
    switch check.state {
    case .passed, .failed: break
    case .skipped(let why): reason = why
    case .waived(let waiver): (reason, day) = (waiver.reason, waiver.day)
    }
    return [
      ("code", .string(check.code)),
      ("title", .string(check.title)),
      ("area", .string(check.area)),
      ("state", .string(check.state.name)),
      ("reason", .optional(reason)),
      ("day", .optional(day)),
    ]
  }

  static func members(of item: ReportFinding, in document: ReportDocument) -> [(String, JSONValue?)] {
    let finding = item.finding
    return [("code", .string(finding.code)), ("level", .string(finding.severity.rawValue))]
      + members(of: finding.location, in: document) + [
        ("message", .string(finding.seen)),
        ("expected", .string(finding.expected)),
        ("fix", .string(finding.remedy)),
        ("help", .string(item.help)),
        (
          "waived",
          item.waiver.map {
            .object([
              ("by", .string($0.source.rawValue)), ("reason", .string($0.reason)), ("day", .string($0.day)),
            ])
          }
        ),
      ]
  }

  static func members(of failure: ReportFailure, in document: ReportDocument) -> [(String, JSONValue?)] {
    [("code", .string(failure.code))] + members(of: failure.location, in: document) + [
      ("problem", .string(failure.problem)),
      ("reason", .string(failure.reason)),
      ("remedy", .string(failure.remedy)),
      ("exit", .integer(Int(failure.exit.rawValue))),
    ]
  }

  private static func members(
    of location: SourceLocation?,
    in document: ReportDocument
  ) -> [(String, JSONValue?)] {
    guard let location else { return [] }
    return [
      ("file", .string(document.place(location).file)),
      ("line", .known(location.line)),
      ("column", location.line > 0 ? .known(location.column) : nil),
    ]
  }
}

/// The result as lines, for programs that read while it is written: each check, each finding, then the result.
enum JSONLinesReport {
  static let schema = "hfpub/event/1"

  static func text(of document: ReportDocument) -> String {
    var text = ""
    for check in document.checks { text += line("check", JSONReport.members(of: check)) }
    for finding in document.findings { text += line("finding", JSONReport.members(of: finding, in: document)) }
    return text + line("result", JSONReport.head(of: document) + JSONReport.tail(of: document))
  }

  static func line(_ event: String, _ members: [(String, JSONValue?)]) -> String {
    JSONValue.object([("schema", .string(schema)), ("event", .string(event))] + members).text(onOneLine: true)
  }
}
