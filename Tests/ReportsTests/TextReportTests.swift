import Findings
import Testing

@testable import Reports

/// The report for people.
@Suite struct TextReportTests {
  @Test("checks by area, findings below them, errors first, and the sum last")
  func findings() {
    #expect(
      TextReport.text(of: Samples.findings) == """
        Checks
          pass  files   2 checks
          -     model   1 not run
          FAIL  claims  1 of 1 check failed
                  FAIL  HFP401  every number is measured

        claims

        README.md:41:9: error[HFP401]: claims 0.96, measured 0.9496
          expected: the measured number
          fix: Run `hfpub render-card`.

        ../my notes.md: warning[HFP401]: no numbers
          expected: some
          fix: Measure.

        Other

        note[HFP999]: the model is small

        Not valid: 1 of 3 checks failed; 1 error, 1 warning, 1 note.
        Why it matters, and more on the remedy: hfpub explain HFP401
        Not checked: 1 check was not run, because there is no model.
        Waived: HFP104 on 2026-11-02, "the base model has no licence file": there is no licence

        """
    )
  }

  @Test("a success is short; in whole it names each check")
  func success() {
    #expect(
      TextReport.text(of: Samples.success) == """
        Checks
          pass  files  1 check

        Valid: 1 check passed.

        """
    )
    #expect(
      TextReport.text(of: Samples.success, isVerbose: true) == """
        Checks
          pass  files  1 check
                  pass  HFP101  the weights can be read

        Valid: 1 check passed.

        """
    )
    #expect(TextReport.text(of: Samples.findings, isVerbose: true).contains("  -     HFP203  the model runs the same"))
    #expect(TextReport.text(of: Samples.findings, isVerbose: true).contains("  waiv  HFP104  a licence is shipped"))
  }

  @Test("a terminal gets lines that it can hold, broken between words; a log gets them whole")
  func width() {
    var document = Samples.success
    document.findings = [
      ReportFinding(
        Finding(
          code: "HFP101",
          severity: .warning,
          location: SourceLocation(file: "a/long/path/to/model.safetensors", line: 1),
          seen: "the header says 412 bytes, the file has 96",
          expected: "e",
          remedy: "Save the model again with the library that made it, 模型 included, or fetch it."
        )
      )
    ]
    let text = TextReport.text(of: document, width: 40)
    #expect(
      text.contains(
        """
        a/long/path/to/model.safetensors:1:
            warning[HFP101]: the header says 412
            bytes, the file has 96
          expected: e
          fix: Save the model again with the
              library that made it, 模型 included,
              or fetch it.

        """
      )
    )
    #expect(TextReport.text(of: document).contains("fix: Save the model again with the library that made it, 模型"))
  }

  @Test("findings with one remedy share it, and many of one code are counted")
  func groups() {
    var document = Samples.findings
    document.findings = (1...25).map { line in
      ReportFinding(
        Finding(
          code: "HFP401",
          severity: .error,
          location: SourceLocation(file: "a", line: line),
          seen: "\(line)",
          expected: line < 3 ? "x" : "y",
          remedy: "Do."
        )
      )
    }
    let lines = TextReport.text(of: document).split(separator: "\n").drop { $0 != "claims" }.map(String.init)
    #expect(
      lines.prefix(6) == [
        "claims", "a:1: error[HFP401]: 1", "a:2: error[HFP401]: 2", "  expected: x", "a:3: error[HFP401]: 3",
        "a:4: error[HFP401]: 4",
      ]
    )
    #expect(
      lines.dropFirst(21).prefix(4) == [
        "a:20: error[HFP401]: 20", "  expected: y", "  fix: Do.", "5 more of HFP401; --format json lists them all",
      ]
    )
    #expect(lines.contains("Not valid: 1 of 3 checks failed; 25 errors."))
  }
}
