import Findings
import Testing

private struct Example: ExplainedError {
  var codeName: String { "example.code" }
  var problem: String { "cannot read the file" }
  var reason: String { "it has 3 bytes, expected 8" }
  var remedy: String { "Fetch it again." }
  var exitStatus: Findings.ExitStatus { .localInput }
  var location: Findings.SourceLocation?
}

@Suite struct ExplainedErrorTests {
  @Test("an error reads as place, code, problem, reason and remedy")
  func description() {
    #expect(
      Example(location: Findings.SourceLocation(file: "a.yaml", line: 3, column: 7)).description
        == "a.yaml:3:7: error[example.code]: cannot read the file: it has 3 bytes, expected 8. Fetch it again."
    )
    #expect(Example().description.hasPrefix("error[example.code]: cannot"))
  }

  @Test("a place leaves out what is not known")
  func places() {
    #expect(Findings.SourceLocation(file: "a").description == "a")
    #expect(Findings.SourceLocation(file: "a", line: 2).description == "a:2")
  }

  @Test("no two exit statuses share a number")
  func statuses() {
    #expect(Set(Findings.ExitStatus.allCases.map(\.rawValue)).count == Findings.ExitStatus.allCases.count)
  }
}
