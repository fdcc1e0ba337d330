import Files
import Findings
import HubAPI
import Publication
import TestKit
import Testing

/// The founding summary's points, found wrong by what the evidence says of them and by nothing else.
@Suite struct StatementAuditTests {
  private func problems() throws -> [String: [StatementAudit.Problem]] {
    let manifest = try ManifestReader.read(folder: "\(Fixture.root)/Publication/qwen25-deposium-1024d")
    let inputs = CardInputs(manifest: manifest, repository: nil, model: nil, results: [], toolVersion: "1.2.3")
    let answers = try StatementAudit(manifest: manifest, values: inputs.values()).answers()
    return Dictionary(uniqueKeysWithValues: answers.map { ($0.statement.id, $0.problems) })
  }

  @Test("a twice rounded ratio is found, its right form told, and right ones are left alone")
  func ratios() throws {
    let problems = try problems()
    let wrong = try #require(problems["efficiency-qwen3"])
    #expect(wrong.map(\.rule) == ["C2"])
    #expect(wrong.first?.text.contains("states 0.063") == true)
    #expect(wrong.first?.text.hasSuffix("rounds to 0.062.") == true)
    for right in ["efficiency-own", "efficiency-colbert", "efficiency-gemma", "lines"] {
      #expect(problems[right]?.isEmpty == true, "\(right): \(String(describing: problems[right]))")
    }
  }

  @Test("an overall score that is no mean is recognised as the weighted composite whose weights are not stated")
  func composite() throws {
    let found = try #require(try problems()["overall"])
    #expect(found.map(\.rule) == ["C2", "C15", "C16"])
    #expect(found.first?.text.contains("66.1") == true)
  }

  @Test("counts and sizes that disagree are found")
  func counts() throws {
    let problems = try problems()
    #expect(problems["files"]?.map(\.rule) == ["C2"])
    #expect(problems["size"]?.map(\.rule) == ["C2"])
  }

  @Test("sizes of different kinds, and composites of different formulas, may not be compared")
  func comparisons() throws {
    let problems = try problems()
    #expect(problems["efficiency-ratio"]?.map(\.rule) == ["C5", "C5", "C4"])
    #expect(problems["ranking"]?.map(\.rule) == ["C4"])
    #expect(problems["smaller-qwen3"]?.map(\.rule) == ["C5", "C5"])
    #expect(problems["smaller-gemma"]?.map(\.rule) == ["C5"])
  }

  @Test("exclusive words need scope and day, causes a control, and the citation's title breaks the summary's own rule")
  func wording() throws {
    let problems = try problems()
    #expect(problems["unique"]?.map(\.rule) == ["C7"])
    #expect(problems["the-first"]?.map(\.rule) == ["C7"])
    #expect(problems["transfer"]?.map(\.rule) == ["C7"])
    #expect(problems["citation-title"]?.map(\.rule) == ["C10"])
    #expect(problems["perfect"]?.map(\.rule).contains("C10") == true)
  }
}
