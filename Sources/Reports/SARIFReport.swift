import Documents
import Findings

/// The result as SARIF 2.1.0, with what GitHub's code scanning asks for: a rule with texts for every result, and a
/// relative place in a file.
enum SARIFReport {
  static let schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

  static func text(of document: ReportDocument) -> String {
    let rules = rules(of: document)
    let indices = Dictionary(rules.enumerated().map { ($1.code, $0) }) { first, _ in first }
    let run: [(String, JSONValue?)] = [
      (
        "tool",
        .object([
          (
            "driver",
            .object([
              ("name", .string(document.tool.name)),
              ("version", .string(document.tool.version)),
              ("rules", .list(rules.map(rule))),
            ])
          )
        ])
      ),
      ("invocations", .list([invocation(of: document)])),
      ("columnKind", .string("unicodeCodePoints")),
      ("results", .list(document.findings.map { result($0, indices, document) })),
    ]
    return JSONValue.object([
      ("$schema", .string(schema)), ("version", .string("2.1.0")), ("runs", .list([.object(run)])),
    ]).text()
  }

  /// The checks, and one for every code that was found and is not among them.
  private static func rules(of document: ReportDocument) -> [ReportCheck] {
    var codes: Set<String> = []
    let found = document.findings.map {
      ReportCheck(code: $0.finding.code, title: $0.finding.code, area: "other", state: .failed)
    }
    return (document.checks + found).filter { codes.insert($0.code).inserted }
  }

  private static func rule(_ check: ReportCheck) -> JSONValue {
    let title = TextEscape.printable(check.title)
    let help = [check.fix.map(TextEscape.printable), "More: \(ReportFinding.help(check.code))"].compactMap(\.self)
      .joined(separator: "\n\n")
    return .object([
      ("id", .string(check.code)),
      ("shortDescription", message(title)),
      ("fullDescription", message(check.why.map(TextEscape.printable) ?? title)),
      ("help", message(help)),
      ("properties", .object([("tags", .list([.string(check.area)]))])),
    ])
  }

  private static func result(
    _ item: ReportFinding,
    _ indices: [String: Int],
    _ document: ReportDocument
  ) -> JSONValue {
    let finding = item.finding
    let lines = [TextEscape.printable(finding.seen)] + item.advice
    let location = finding.location ?? document.mainFile.map { SourceLocation(file: $0) }
    return .object([
      ("ruleId", .string(finding.code)),
      ("ruleIndex", indices[finding.code].map { .integer($0) }),
      ("level", .string(finding.severity.rawValue)),
      ("message", message(lines.joined(separator: "\n"))),
      ("locations", location.map { .list([self.location($0, document)]) }),
      (
        "suppressions",
        item.waiver.map {
          .list([
            .object([
              ("kind", .string("external")),
              ("status", .string("accepted")),
              ("justification", .string(TextEscape.printable("\($0.day): \($0.reason)"))),
            ])
          ])
        }
      ),
    ])
  }

  private static func location(_ location: SourceLocation, _ document: ReportDocument) -> JSONValue {
    let region: JSONValue? =
      location.line > 0
      ? .object([("startLine", .integer(location.line)), ("startColumn", .known(location.column))]) : nil
    return .object([
      (
        "physicalLocation",
        .object([
          (
            "artifactLocation",
            .object([
              ("uri", .string(ReportPath.reference(document.place(location).file))),
              ("uriBaseId", .string("%SRCROOT%")),
            ])
          ),
          ("region", region),
        ])
      )
    ])
  }

  private static func invocation(of document: ReportDocument) -> JSONValue {
    var notifications = document.notChecked.map { sentence in
      JSONValue.object([
        ("level", .string("note")), ("message", message("Not checked: \(TextEscape.printable(sentence))")),
      ])
    }
    if let error = document.error {
      let text = error.lines(in: document).joined(separator: "\n")
      notifications.append(.object([("level", .string("error")), ("message", message(text))]))
    }
    return .object([
      // False only when the command could not do its work; findings are a result.
      ("executionSuccessful", .boolean(document.error == nil)),
      ("exitCode", .integer(Int(document.exit.rawValue))),
      ("toolExecutionNotifications", notifications.isEmpty ? nil : .list(notifications)),
    ])
  }

  /// A message of safe text: braces doubled, as the standard asks, and nothing in it a link.
  private static func message(_ text: String) -> JSONValue {
    var result = ""
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "{", "}": result += "\(scalar)\(scalar)"
      case "(" where previous == "]":
        result.unicodeScalars.removeLast()
        result += "\\]("
      default: result.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return .object([("text", .string(result))])
  }
}
