import Documents
import Findings

/// The findings as workflow commands, which GitHub shows beside the lines of a change.
///
/// GitHub shows ten a step of each level and drops the rest without a word, so that the last place says how many more
/// there are.
enum GitHubReport {
  static let shownPerLevel = 10
  /// Longer ones are cut; a megabyte in a log helps nobody.
  static let maximumLength = 4000

  static func text(of document: ReportDocument) -> String {
    var text = ""
    if let error = document.error {
      let lines = error.lines(in: document)
      text += command("error", document.errorPlace, title: "\(document.tool.name): \(error.code)", lines)
    }
    for severity in Severity.allCases {
      let found = document.findings.filter { $0.waiver == nil && $0.finding.severity == severity }
      // The error above takes one of the places.
      let room = shownPerLevel - (severity == .error && document.error != nil ? 1 : 0)
      let shown = found.count <= room ? found.count : room - 1
      let name = name(severity)
      for item in found.prefix(shown) {
        let place = item.finding.location.map(document.place)
        let lines = [TextEscape.printable(item.finding.seen)] + item.advice
        text += command(name, place, title: title(of: item, document), lines)
      }
      if shown < found.count {
        let more = "\(found.count - shown) more of this kind are not shown here."
        text += command(name, nil, title: "\(document.tool.name) \(document.command)", [more])
      }
    }
    return text
  }

  private static func title(of item: ReportFinding, _ document: ReportDocument) -> String {
    let check = document.checks.first { $0.code == item.finding.code }
    return check.map { "\($0.code): \($0.title)" } ?? item.finding.code
  }

  private static func name(_ severity: Severity) -> String { severity == .note ? "notice" : severity.rawValue }

  private static func command(_ name: String, _ place: SourceLocation?, title: String, _ lines: [String]) -> String {
    var properties: [(String, String)] = []
    if let place {
      properties.append(("file", place.file))
      if place.line > 0 { properties.append(("line", "\(place.line)")) }
      if place.line > 0, place.column > 0 { properties.append(("col", "\(place.column)")) }
    }
    properties.append(("title", TextEscape.printable(title)))
    let list = properties.map { "\($0.0)=\(property($0.1))" }.joined(separator: ",")
    return "::\(name) \(list)::\(data(lines.map { cut($0) }.joined(separator: "\n")))\n"
  }

  private static func cut(_ text: String) -> String {
    text.unicodeScalars.count > maximumLength ? String(text.unicodeScalars.prefix(maximumLength)) + "…" : text
  }

  /// The value of a command, escaped as the documentation of workflow commands asks.
  private static func data(_ text: String) -> String { escaped(text, marks: false) }

  /// The value of a property, which a colon or a comma would end.
  private static func property(_ text: String) -> String { escaped(cut(text), marks: true) }

  private static func escaped(_ text: String, marks: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case ":" where marks: result += "%3A"
      case "," where marks: result += "%2C"
      // A file's name may hold others; none of them is to reach a terminal.
      default: result += TextEscape.printable(String(scalar))
      }
    }
    return result
  }
}

extension ReportDocument {
  fileprivate var errorPlace: SourceLocation? { error?.location.map(place) }
}
