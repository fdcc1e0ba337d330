import Findings
import HubAPI
import Testing

@testable import Validation

/// Texts whose size or shape would keep rules busy for very long if they looked at every pair of things.
@Suite struct BodyBoundsTests {
  private func found(_ body: String, shipped: PublishedPaths? = nil) -> [Finding] {
    let card = CardDocument(
      text: body,
      file: "README.md",
      isCard: false,
      repository: RepositoryID("acme/tiny"),
      shippedPaths: shipped,
      requirements: ["model2vec"]
    )
    return CardRuleRegistry.body.flatMap { $0.init().run(card) }
  }

  @Test("two megabytes are refused, whatever they hold")
  func large() {
    for piece in ["word ", "# h\n\n", "[a](b)\n", "```\n", "| a ", "<div>"] {
      let body = String(repeating: piece, count: (2 << 20) / piece.utf8.count)
      let findings = found(body)
      #expect(findings.map(\.code) == ["HFP601"])
      #expect(findings.first?.location == SourceLocation(file: "README.md"))
      #expect(findings.first?.seen == "it has \(body.utf8.count) bytes, at most 1048576 are shown")
    }
  }

  @Test("many wrong links to many headings, in one line and in many")
  func links() {
    let headings = (0..<2_000).map { "## heading number \($0)\n\nx\n" }.joined()
    let lines = (0..<2_000).map { "[x](#heading-numbr-\($0))\n" }.joined()
    let findings = found("# A\n\n" + headings + lines)
    #expect(findings.count { $0.code == "HFP606" } == 2_000)
    // Looking for what was meant ends; finding does not.
    #expect(findings.first?.remedy == "Did you mean #heading-number-0?")
    #expect(findings.last?.remedy == "Correct the name, or add the heading.")
    let line = found("# A\n\n" + String(repeating: "[x](#y) ", count: 20_000))
    #expect(line.count == 20_000)
    #expect(line.first?.location?.column == 1)
    #expect(line.last?.location?.column == 0)
  }

  @Test("many links among many published files")
  func files() {
    let shipped = Set((0..<3_000).map { "folder\($0)/file.md" })
    let body = "# A\n\n" + (0..<3_000).map { "[x](folder\($0)) [y](folder\($0)/no)\n" }.joined()
    #expect(found(body, shipped: PublishedPaths(shipped)).count { $0.code == "HFP606" } == 3_000)
  }

  @Test("many examples that load many repositories beside many words")
  func repositories() {
    let words = (0..<5_000).map { "owner/model\($0) " }.joined()
    let code = (0..<5_000).map { "StaticModel.from_pretrained(\"owner/model\($0 * 2)\")\n" }.joined()
    let findings = found("# A\n\n" + words + "\n\n```python\n" + code + "```\n")
    #expect(findings.count == 2_500)
    #expect(findings.allSatisfy { $0.code == "HFP635" })
  }

  @Test("names without end are cut in findings")
  func longNames() {
    let name = String(repeating: "x", count: 20_000)
    let bodies = [
      "[a](\(name))", "<\(name)>", "![](\(name))", "<b on\(name)=1>x</b>", "```bibtex\n@\(name){k, title = {T}}\n```",
      "```bibtex\n@misc{\(name), author = {A}}\n```", "```python\nimport \(name)\n```",
      "```bibtex\n@misc{k, title = {T}, year = {\(name)}}\n```", "[a](/\(name))", "[a](#\(name))", "[a](file:\(name))",
    ]
    for body in bodies {
      let findings = found("# A\n\n" + body + "\n", shipped: [])
      #expect(!findings.isEmpty, "\(body.prefix(20))")
      #expect(findings.allSatisfy { $0.seen.count < 320 && $0.remedy.count < 320 }, "\(body.prefix(20))")
    }
  }

  @Test("code and citations of hostile shapes are looked at to their end, or are a fault")
  func blocks() {
    let shapes = [
      "f'{", "f\"{f'{", "'''", "import a,", "x = f(\"", "@a{b,", "@misc{a, title = {", "{\"a\":", "[", "- - - ", "? ",
      "a: &b\n",
    ]
    for shape in shapes {
      let text = String(repeating: shape, count: 5_000)
      for language in ["python", "bibtex", "json", "yaml", "bash"] {
        _ = found("# A\n\n~~~\(language)\n\(text)\n~~~\n")
      }
    }
    let fields = (0..<20_000).map { "f\($0) = 1," }.joined()
    #expect(found("# A\n\n```bibtex\n@misc{k, title = {T}, \(fields)}\n```\n") == [])
  }
}
