import Documents
import Findings

/// A finding in a report, with the waiver that lets it stand.
public struct ReportFinding: Sendable, Hashable {
  /// What was found.
  public var finding: Finding
  /// What lets it stand; nil when nothing does.
  public var waiver: ReportWaiver?
  /// The command that says more about it.
  public var help: String

  /// A finding; without `help` the page of its check says more.
  public init(_ finding: Finding, waiver: ReportWaiver? = nil, help: String? = nil) {
    self.finding = finding
    self.waiver = waiver
    self.help = help ?? Self.help(finding.code)
  }

  static func help(_ code: String) -> String { "hfpub explain \(code)" }

  /// What was expected and what to do, as lines with safe text; what is empty is left out.
  var advice: [String] {
    [("expected", finding.expected), ("fix", finding.remedy), ("help", help)].filter { !$0.1.isEmpty }
      .map { "\($0.0): \(TextEscape.printable($0.1))" }
  }

  /// What it is in whole, as safe lines: what was found where, then the advice, indented.
  func lines(in document: ReportDocument) -> [String] {
    let place = finding.location.map { "\(document.place($0)): " } ?? ""
    let mark = waiver == nil ? finding.severity.rawValue : "waived \(finding.severity.rawValue)"
    let first = TextEscape.printable("\(place)\(mark)[\(finding.code)]: \(finding.seen)")
    return [first] + advice.map { "  \($0)" }
  }
}

/// What stopped a command, in a report.
public struct ReportFailure: Sendable, Hashable {
  /// A stable name such as `safetensors.truncated`.
  public var code: String
  /// What could not be done.
  public var problem: String
  /// Why, with the deciding values.
  public var reason: String
  /// What to do.
  public var remedy: String
  /// The exit status that follows from it.
  public var exit: ExitStatus
  /// Where, if it is in a file.
  public var location: SourceLocation?

  /// A failure.
  public init(
    code: String,
    problem: String,
    reason: String,
    remedy: String,
    exit: ExitStatus,
    location: SourceLocation? = nil
  ) {
    self.code = code
    self.problem = problem
    self.reason = reason
    self.remedy = remedy
    self.exit = exit
    self.location = location
  }

  /// The failure of a command that ends with an error.
  public init(_ error: any ExplainedError) {
    self.init(
      code: error.codeName,
      problem: error.problem,
      reason: error.reason,
      remedy: error.remedy,
      exit: error.exitStatus,
      location: error.location
    )
  }

  /// What it is in whole, as safe lines.
  func lines(in document: ReportDocument) -> [String] {
    let place = location.map { "\(document.place($0)): " } ?? ""
    return ([("", "\(place)error[\(code)]: \(problem)"), ("  why: ", reason), ("  fix: ", remedy)])
      .filter { !$0.1.isEmpty }.map { $0.0 + TextEscape.printable($0.1) }
  }
}
