import Evaluation
import Files
import Findings
import Foundation
import Testing

@Suite struct EvaluationResultsTests {
  private static let digest = FileDigests(of: [1]).sha256
  private static let other = FileDigests(of: [2]).sha256

  private func results() throws -> EvaluationResults {
    var translations = suite(
      .translations([
        pair("east", "far east", language: "fr"), pair("north", "far north", language: "de"),
        pair("none", "north\u{7}\"\\é", language: "fr"),
      ]),
      id: "t"
    )
    translations.sha256 = Self.other
    let measured = [
      try compass.run(translations),
      try compass.run(
        suite(
          .topics([.init(name: "x", texts: ["east", "far east"]), .init(name: "y", texts: ["north", "northeast"])]),
          id: "c"
        )
      ),
    ]
    let composite = try Composite(
      id: "all",
      title: "All",
      members: [.init(suite: "t", metric: .mean, weight: 0.3), .init(suite: "c", metric: .score, weight: 0.7)]
    )
    return EvaluationResults(
      tool: .init(name: "hfpub", version: "1.2.3"),
      machine: "a machine",
      date: "2026-02-28",
      runs: [
        .init(
          model: .init(name: "m", sha256: Self.digest, dimension: 2, rows: 8, dtype: "float32"),
          protocolID: "p",
          suites: measured.map { .init($0) },
          composites: [try composite.result(of: measured)]
        )
      ]
    )
  }

  private func read(_ text: String) throws -> EvaluationResults {
    try EvaluationResults(json: Array(text.utf8), file: "results.json")
  }

  @Test("what is written is read back whole, and written again byte for byte")
  func roundTrip() throws {
    let results = try results()
    let text = results.json()
    #expect(text.hasSuffix("}\n") && !text.hasSuffix("\n\n"))
    let again = try read(text)
    #expect(again == results)
    #expect(again.json() == text)
    #expect(try self.results().json() == text)
    _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
  }

  @Test("the keys stand in their fixed order, a score and an item on a line each")
  func form() throws {
    let text = try results().json()
    #expect(
      text.hasPrefix(
        """
        {
          "schema": 1,
          "tool": {
            "name": "hfpub",
            "version": "1.2.3"
          },
          "machine": "a machine",
          "date": "2026-02-28",
          "bootstrap": {
            "resamples": 2000,
            "seed": 42,
            "level": 0.95
          },
          "runs": [
            {
              "model": {
                "name": "m",
                "sha256": "\(Self.digest.hex)",
                "dimension": 2,
                "rows": 8,
                "dtype": "float32"
              },
              "protocol": "p",
              "suites": [
                {
                  "id": "t",
                  "title": "S",
                  "kind": "translations",
                  "sha256": "\(Self.other.hex)",
                  "n": 3,
                  "verdict": "weak",

        """
      )
    )
    #expect(
      text.contains("\n            {\"id\": \"east-far east\", \"value\": 1.0, \"control\": 0.0, \"label\": \"fr\"},\n")
    )
    #expect(text.contains("{\"place\": \"pairs[2].a\", \"text\": \"none\"}"))
    #expect(text.contains("\"north\\u0007\\\"\\\\é\""))
  }

  @Test("results of other weights are stale and say so")
  func stale() throws {
    let results = try results()
    #expect(!results.isStale(for: Self.digest))
    #expect(results.isStale(for: Self.other))
    #expect(results.run(for: Self.digest)?.model.name == "m")
    #expect(results.runs[0].staleness(for: Self.digest) == nil)
    #expect(
      results.runs[0].staleness(for: Self.other)
        == "The results of m are stale: they are of weights with SHA-256 \(Self.digest.hex.prefix(12))…, and the "
        + "model's is \(Self.other.hex.prefix(12))…."
    )
  }

  @Test("anything that would not be written is refused, with its place")
  func refused() throws {
    let text = try results().json()
    let cases: [(String, String, EvaluationError.Code, String)] = [
      ("\"schema\": 1", "\"schema\": 2", .unknownFormat, "`schema` is the number 2; expected 1, the version"),
      ("\"machine\"", "\"machin\"", .wrongValue, "has the key \"machin\", which is not known"),
      ("\"2026-02-28\"", "\"2026-02-29\"", .wrongValue, "`date` is the text \"2026-02-29\"; expected a day"),
      ("\"n\": 3", "\"n\": \"3\"", .wrongValue, "`runs[0].suites[0].n` is the text \"3\"; expected a whole number"),
      ("\"n\": 3", "\"n\": -3", .wrongValue, "is the number -3; expected a whole number"),
      ("\"metric\": \"min\"", "\"metric\": \"max\"", .wrongValue, "`runs[0].suites[0].scores[1].metric` is the text"),
      ("\"kind\": \"topics\"", "\"kind\": \"topic\"", .wrongValue, "expected one of pairs, graded, topics"),
      (Self.digest.hex, "abc", .wrongValue, "expected 64 hexadecimal digits"),
      ("\"weight\": 0.3", "\"weight\": 0.4", .wrongValue, "the weighted sum of its members"),
      ("\"level\": 0.95", "\"level\": 0.95, \"level\": 0.9", .malformed, "the key \"level\" stands twice"),
      ("\"seed\": 42", "\"seed\": NaN", .malformed, "expected a value"),
      ("\"value\": 1.0", "\"value\": 1e999", .wrongValue, "expected a number"),
    ]
    for (old, new, code, reason) in cases {
      let start = try #require(text.range(of: old), "\(old)")
      let error = #expect(throws: EvaluationError.self) { try read(text.replacingCharacters(in: start, with: new)) }
      #expect(error?.code == code, "\(new)")
      #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
      #expect((error?.location?.line ?? 0) > 0)
    }
  }

  @Test("a text that is cut anywhere, nested without end or as long as can be is refused")
  func hostile() throws {
    let text = try results().json()
    for length in stride(from: 0, to: text.utf8.count - 2, by: 97) {
      #expect(throws: EvaluationError.self) {
        try EvaluationResults(json: Array(text.utf8.prefix(length)), file: "r")
      }
    }
    let deep = String(repeating: "[", count: 100_000)
    let error = #expect(throws: EvaluationError.self) { try read(deep) }
    #expect(error?.reason == "nested deeper than 32 levels")
    let many = "[" + String(repeating: "0,", count: 600_000) + "0]"
    #expect(throws: EvaluationError.self) { try read(many) }
    let long = [UInt8](repeating: 0x20, count: (16 << 20) + 1)
    let tooLong = #expect(throws: EvaluationError.self) { try EvaluationResults(json: long, file: "r") }
    #expect(tooLong?.code == .tooLarge)
  }
}
