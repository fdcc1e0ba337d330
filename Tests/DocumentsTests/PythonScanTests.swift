import Testing

@testable import Documents

@Suite struct PythonScanTests {
  @Test("imports of every form are seen, those in texts and comments are not")
  func imports() {
    let scan = PythonScan(
      """
      import os.path, numpy as np
      from model2vec import StaticModel  # import nothing
      from . import own
      text = "import fake"
      \"\"\"
      import also_fake
      \"\"\"
      if True:
          import json
      from a.b import (
          c,
          d,
      )
      """
    )
    #expect(scan.fault == nil)
    #expect(scan.imports.map(\.module) == ["os", "numpy", "model2vec", "json", "a"])
    #expect(scan.imports.map(\.line) == [1, 1, 2, 9, 10])
  }

  @Test("calls with a text, as the first argument or by name, over lines")
  func calls() {
    let scan = PythonScan(
      """
      m = StaticModel.from_pretrained("a/b")
      f = hf_hub_download(
          repo_id='c/d',
          filename=join("x", r"y"),
      )
      g(1, "no")
      """
    )
    #expect(scan.calls.map(\.name) == ["StaticModel.from_pretrained", "hf_hub_download", "join", "g"].dropLast())
    #expect(scan.calls.map(\.argument) == [nil, "repo_id", nil])
    #expect(scan.calls.map(\.text) == ["a/b", "c/d", "x"])
    #expect(scan.calls.map(\.line) == [1, 3, 4])
  }

  @Test("what is not closed is a fault where it begins; what is closed is none")
  func faults() {
    let cases: [(String, Int, String)] = [
      ("a = (\n1", 1, "`(` is not closed"),
      ("x\nf(a[1)", 2, "`)` closes nothing that is open"),
      ("}", 1, "`}` closes nothing that is open"),
      ("a\nb = 'x\nc", 2, "a text that begins here is not closed"),
      ("\"\"\"a\nb", 1, "a text that begins here is not closed"),
      ("if x:\n \ty", 2, "the line is indented by blanks and by tabs"),
    ]
    for (code, line, reason) in cases {
      #expect(PythonScan(code).fault == .init(line: line, reason: reason), "\(code)")
    }
    for code in [
      "f\"{d['a']}\" 'it\\'s' \"\"\"a \"quoted\" b\"\"\"", "x = [\n\t 1,\n  2]", "# it's (open", "a = b'\\\\'",
      "s = 'a\\\nb'", "",
    ] {
      #expect(PythonScan(code).fault == nil, "\(code)")
    }
  }

  @Test("large and broken code ends")
  func hostile() {
    for text in ["(", "\"", "'''", "\\", "import a,", "a.", "f(\"x\","] {
      _ = PythonScan(String(repeating: text, count: 50_000))
    }
    #expect(PythonScan(String(repeating: "f('x')\n", count: 10_000)).calls.count == 10_000)
  }
}
