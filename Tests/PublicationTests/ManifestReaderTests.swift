import Documents
import Evaluation
import Files
import Findings
import HubAPI
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

  @Test("each text is measured once; an accent that is written in two ways makes two texts")
  func smokeTexts() throws {
    let sample = try SampleCopy()
    let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
    let file = "suites/code_pairs.yaml"
    let text = "function that multiplies two numbers and returns the product"
    try sample.replace("loop over a list of names and print each name", with: text, in: file)
    try sample.replace("database query for the email addresses of customers in France", with: composed, in: file)
    try sample.replace("read a file from a url and decode the json data into a user", with: decomposed, in: file)
    let texts = try ManifestReader.read(folder: sample.folder).smokeTexts.map { Array($0.utf8) }
    #expect(texts.count { $0 == Array(text.utf8) } == 1)
    #expect(texts.contains(Array(composed.utf8)) && texts.contains(Array(decomposed.utf8)))
  }

  @Test(
    "every fault has its place",
    arguments: [
      ("version: 1\n", "version: 2\n", 3), ("name: minilm-static", "name: a/b", 4),
      ("name: minilm-static", "name: x\nrepo: noslash", 5), ("title: MiniLM", "titel: MiniLM", 5),
      ("languages: [en]", "languages: en", 15), ("auc: 0.95, recall_at_1: 0.99, dis", "aux: 0.95, dis", 36),
    ]
  )
  func faults(old: String, new: String, line: Int) throws {
    let error = try #require(try error(replacing: old, with: new))
    #expect(error.location?.line == line, "\(error)")
    #expect(error.location?.file.hasSuffix("hfpub.yaml") == true)
    #expect(error.exitStatus == .invalidConfiguration)
  }

  @Test(
    "numbers are rules or weights; any other is refused with its place",
    arguments: ["title: 42", "audience: [0.95]", "limitations: [a, 1e3]", "use_cases: [{title: a, text: 7}]"]
  )
  func numbers(_ line: String) throws {
    let key = line.prefix { $0 != ":" }
    let sample = try SampleCopy()
    let text = try LocalFiles.readText(sample.manifest)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("\(key):") }
    try LocalFiles.writeAtomically(
      Array((["\(line)"] + lines.map(String.init)).joined(separator: "\n").utf8),
      to: sample.manifest
    )
    let error =
      #expect(throws: (any Error).self) { try ManifestReader.read(folder: sample.folder) } as? any ExplainedError
    #expect(error?.location?.line == 1, "\(String(describing: error))")
  }

  @Test("weights that do not sum to one, an unknown operation and an unknown claim type are refused")
  func parts() throws {
    for (part, word) in [
      ("composites: [{id: a, title: A, weights: {x: 0.5, y: 0.4}}]", "sum to 1"),
      ("derived: [{id: a, title: A, power: [x, y]}]", "power"),
      ("derived: [{id: a, title: A, divide: [x]}]", "two names"),
      ("claims: [{id: a, type: wild, text: t}]", "wild"),
      ("metrics: [{id: a, title: A, digits: 9}]", "0 to 6"),
    ] {
      let error = try #require(try error(replacing: "smoke_tests:", with: "\(part)\n\nsmoke_tests:"))
      #expect(error.description.contains(word), "\(error)")
    }
  }

  @Test("a publication is found by its repository although another one is broken")
  func brokenSibling() throws {
    let folder = try TemporaryFolder()
    for (name, rest) in [("good", "title: A"), ("bad", "titel: B")] {
      try LocalFiles.makeFolder("\(folder.path)/Publication/\(name)")
      let text = "version: 1\nname: \(name)\nrepo: acme/\(name)\n\(rest)\nsummary: S\nlicense: mit\n"
      try LocalFiles.writeAtomically(Array(text.utf8), to: "\(folder.path)/Publication/\(name)/hfpub.yaml")
    }
    let finder = PublicationFinder(workingDirectory: folder.path, usesRelativePaths: false)
    #expect(try finder.find(folder: nil, repository: RepositoryID("acme/good")).manifest.name == "good")
    #expect(throws: (any Error).self) { try finder.find(folder: nil, repository: RepositoryID("acme/bad")) }
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
