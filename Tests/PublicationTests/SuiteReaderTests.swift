import Documents
import Evaluation
import Files
import Findings
import Publication
import TestKit
import Testing

@Suite struct SuiteReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ kind: String, _ body: String) throws -> Evaluation.Suite {
    let text = "version: 1\nid: s\ntitle: S\nquestion: \"?\"\nkind: \(kind)\n\(body)\n"
    try LocalFiles.writeAtomically(Array(text.utf8), to: "\(folder.path)/s.yaml")
    return try SuiteReader.read(file: "\(folder.path)/s.yaml")
  }

  @Test("every kind is read, with the hash of its file")
  func kinds() throws {
    let pairs = try read(
      "pairs",
      "pairs:\n  - {id: p, a: x, b: y, distractors: [z], language: fr}\n  - {id: q, a: v, b: w}"
    )
    #expect(pairs.pairs.map(\.distractors) == [["z"], []])
    #expect(pairs.pairs[0].language == "fr")
    #expect(pairs.sha256 == (try FileDigests(ofFile: "\(folder.path)/s.yaml").sha256))
    let graded = try read("graded", "pairs:\n  - {id: p, a: x, b: y, grade: 4.5}\n  - {id: q, a: v, b: w, grade: 0}")
    #expect(graded.pairs.map(\.grade) == [4.5, 0])
    #expect(graded.metrics.contains(.auc))
    let topics = try read("topics", "topics:\n  one: [a, b]\n  two: [c, d]")
    #expect(topics.topics == [.init(name: "one", texts: ["a", "b"]), .init(name: "two", texts: ["c", "d"])])
    #expect(topics.texts == ["a", "b", "c", "d"])
    #expect(topics.count == 4)
    let rows = "pairs:\n  - {id: p, a: x, b: y, language: \"no\"}\n  - {id: q, a: v, b: w, language: fr}"
    #expect(try read("translations", rows).pairs.map(\.language) == ["no", "fr"])
    let body = """
      similar:
        - {id: p, a: x, b: y}
        - {id: q, a: v, b: w}
      dissimilar:
        - {id: r, a: x, b: w}
        - {id: s, a: v, b: y}
      """
    let contrast = try read("contrast", body)
    #expect(contrast.pairs.count == 4)
    #expect(contrast.texts.count == 8)
  }

  @Test("all suites of both publications load")
  func shipped() throws {
    for name in ["minilm-static", "qwen25-deposium-1024d"] {
      let suites = "\(Fixture.root)/Publication/\(name)/suites"
      for entry in try LocalFiles.list(suites) {
        #expect(try SuiteReader.read(file: "\(suites)/\(entry.name)").fault == nil)
      }
    }
  }

  @Test("every fault has its place")
  func faults() throws {
    let pair = "  - {id: p, a: x, b: y}\n"
    let other = "  - {id: q, a: v, b: w}\n"
    let cases: [(String, String, Int, Int, String)] = [
      ("pairs", "pairs:\n\(pair)", 7, 3, "it is \"one pair\"; expected at least two"),
      ("pairs", "pairs: []", 6, 1, "it is \"no pair\"; expected at least two"),
      ("pairs", "pairs:\n\(pair)\(pair)", 8, 10, "it is \"p\"; expected an id that no other pair has"),
      ("pairs", "pairs:\n\(pair)  - {id: q, a: \"\", b: y}", 8, 16, "it is \"an empty text\""),
      ("pairs", "pairs:\n\(pair)  - {id: q, a: v, b: y, c: w}", 8, 25, "the key `c` is not known"),
      ("pairs", "pairs:\n\(pair)  - {id: q, a: v, b: y, grade: 1}", 8, 25, "the key `grade` is not known"),
      ("graded", "pairs:\n\(pair)", 7, 5, "the key `grade` is missing"),
      ("graded", "pairs:\n  - {id: p, a: x, b: y, grade: .nan}", 7, 32, "a number is expected here"),
      ("translations", "pairs:\n\(pair)\(other)", 7, 5, "the key `language` is missing"),
      ("topics", "topics:\n  one: [a, b]", 7, 3, "it is \"one topic\""),
      ("topics", "topics:\n  one: [a, b]\n  two: [c]", 8, 8, "it is \"one text\""),
      ("topics", "topics:\n  one: [a, b]\n  two: []", 8, 3, "it is \"no text\""),
      ("topics", "topics:\n  one: [a, b]\n  two: [c, \"  \"]", 8, 12, "it is \"an empty text\""),
      ("topics", "topics:\n  one: [a, b]\n  one: [c, d]", 8, 3, "the key `one` stands twice"),
      ("topics", "pairs:\n\(pair)", 6, 1, "the key `pairs` is not known"),
      ("contrast", "similar:\n\(pair)\(other)", 6, 1, "the key `dissimilar` is missing"),
      ("topic", "topics:\n  one: [a, b]", 5, 7, "expected pairs, graded, topics, translations or contrast"),
    ]
    for (kind, body, line, column, reason) in cases {
      let error = #expect(throws: (any Error).self, "\(body)") { try read(kind, body) } as? any ExplainedError
      let explained = try #require(error, "\(body)")
      #expect(explained.reason.contains(reason), "\(explained)")
      #expect(explained.location?.line == line, "\(explained)")
      #expect(explained.location?.column == column, "\(explained)")
      #expect(explained.exitStatus == .invalidConfiguration)
    }
  }
}
