import Files
import Findings
import Publication
import TestKit
import Testing

@Suite struct EvidenceReaderTests {
  private let head = """
    version: 1
    sources: [{id: paper, title: A paper, url: "https://x.org", date: "2025-01-02"}]
    protocols: [{id: p, title: P, formula: mean}]

    """

  private func read(_ text: String) throws -> (Evidence, [Statement]) {
    let folder = try TemporaryFolder()
    try LocalFiles.writeAtomically(Array(text.utf8), to: "\(folder.path)/evidence.yaml")
    var evidence = Evidence()
    var statements: [Statement] = []
    try EvidenceReader.read(file: "\(folder.path)/evidence.yaml", into: &evidence, statements: &statements)
    return (evidence, statements)
  }

  @Test("percent, counts and sizes become shares, counts and bytes")
  func units() throws {
    let (evidence, _) = try read(
      head + """
        models: [{id: m, name: M, size: {value: 1.5, unit: GB, kind: file, dtype: float16, source: paper}}]
        figures:
          - {id: a, model: m, metric: x, value: 95.6, unit: percent, protocol: p, source: paper}
          - {id: b, model: m, metric: y, value: 2, unit: MiB, protocol: p, source: paper}
        """
    )
    #expect(evidence.model("m")?.size?.bytes == 1.5e9)
    #expect(evidence.figures.map(\.amount) == [0.956, 2_097_152])
    #expect(evidence.figures.map(\.unit) == [.ratio, .bytes])
  }

  @Test("a missing value says why, and is no number")
  func missing() throws {
    let (evidence, _) = try read(
      head + """
        models: [{id: m, name: M}]
        figures: [{id: a, model: m, metric: x, value: not_evaluated, unit: ratio, protocol: p, source: paper}]
        """
    )
    #expect(evidence.figures.map(\.missing) == [.notEvaluated])
    #expect(evidence.figures.map(\.amount) == [nil])
  }

  @Test(
    "what cannot be is refused with its place",
    arguments: [
      ("models: [{id: m, name: M}, {id: m, name: N}]", 4),
      ("figures: [{id: a, model: zz, metric: x, value: 1, unit: ratio, protocol: p, source: paper}]", 4),
      ("models: [{id: m, name: M, size: {value: 0, unit: MB, kind: file, dtype: x, source: paper}}]", 4),
      ("models: [{id: m, name: M, size: {value: 1, unit: MB, kind: big, dtype: x, source: paper}}]", 4),
      ("models: [{id: m, name: M, size: {value: 1, unit: MB, kind: file, dtype: x, source: nobody}}]", 4),
      ("sauces: []", 4), ("statements: [{id: s, text: t, source: paper, states: {number: 5}}]", 4),
      ("statements: [{id: s, text: t, source: paper, as_of: yesterday}]", 4),
      ("pair_tables: [{metric: x, source: paper, pairs: [{a: a, b: b, cosine: high}]}]", 4),
    ]
  )
  func faults(_ text: String, _ line: Int) throws {
    let error = #expect(throws: (any Error).self) { try read(head + text) } as? any ExplainedError
    #expect(error?.location?.line == line, "\(String(describing: error))")
    #expect(error?.exitStatus == .invalidConfiguration)
  }

  @Test("a day that cannot be is refused", arguments: ["2025-13-01", "2025-1-1", "today", "2025-01-32"])
  func days(_ day: String) {
    #expect(throws: (any Error).self) {
      try read("version: 1\nsources: [{id: a, title: A, url: x, date: \"\(day)\"}]")
    }
  }

  private func imported(_ entry: String, _ results: String) throws -> Evidence {
    let folder = try TemporaryFolder()
    let text = head + "models: [{id: m, name: M}]\nimports:\n  - {model: m, source: paper, file: r.json, \(entry)}\n"
    try LocalFiles.writeAtomically(Array(text.utf8), to: "\(folder.path)/evidence.yaml")
    try LocalFiles.writeAtomically(Array(results.utf8), to: "\(folder.path)/r.json")
    var evidence = Evidence()
    var statements: [Statement] = []
    try EvidenceReader.read(file: "\(folder.path)/evidence.yaml", into: &evidence, statements: &statements)
    return evidence
  }

  private let mteb = """
    {"dataset_revision": "abc", "task_name": "STS17", "mteb_version": "1.39.7", "scores": {"test": [
      {"main_score": 0.61, "hf_subset": "en-en"}, {"main_score": 0.25, "hf_subset": "ar-ar"}]}}
    """

  @Test("figures of another tool's file are taken by their place, with the line they stand in")
  func importedByPlace() throws {
    let evidence = try imported(
      "format: mteb, figures: {sts_arabic: \"scores.test[1].main_score\"}, protocols: {sts_arabic: p}",
      mteb
    )
    #expect(evidence.figures.map(\.id) == ["m.sts_arabic"])
    #expect(evidence.figures.map(\.amount) == [0.25])
    #expect(evidence.figures.first?.location.line == 2)
    #expect(evidence.imports.map(\.weightsDigest) == [nil])
  }

  @Test("an import that is ambiguous, of another format or of no such place is refused")
  func importFaults() throws {
    let cases = [
      ("protocols: {main_score: p}", "expected one figure a metric"),
      ("format: founding, protocols: {}", "expected mteb, which"),
      ("format: mtep, protocols: {}", "mteb"),
      ("figures: {a: \"scores.test[2].main_score\"}, protocols: {a: p}", "scores.test[2].main_score"),
      ("figures: {a: \"scores.test[1].main_score\"}, protocols: {b: p}", "protocol"),
    ]
    for (entry, reason) in cases {
      let error = #expect(throws: (any Error).self, "\(entry)") { try imported(entry, mteb) } as? any ExplainedError
      let explained = try #require(error, "\(entry)")
      #expect("\(explained.problem) \(explained.reason) \(explained.remedy)".contains(reason), "\(explained)")
      #expect(explained.location?.line == 6, "\(explained)")
    }
  }
}
