import Findings
import Reports
import Testing

/// Workflow commands by the documented rules: `%`, CR and LF are escaped everywhere, `:` and `,` in properties too.
@Suite struct GitHubReportTests {
  private func document(_ findings: [Finding]) -> ReportDocument {
    ReportDocument(
      tool: Samples.tool,
      command: "validate",
      exit: .checkFailed,
      findings: findings.map { ReportFinding($0) }
    )
  }

  private func finding(_ level: Severity = .error, file: String = "a", seen: String = "x") -> Finding {
    Finding(
      code: "HFP1",
      severity: level,
      location: SourceLocation(file: file, line: 1, column: 2),
      seen: seen,
      expected: "",
      remedy: ""
    )
  }

  @Test(
    "file names are escaped as properties",
    arguments: [
      ("a b.md", "a b.md"), ("a:b,c%d", "a%3Ab%2Cc%25d"), ("a\r\nb", "a%0D%0Ab"),
      ("a::error::b", "a%3A%3Aerror%3A%3Ab"),
      ("a\u{1B}\u{202E}b", #"a\u{1B}\u{202E}b"#), ("%0A", "%250A"),
    ]
  )
  func files(_ file: String, _ expected: String) {
    let line = "::error file=\(expected),line=1,col=2,title=HFP1::x%0Ahelp: hfpub explain HFP1\n"
    #expect(ReportFormat.github.text(of: document([finding(file: file)])) == line)
  }

  @Test(
    "messages are escaped as values, and stay on their line",
    arguments: [
      ("50 %: a, b", "50 %25: a, b"), ("a\nb\r\nc", #"a\nb\r\nc"#), ("::error::b", "::error::b"),
      ("%0A::x", "%250A::x"),
      ("##[error]", "##[error]"), ("\0\u{2028}", #"\u{0}\u{2028}"#),
    ]
  )
  func messages(_ message: String, _ expected: String) {
    let line = "::notice file=a,line=1,col=2,title=HFP1::\(expected)%0Ahelp: hfpub explain HFP1\n"
    #expect(ReportFormat.github.text(of: document([finding(.note, seen: message)])) == line)
  }

  @Test("at most ten of a level are given, as GitHub shows no more, and the tenth says how many are left")
  func many() {
    let findings = Array(repeating: finding(.error), count: 25) + Array(repeating: finding(.warning), count: 10)
    let lines = ReportFormat.github.text(of: document(findings)).split(separator: "\n")
    #expect(lines.count == 20)
    #expect(lines[9] == "::error title=hfpub validate::16 more of this kind are not shown here.")
    #expect(lines[10...].allSatisfy { $0.hasPrefix("::warning file=a") })
  }

  @Test("a message of a megabyte is cut")
  func long() {
    let text = ReportFormat.github.text(of: document([finding(seen: String(repeating: "é", count: 1_000_000))]))
    #expect(text.count < 4200)
    #expect(text.contains("éé…%0Ahelp"))
  }

  @Test("what is waived is not shown")
  func waived() {
    var document = document([finding()])
    document.findings[0].waiver = Samples.waiver
    #expect(ReportFormat.github.text(of: document).isEmpty)
  }
}
