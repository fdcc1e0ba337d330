import Documents
import Evaluation
import Files
import Findings
import Publication
import TestKit
import Testing

@Suite struct ManifestReaderTests {
  private func error(
    replacing old: String,
    with new: String,
    in file: String = "hfpub.yaml"
  ) throws
    -> (any ExplainedError)?
  {
    let sample = try SampleCopy()
    try sample.replace(old, with: new, in: file)
    return #expect(throws: (any Error).self) { try ManifestReader.read(folder: sample.folder) } as? any ExplainedError
  }

  @Test("the sample's manifest is read with its suites")
  func sample() throws {
    let manifest = try ManifestReader.read(folder: SampleCopy.original)
    #expect(manifest.name == "minilm-static")
    #expect(try manifest.requiredModelFolder().hasSuffix("/Publication/minilm-static/model"))
    #expect(manifest.smokeTests.map(\.suite.pairs.count) == [7, 4, 40, 12, 6, 10])
    #expect(manifest.smokeTests[0].suite.pairs[0].distractors.count == 2)
    #expect(
      manifest.smokeTests[0].thresholds.map(\.metric.rawValue) == [
        "margin", "auc", "recall_at_1", "distractor_accuracy",
      ]
    )
  }

  @Test(
    "every fault has its place",
    arguments: [
      ("version: 1\n", "version: 2\n", 3), ("name: minilm-static", "name: a/b", 4),
      ("name: minilm-static", "name: x\nrepo: noslash", 5), ("title: MiniLM", "titel: MiniLM", 5),
      ("languages: [en]", "languages: en", 14), ("auc: 0.95, recall_at_1: 0.99, dis", "aux: 0.95, dis", 35),
    ]
  )
  func faults(old: String, new: String, line: Int) throws {
    let error = try #require(try error(replacing: old, with: new))
    #expect(error.location?.line == line, "\(error)")
    #expect(error.location?.file.hasSuffix("hfpub.yaml") == true)
    #expect(error.exitStatus == .invalidConfiguration)
  }

  @Test("a missing key is named")
  func missing() throws {
    let error = try #require(try error(replacing: "title: MiniLM static {{model.dimension}} (int8)\n", with: ""))
    #expect(error.description.contains("title"))
  }

  @Test("a fault in a suite has the suite's place")
  func suite() throws {
    let error = try #require(
      try error(replacing: "kind: pairs", with: "kind: pears", in: "suites/code_pairs.yaml")
    )
    #expect(error.location?.file.hasSuffix("suites/code_pairs.yaml") == true)
    #expect(error.location?.line == 5)
  }

  @Test("a suite that does not exist is a missing file")
  func missingSuite() throws {
    let error = try #require(try error(replacing: "suites/code_pairs.yaml", with: "suites/none.yaml"))
    #expect(error.exitStatus == .localInput)
  }
}
