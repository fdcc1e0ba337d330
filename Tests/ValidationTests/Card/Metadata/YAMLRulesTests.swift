import Findings
import Testing

@testable import Validation

@Suite struct YAMLRulesTests {
  @Test("a key that stands twice is found once, with both lines")
  func duplicates() {
    #expect(
      CardCase.of("tags:\n- a\nlicense: nonsense") == [
        Expected("HFP509", .error, 6, 1, "the key `license` stands twice, on line 2 and on line 6")
      ]
    )
    #expect(CardCase.of("widget:\n- text: a\n  text: b").map(\.code) == ["HFP509"])
  }

  @Test("a tag outside the core set is found")
  func tags() {
    #expect(
      CardCase.of("tags: !!python/tuple [a]") == [
        Expected(
          "HFP510",
          .error,
          4,
          7,
          "the tag `tag:yaml.org,2002:python/tuple` is not one that every reader knows"
        )
      ]
    )
  }

  @Test("anchors, aliases and merge keys are found")
  func anchors() {
    #expect(
      CardCase.of("tags: &x [a]") == [
        Expected(
          "HFP511",
          .error,
          4,
          7,
          "the anchor `&x` is not supported, because readers of model cards do not agree on it"
        )
      ]
    )
    #expect(CardCase.of("tags: *x").map(\.code) == ["HFP511"])
    #expect(CardCase.of("<<: {tags: [a]}").map(\.code) == ["HFP511"])
  }

  @Test("a tab that indents or separates is found")
  func tabs() {
    #expect(
      CardCase.of("tags:\n\t- a") == [
        Expected("HFP512", .error, 5, 1, "a tab stands where only blanks may indent")
      ]
    )
    #expect(CardCase.of("description:\ta") == [Expected("HFP512", .error, 4, 13, "a tab in `description:\\ta`")])
    #expect(CardCase.of("description: a\t") == [Expected("HFP512", .error, 4, 15, "a tab in `description: a\\t`")])
    #expect(CardCase.of("description: \"a\"\t# b").map(\.column) == [17])
    #expect(CardCase.of("tags: [a,\tb]").map(\.column) == [10])
    #expect(CardCase.of("tags: ['it''s', \"\\\"\",\tb]").map(\.column) == [22])
  }

  @Test("a tab inside quotes, a block or a comment is left alone")
  func tabsClean() {
    #expect(CardCase.of("description: \"a\tb\"").isEmpty)
    #expect(CardCase.of("description: 'it''s\ta'").isEmpty)
    #expect(CardCase.of("description: \"a\n  \tb\\\"\tc\"").isEmpty)
    #expect(CardCase.of("extra_gated_prompt: |\n  a\tb\n  \tc\ntags:\n- a # b\tc\n# d\te").isEmpty)
    #expect(CardCase.of("tags:\n- a\n\t\n- b").filter { $0.code != "HFP504" }.isEmpty)
  }

  @Test(
    "a value that readers disagree on is found",
    arguments: [
      ("language: no", 11, "`no`, which is the truth value false in YAML 1.1 (Python) and text in YAML 1.2"),
      ("inference: on", 12, "`on`, which is the truth value true in YAML 1.1 (Python) and text in YAML 1.2"),
      ("size: 1_000", 7, "`1_000`, which is a whole number in YAML 1.1 (Python) and text in YAML 1.2"),
      ("time: 12:30:00", 7, "`12:30:00`, which is a whole number in YAML 1.1 (Python) and text in YAML 1.2"),
      ("mode: 017", 7, "`017`, which is the number 15 in YAML 1.1 (Python) and the number 17 in YAML 1.2"),
      ("mode: 0o17", 7, "`0o17`, which is text in YAML 1.1 (Python) and a whole number in YAML 1.2"),
      ("rate: 1e-05", 7, "`1e-05`, which is text in YAML 1.1 (Python) and a number in YAML 1.2"),
      ("date: 2025-10-18", 7, "`2025-10-18`, which is a date in YAML 1.1 (Python) and text in YAML 1.2"),
      ("yes: 1", 1, "the key `yes`, which is the truth value true in YAML 1.1 (Python) and text in YAML 1.2"),
      ("tags: [Off]", 8, "`Off`, which is the truth value false in YAML 1.1 (Python) and text in YAML 1.2"),
    ]
  )
  func disputed(line: String, column: Int, seen: String) {
    let found = CardCase.of(line).filter { $0.severity != .note }
    #expect(found == [Expected("HFP513", .warning, 4, column, seen)])
  }

  @Test("the advice for a disputed number is another than for a word")
  func disputedAdvice() {
    let found = CardCase.findings("---\n\(CardCase.needed)language: [no]\nx: 017\n---\n").filter { $0.code == "HFP513" }
    #expect(
      found.map(\.remedy) == [
        "Write it in quotes: \"no\".", "Write a number in plain decimal digits, a text in quotes.",
      ]
    )
  }

  @Test("quoted values and values that all readers take alike have no finding")
  func disputedClean() {
    #expect(
      CardCase.of("language: \"no\"\ninference: false\nco2_eq_emissions: 1.5\ntags: ['1e5', y, '2025-10-18', 1.2.3]")
        .isEmpty
    )
  }

  @Test("a disputed value of a key with a closed list is reported by that key's rule alone")
  func disputedOnce() {
    #expect(
      CardCase.findings("---\nlicense: no\nlibrary_name: model2vec\n---\n").map(Expected.init) == [
        Expected("HFP517", .error, 2, 10, "the licence `no`")
      ]
    )
    let disputed = ["no", "on", "yes", "off", "1_000", "12:30", "017"]
    #expect(disputed.allSatisfy { !LicenseNames.known.contains($0) && !PipelineTags.known.contains($0) })
    #expect(disputed.allSatisfy { !BaseModelRelationRule.known.contains($0) })
  }

  @Test(
    "a slip for a known key is found with the key that is meant",
    arguments: [
      ("licence: mit", "licence", "license"), ("library: model2vec", "library", "library_name"),
      ("base-model: a/b", "base-model", "base_model"), ("Tags: [a]", "Tags", "tags"),
      ("pipeline-tag: other", "pipeline-tag", "pipeline_tag"), ("dataset: a/b", "dataset", "datasets"),
      ("model_index: []", "model_index", "model-index"), ("basemodel: a/b", "basemodel", "base_model"),
      ("languages: en", "languages", "language"), ("extra_gated_field: {}", "extra_gated_field", "extra_gated_fields"),
    ]
  )
  func misspelt(line: String, key: String, meant: String) {
    let found = CardCase.findings("---\n\(line)\n---\n").filter { ["HFP514", "HFP515"].contains($0.code) }
    #expect(found.map(Expected.init) == [Expected("HFP514", .warning, 2, 1, "the key `\(key)`")])
    #expect(found.first?.expected == "`\(meant)`")
  }

  @Test("a slip beside the right key is to be removed, and a missing licence is not reported beside its slip")
  func misspeltBeside() {
    let found = CardCase.findings("---\n\(CardCase.needed)licence: mit\n---\n")
    #expect(found.map(\.expected) == ["`license`, which is there too"])
    let alone = CardCase.findings("---\nlicence: mit\nlibary_name: model2vec\n---\n")
    #expect(alone.map(\.code) == ["HFP514", "HFP514"])
  }

  @Test("other unknown keys are notes")
  func unknown() {
    #expect(CardCase.of("model_type: static") == [Expected("HFP515", .note, 4, 1, "the key `model_type`")])
    for key in ["title", "author", "name", "emoji", "model_size", "quantized_by", "version", "framework"] {
      #expect(CardCase.of("\(key): a").map(\.code) == ["HFP515"])
    }
  }

  @Test("a known key without a value is found; one that may be empty is not")
  func empty() {
    #expect(
      CardCase.of("datasets:\ntags: []\nbase_model: \"\"\nthumbnail:\ndescription: ~") == [
        Expected("HFP516", .warning, 4, 1, "`datasets` without a value"),
        Expected("HFP516", .warning, 5, 1, "`tags` without a value"),
        Expected("HFP516", .warning, 6, 1, "`base_model` without a value"),
      ]
    )
    #expect(CardCase.findings("---\nlicense:\nlibrary_name:\npipeline_tag:\n---\n").allSatisfy { $0.code == "HFP516" })
  }
}
