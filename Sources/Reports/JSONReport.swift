import Findings

/// The result as one JSON object; `ReportSchema` describes it.
enum JSONReport {
  static func text(of document: ReportDocument) -> String {
    let result: [(String, JSONValue?)] =
      head(of: document) + [
        ("checks", .list(document.checks.map { .object(members(of: $0)) })),
        ("findings", .list(document.findings.map { .object(members(of: $0, in: document)) })),
        ("not_checked", notChecked(document)),
        ("error", document.error.map { .object(members(of: $0, in: document)) }),
      ]
    return JSONValue.object([("schema", .string(ReportDocument.schema))] + result).text()
  }

  /// What stands before the lists.
  static func head(of document: ReportDocument) -> [(String, JSONValue?)] {
    let summary = document.summary
    return [
      ("ok", .boolean(document.isOK)),
      ("exit", .integer(Int(document.exit.rawValue))),
      ("command", .string(document.command)),
      ("tool", .object([("name", .string(document.tool.name)), ("version", .string(document.tool.version))])),
      (
        "subject",
        document.subject.map {
          .object([("publication", .optional($0.publication)), ("repository", .optional($0.repository))])
        }
      ),
      ("date", .optional(document.date)),
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

  static func notChecked(_ document: ReportDocument) -> JSONValue {
    .list(document.notChecked.map { .string($0) })
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
    let error = document.error.map { JSONValue.object(JSONReport.members(of: $0, in: document)) }
    return text
      + line(
        "result",
        JSONReport.head(of: document) + [("not_checked", JSONReport.notChecked(document)), ("error", error)]
      )
  }

  private static func line(_ event: String, _ members: [(String, JSONValue?)]) -> String {
    JSONValue.object([("schema", .string(schema)), ("event", .string(event))] + members).text(onOneLine: true)
  }
}
