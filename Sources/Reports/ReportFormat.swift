/// A form in which a report is written.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
  /// One JSON object, as `ReportSchema` describes it.
  case json
  /// A JSON object a line: an event for each check and finding, the result last.
  case jsonl
  /// The XML that continuous integration reads as test results.
  case junit
  /// SARIF 2.1.0, for code scanning.
  case sarif
  /// Workflow commands that GitHub shows beside the lines.
  case github
  /// A table for a job's summary or a comment.
  case markdown

  /// The report as text that ends with a newline; empty when a format has nothing to say.
  public func text(of document: ReportDocument) -> String {
    switch self {
    case .json: JSONReport.text(of: document)
    case .jsonl: JSONLinesReport.text(of: document)
    case .junit: JUnitReport.text(of: document)
    case .sarif: SARIFReport.text(of: document)
    case .github: GitHubReport.text(of: document)
    case .markdown: MarkdownReport.text(of: document)
    }
  }
}
