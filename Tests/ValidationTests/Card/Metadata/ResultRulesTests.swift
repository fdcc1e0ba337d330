import Foundation
import Findings
import Testing

@testable import Validation

@Suite struct ResultRulesTests {
  private static let index = """
    model-index:
    - name: mine
      results:
      - task:
          type: STS
        dataset:
          type: mteb/stsbenchmark-sts
          name: STS Benchmark
          config: default
          split: test
          revision: b0fddb56ed78048fa8b90373c8a3cfc37b684831
        metrics:
        - type: cos_sim_spearman
          value: 76.5
    """

  /// The findings about a model-index in which one text is replaced.
  private func changed(_ old: String, _ new: String) -> [Expected] {
    CardCase.of(Self.index.replacingOccurrences(of: old, with: new))
  }

  @Test("a model-index in the Hub's form has no finding")
  func clean() {
    #expect(CardCase.of(Self.index).isEmpty)
    #expect(changed("76.5", "\"20.0 ± 1.2\"").isEmpty)
    #expect(changed("76.5", "0.8437012310930331").isEmpty)
    #expect(changed("76.5", "76.5\n      source:\n        url: https://example.org\n        name: mine").isEmpty)
  }

  @Test("what the Hub needs and is not there is found")
  func missing() {
    #expect(
      changed("- name: mine\n  results:", "- results:") == [
        Expected("HFP527", .error, 5, 3, "`model-index[0]` without `name`")
      ]
    )
    #expect(
      changed("      type: STS", "      name: STS") == [
        Expected("HFP527", .error, 8, 7, "`model-index[0].results[0].task` without `type`")
      ]
    )
    #expect(
      changed("      name: STS Benchmark\n", "") == [
        Expected("HFP527", .error, 10, 7, "`model-index[0].results[0].dataset` without `name`")
      ]
    )
    #expect(
      changed("      value: 76.5", "      name: a") == [
        Expected("HFP527", .error, 16, 7, "`model-index[0].results[0].metrics[0]` without `value`")
      ]
    )
    #expect(
      changed("76.5", "76.5\n    source:\n      name: mine") == [
        Expected("HFP527", .error, 19, 7, "`model-index[0].results[0].source` without `url`")
      ]
    )
  }

  @Test("what has another form is found")
  func form() {
    #expect(
      CardCase.of("model-index: mine") == [Expected("HFP527", .error, 4, 14, "`model-index` with the text `mine`")]
    )
    #expect(
      CardCase.of("model-index:\n- mine") == [Expected("HFP527", .error, 5, 3, "`model-index[0]` with the text `mine`")]
    )
    #expect(
      changed("config: default", "config:") == [
        Expected("HFP527", .error, 12, 14, "`model-index[0].results[0].dataset.config` with nothing")
      ]
    )
    #expect(
      changed("split: test", "split: 7") == [
        Expected("HFP527", .error, 13, 14, "`model-index[0].results[0].dataset.split` with the number `7`")
      ]
    )
    #expect(
      changed("revision: b0fddb56ed78048fa8b90373c8a3cfc37b684831", "revision: None") == [
        Expected(
          "HFP527",
          .error,
          14,
          17,
          "`model-index[0].results[0].dataset.revision` with `None`, a value of a program that means nothing"
        )
      ]
    )
    #expect(
      changed("value: 76.5", "value: 76.5\n      verified: true") == [
        Expected("HFP527", .error, 18, 7, "`model-index[0].results[0].metrics[0].verified`")
      ]
    )
  }

  @Test("a revision that looks like a number to some is reported once")
  func revision() {
    #expect(changed("b0fddb56ed78048fa8b90373c8a3cfc37b684831", "5503434e12").map(\.code) == ["HFP513"])
  }

  @Test("leftovers of a program in place of a result are found")
  func values() {
    for text in ["None", "nan", ".nan", "-inf", "\"NaN\""] {
      let plain = text.filter { $0 != "\"" }
      #expect(changed("76.5", text) == [Expected("HFP528", .error, 17, 14, "the result `\(plain)`")])
    }
    #expect(changed("76.5", "") == [Expected("HFP528", .error, 17, 13, "a result without a value")])
  }

  @Test(
    "the rounding error of a program is found with the number that is meant",
    arguments: [
      ("0.30000000000000004", "0.3"), ("35.846000000000004", "35.846"), ("0.7999999999999999", "0.8"),
      ("99.99999999999999", "100.0"), ("-0.30000000000000004", "-0.3"),
    ]
  )
  func noise(text: String, short: String) {
    let found = CardCase.findings(
      "---\n\(CardCase.needed)\(Self.index.replacingOccurrences(of: "76.5", with: text))\n---\n"
    )
    #expect(
      found.map(Expected.init) == [
        Expected("HFP528", .warning, 17, 14, "the result `\(text)` with the rounding error of a program")
      ]
    )
    #expect(found.map(\.expected) == ["`\(short)`"])
  }

  @Test("digits that were computed to the end are no rounding error")
  func digits() {
    for text in ["0.8437012310930331", "0.123456789012345", "84.3701231093033", "1000000000000000", "0.1", "76.50"] {
      #expect(ModelIndexValuesRule.withoutNoise(text) == nil)
    }
  }

  @Test("emissions that are no number, negative, too many or of the wrong unit are found")
  func emissions() {
    #expect(
      CardCase.of("co2_eq_emissions: 5 kg") == [
        Expected("HFP526", .error, 4, 19, "emissions that are the text `5 kg`")
      ]
    )
    #expect(CardCase.of("co2_eq_emissions: -1").map(\.seen) == ["emissions that are the number `-1`"])
    #expect(CardCase.of("co2_eq_emissions:\n  source: a").map(\.seen) == ["`co2_eq_emissions` without `emissions`"])
    #expect(
      CardCase.of("co2_eq_emissions: 500000000000") == [
        Expected("HFP526", .warning, 4, 19, "emissions of `500000000000` grams")
      ]
    )
    #expect(
      CardCase.of("co2_eq_emissions:\n  emissions: 0.05\n  energy_consumed: 0.12") == [
        Expected(
          "HFP526",
          .warning,
          5,
          14,
          "emissions of `0.05` grams, which are 0.417 grams for a kilowatt-hour of `energy_consumed`"
        )
      ]
    )
    #expect(CardCase.of("co2_eq_emissions: 0.004").isEmpty)
    #expect(CardCase.of("co2_eq_emissions:\n  emissions: 48.2\n  energy_consumed: 0.12\n  source: codecarbon").isEmpty)
  }

  @Test("examples of the widget that do not fit the task are found")
  func widget() {
    #expect(
      CardCase.of("widget:\n  text: a") == [Expected("HFP525", .error, 5, 3, "`widget` with a mapping")]
    )
    #expect(
      CardCase.of("widget:\n- a") == [Expected("HFP525", .error, 5, 3, "an example that is the text `a`")]
    )
    #expect(
      CardCase.of("pipeline_tag: sentence-similarity\nwidget:\n- text: a") == [
        Expected("HFP525", .error, 6, 3, "an example without `source_sentence`")
      ]
    )
    #expect(
      CardCase.of("pipeline_tag: sentence-similarity\nwidget:\n- source_sentence: a\n  sentences: b") == [
        Expected("HFP525", .error, 7, 14, "`sentences` with the text `b`")
      ]
    )
    #expect(
      CardCase.of("pipeline_tag: feature-extraction\nwidget:\n- source_sentence: a") == [
        Expected("HFP525", .error, 6, 3, "an example without `sentences`")
      ]
    )
    #expect(
      CardCase.of("pipeline_tag: feature-extraction\nwidget:\n- text: a\n- source_sentence: a\n  sentences: [b]")
        .isEmpty
    )
    #expect(CardCase.of("pipeline_tag: text-generation\nwidget:\n- messages: []").isEmpty)
    #expect(CardCase.of("widget:\n- src: a").isEmpty)
  }

  @Test("metadata of a megabyte, thousands of tags and deep nesting are looked at to the end")
  func hostile() {
    let tags = "tags:\n" + (0..<10_000).map { "- tag-\($0 % 5_000)\n" }.joined()
    let equal = CardCase.findings("---\n\(CardCase.needed)\(tags)---\n")
    #expect(equal.map(\.code) == Array(repeating: "HFP524", count: 50))
    #expect(equal.last?.remedy == "Remove one of them. There are 4950 more like this one.")

    let keys = (0..<60_000).map { "licens\($0): no\n" }.joined()
    let many = CardCase.findings("---\n\(CardCase.needed)\(keys)---\n")
    #expect(Set(many.map(\.code)) == ["HFP507", "HFP513", "HFP514", "HFP515"])

    let long = String(repeating: "x", count: 1 << 18)
    let wide = CardCase.findings(
      "---\nlicense: \(long)\nnote: \(long)\nbase_model: \(long)\nlanguage: \(long)\n---\n"
    )
    #expect(wide.contains { $0.code == "HFP517" && $0.seen.count < 100 })

    let deep = String(repeating: "[", count: 100_000)
    #expect(CardCase.of("tags: \(deep)").map(\.code) == ["HFP504"])
    #expect(CardCase.of("description: \"\(String(repeating: "Ã©", count: 100_000))\"").map(\.code).contains("HFP508"))
    #expect(
      CardCase.findings("---\n\(CardCase.needed)description: \"\(String(repeating: "a\t", count: 100_000))\"\n---\n")
        .isEmpty
    )
    #expect(
      CardCase.findings(String(repeating: "-", count: 1 << 20)).map(\.code)
        == ["HFP502", "HFP507"]
    )
  }
}
