import Files
import Findings
import TestKit
import Testing

@testable import Reports

/// What an earlier result has already does not count again.
@Suite struct ReportBaselineTests {
  private func baseline(_ document: ReportDocument) throws -> ReportBaseline {
    try ReportBaseline(ReportFormat.json.text(of: document), file: "old.json")
  }

  private func document(_ messages: [String], line: Int = 1) -> ReportDocument {
    var document = Samples.success
    document.date = "2026-11-01"
    document.checks[0].state = messages.isEmpty ? .passed : .failed
    document.findings = messages.map {
      ReportFinding(
        Finding(
          code: "HFP101",
          severity: .error,
          location: SourceLocation(file: "a", line: line),
          seen: $0,
          expected: "e",
          remedy: "r"
        )
      )
    }
    return document
  }

  @Test("what is known stands, wherever its line went, and its check with it")
  func known() throws {
    var now = document(["x", "y"], line: 7)
    now.apply(try baseline(document(["y", "x"]))) { _ in true }
    #expect(now.summary.errors == 0)
    #expect(now.summary.waived == 2)
    #expect(now.summary.failed == 0)
    let waiver = ReportWaiver(.baseline, reason: "the baseline of 2026-11-01 has it", day: "2026-11-01")
    #expect(now.findings.map(\.waiver) == [waiver, waiver])
    #expect(now.checks[0].state == .waived(waiver))
    #expect(TextReport.text(of: now).contains("Not counted: 2 findings that the baseline has already.\n"))
  }

  @Test("as many are known as the baseline has; the rest is new")
  func multiplicity() throws {
    var now = document(["x", "x", "x", "z"])
    now.apply(try baseline(document(["x", "x"]))) { _ in true }
    #expect(now.findings.map { $0.waiver == nil } == [false, false, true, true])
    #expect(now.checks[0].state == .failed)
    #expect(now.summary.errors == 2)
  }

  @Test("a code that may not stand is never known")
  func secrets() throws {
    var now = document(["x"])
    now.apply(try baseline(document(["x"]))) { $0 != "HFP101" }
    #expect(now == document(["x"]))
  }

  @Test("what a baseline knew stays known in the next one; what the manifest waived does not")
  func chain() throws {
    var second = document(["x"])
    second.apply(try baseline(document(["x"]))) { _ in true }
    var third = document(["x"])
    third.apply(try baseline(second)) { _ in true }
    #expect(third.summary.errors == 0)
    var waived = document(["x"])
    waived.findings[0].waiver = Samples.waiver
    var after = document(["x"])
    after.apply(try baseline(waived)) { _ in true }
    #expect(after.summary.errors == 1)
  }

  @Test(
    "a file that is no result is refused with the reason",
    arguments: [
      ("", "it is not the JSON of a result"), ("{}", "it is not the JSON of a result"),
      ("[1", "it is not the JSON of a result"),
      (#"{"schema": "hfpub/event/1", "findings": []}"#, "its schema is hfpub/event/1, not hfpub/result/1"),
    ]
  )
  func refused(_ text: String, _ reason: String) throws {
    let error = #expect(throws: ReportError.self) { try ReportBaseline(text, file: "old.json") }
    #expect(error?.problem == "cannot use old.json as a baseline")
    #expect(error?.reason == reason)
    #expect(error?.remedy == "Write one with `--report json=FILE`, and give that file.")
    #expect(error?.codeName == "report.noResult")
    #expect(error?.exitStatus == .localInput)
  }
}
