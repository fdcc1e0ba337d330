import Documents
import Findings
import Publication

/// Every number of the rendered prose was measured, read, computed or cited.
struct UnbackedNumbersCheck: Check {
  static let code = "HFP401"
  static let title = "every number in the prose has an origin"
  static let page = CheckPage(
    why: """
      A number that was typed stays when the model changes. The founding project's summary gave sums and counts that \
      no longer agreed with its files.
      """,
    fix: """
      Write the name of the value instead of the digits, such as `{{score.pairs.auc}}`; add it to the evidence with \
      its source when nothing measures it.
      """
  )
  static let needs: CheckNeed? = .documents

  func run(_ context: CheckContext) throws -> [Finding] {
    let names = context.manifest.evidence.models.map(\.name)
    return context.documents.filter { $0.isMarkdown && $0.isShipped }.flatMap { document in
      UnbackedNumbers.find(in: document.text, claims: document.claims, names: names).map { hit in
        Self.error(
          seen: "the number \(hit.text), which comes from nowhere",
          expected: "numbers that are measured, read from bytes, computed or cited",
          remedy: "Name the value it should come from, as in {{metric.…}} or {{figure.…}}, or put it into words.",
          at: SourceLocation(file: document.path, line: hit.line, column: hit.column)
        )
      }
    }
  }
}
