import Findings
import Testing

@testable import Reports

/// Each format of the same document, letter by letter.
@Suite struct ReportWriterTests {
  @Test("every format is written letter by letter as expected", arguments: ReportFormat.allCases)
  func findings(_ format: ReportFormat) {
    let expected =
      switch format {
      case .json: Expected.json
      case .jsonl: Expected.jsonl
      case .junit: Expected.junit
      case .sarif: Expected.sarif
      case .github: Expected.github
      case .markdown: Expected.markdown
      }
    #expect(format.text(of: Samples.findings) == expected)
  }

  @Test("a success has the same frame")
  func success() {
    #expect(
      ReportFormat.jsonl.text(of: Samples.success) == """
        {"schema": "hfpub/event/1", "event": "check", "code": "HFP101", "title": "the weights can be read", \
        "area": "files", "state": "passed"}
        {"schema": "hfpub/event/1", "event": "result", "ok": true, "exit": 0, "command": "validate", \
        "retryable": false, "tool": {"name": "hfpub", "version": "1.2.3"}, "summary": {"errors": 0, "warnings": 0, "notes": 0, \
        "checks": 1, "failed": 0, "skipped": 0, "waived": 0}, "not_checked": []}

        """
    )
    #expect(ReportFormat.github.text(of: Samples.success).isEmpty)
    #expect(
      ReportFormat.markdown.text(of: Samples.success) == """
        ### hfpub validate: passed

        Looked at by hfpub `1.2.3`.

        | Checks | Failed | Not run | Errors | Warnings | Notes | Waived |
        | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        | 1 | 0 | 0 | 0 | 0 | 0 | 0 |

        """
    )
  }

  @Test("a failure has the same frame, and every format says what it was")
  func failure() {
    #expect(
      ReportFormat.json.text(of: Samples.failure) == """
        {
          "schema": "hfpub/result/1",
          "ok": false,
          "exit": 3,
          "command": "validate",
          "retryable": false,
          "tool": {
            "name": "hfpub",
            "version": "1.2.3"
          },
          "summary": {
            "errors": 0,
            "warnings": 0,
            "notes": 0,
            "checks": 0,
            "failed": 0,
            "skipped": 0,
            "waived": 0
          },
          "checks": [],
          "findings": [],
          "not_checked": [],
          "error": {
            "code": "manifest.unknownKey",
            "file": "hfpub.yaml",
            "line": 3,
            "column": 1,
            "problem": "cannot read hfpub.yaml",
            "reason": "it has a key `licens`",
            "remedy": "Write `license`.",
            "exit": 3
          }
        }

        """
    )
    #expect(
      ReportFormat.junit.text(of: Samples.failure) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="hfpub validate" tests="1" failures="0" errors="1">
          <testsuite name="hfpub" tests="1" failures="0" errors="1" skipped="0">
            <testcase classname="hfpub.hfpub" name="validate">
              <error type="manifest.unknownKey" message="cannot read hfpub.yaml">\
        hfpub.yaml:3:1: error[manifest.unknownKey]: cannot read hfpub.yaml
          why: it has a key `licens`
          fix: Write `license`.</error>
            </testcase>
          </testsuite>
        </testsuites>

        """
    )
    #expect(
      ReportFormat.github.text(of: Samples.failure) == """
        ::error file=hfpub.yaml,line=3,col=1,title=hfpub%3A manifest.unknownKey::\
        hfpub.yaml:3:1: error[manifest.unknownKey]: cannot read hfpub.yaml%0A  why: it has a key `licens`%0A  \
        fix: Write `license`.

        """
    )
    #expect(
      ReportFormat.markdown.text(of: Samples.failure) == """
        ### hfpub validate: stopped

        Looked at by hfpub `1.2.3`.

        ```text
        hfpub.yaml:3:1: error[manifest.unknownKey]: cannot read hfpub.yaml
          why: it has a key `licens`
          fix: Write `license`.
        ```

        """
    )
    let sarif = ReportFormat.sarif.text(of: Samples.failure)
    #expect(sarif.contains("\"executionSuccessful\": false"))
    #expect(sarif.contains("error[manifest.unknownKey]: cannot read hfpub.yaml\\n  why: it has a key `licens`"))
  }

  @Test("an error of any room becomes the failure of a report")
  func explained() {
    let failure = ReportFailure(Samples.BrokenSample())
    #expect(failure.code == "sample.broken")
    #expect([failure.problem, failure.reason, failure.remedy] == ["cannot", "because", "Do."])
    #expect(failure.exit == .localInput)
    #expect(failure.location == Findings.SourceLocation(file: "a", line: 1))
  }

  @Test(
    "JSON writes out what steers, reorders or hides",
    arguments: [
      ("\"\\/", #""\"\\/""#), ("\n\r\t\0\u{1B}\u{7F}", #""\n\r\t\u0000\u001b\u007f""#),
      ("\u{202E}\u{2066}\u{200F}\u{61C}", #""\u202e\u2066\u200f\u061c""#),
      ("\u{2028}\u{2029}\u{85}", #""\u2028\u2029\u0085""#),
      ("\u{FEFF}\u{E0041}", #""\ufeff\udb40\udc41""#), ("é 你 🇩🇪", "\"é 你 🇩🇪\""),
    ]
  )
  func strings(_ text: String, _ expected: String) {
    #expect(JSONValue.string(text).text() == expected + "\n")
  }

  @Test(
    "XML has entities for marks and U+FFFD for what it cannot hold",
    arguments: [
      ("<a b=\"c\">&</a>", "&lt;a b=&quot;c&quot;&gt;&amp;&lt;/a&gt;"), ("]]>", "]]&gt;"),
      ("\0\u{1B}\u{FFFE}\u{FFFF}", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
      ("\n\t\r", "\n\t&#13;"), ("é 🇩🇪", "é 🇩🇪"),
    ]
  )
  func xml(_ text: String, _ expected: String) {
    #expect(XMLText.escaped(text) == expected)
  }

  @Test(
    "paths are relative to the base, and no folder of this machine is told",
    arguments: [
      ("README.md", nil, "README.md"), ("./a//b", nil, "a/b"), ("../a", "/x", "../a"), ("/x/y/a", "/x/y", "a"),
      ("/x/y/a", "/x/y/", "a"), ("/x/a", "/x/y", "../a"), ("/a", "/x/y", "../../a"), ("/x/y/a", nil, "a"),
      ("/x/y/a", "y", "a"), ("/", nil, ""), ("", "/x", ""), ("/xy/a", "/x", "../xy/a"),
    ] as [(String, String?, String)]
  )
  func paths(_ path: String, _ base: String?, _ expected: String) {
    #expect(ReportPath.relative(path, to: base) == expected)
  }

  @Test(
    "a reference has everything but plain letters in hex",
    arguments: [
      ("a/b-c_d~e.md", "a/b-c_d~e.md"), ("my notes:1?#%.md", "my%20notes%3A1%3F%23%25.md"), ("é\0\n", "%C3%A9%00%0A"),
    ]
  )
  func references(_ path: String, _ expected: String) {
    #expect(ReportPath.reference(path) == expected)
  }

  @Test("no message of SARIF holds a link or a place for an argument")
  func sarifMessages() {
    var document = Samples.success
    document.notChecked = ["[x](https://evil.example) {0}"]
    #expect(SARIFReport.text(of: document).contains(#""Not checked: [x\\](https://evil.example) {{0}}""#))
  }

  @Test("the schema is printed as a text that ends with a newline")
  func schema() {
    #expect(ReportSchema.text.hasPrefix("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\","))
    #expect(ReportSchema.text.hasSuffix("}\n"))
  }
}
