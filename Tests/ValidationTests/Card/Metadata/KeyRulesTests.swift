import Findings
import Testing

@testable import Validation

@Suite struct KeyRulesTests {
  private func advice(_ metadata: String) -> [String] {
    CardCase.findings("---\n\(metadata)\n---\n").map(\.remedy)
  }

  @Test("a licence that the Hub does not know is found with the id that is meant")
  func license() {
    for (text, meant) in [
      ("Apache-2.0", "apache-2.0"), ("gpl-2.0-or-later", "gpl-2.0"), ("apache 2.0", "apache-2.0"), ("mti", "mit"),
      ("cc-by-sa-4", "cc-by-sa-4.0"),
    ] {
      let found = CardCase.findings("---\nlicense: \(text)\nlibrary_name: model2vec\n---\n")
      #expect(found.map(Expected.init) == [Expected("HFP517", .error, 2, 10, "the licence `\(text)`")])
      #expect(found.first?.remedy.hasSuffix("Did you mean `\(meant)`?") == true)
      #expect(found.first?.expected == "one of the Hub's 83 licence ids (list of 2026-08-22)")
    }
    #expect(
      CardCase.findings("---\nlicense: [mit, \"none\"]\nlibrary_name: model2vec\n---\n").map(Expected.init) == [
        Expected("HFP517", .error, 2, 16, "the licence `none`")
      ]
    )
    #expect(
      CardCase.findings("---\nlicense: {a: b}\nlibrary_name: model2vec\n---\n").map(Expected.init) == [
        Expected("HFP517", .error, 2, 10, "the licence a mapping")
      ]
    )
    #expect(
      CardCase.findings("---\nlibrary_name: model2vec\n---\n").map(Expected.init) == [
        Expected("HFP517", .warning, 2, 1, "no licence")
      ]
    )
    #expect(CardCase.findings("---\nlicense: [mit, apache-2.0]\nlibrary_name: model2vec\n---\n").isEmpty)
  }

  @Test("the licence `other` needs a name and a text")
  func otherLicense() {
    let card = "---\nlicense: other\nlibrary_name: model2vec\n---\n"
    let name = Expected("HFP518", .error, 2, 10, "the licence `other` without `license_name`")
    let link = "the licence `other` without `license_link`"
    #expect(CardCase.findings(card).map(Expected.init) == [name, Expected("HFP518", .warning, 2, 10, link)])
    #expect(
      CardCase.findings(card, shippedPaths: ["README.md"]).map(Expected.init) == [
        name, Expected("HFP518", .error, 2, 10, link),
      ]
    )
    #expect(CardCase.findings(card, shippedPaths: ["LICENSE"]).map(Expected.init) == [name])
    let whole = "---\nlicense: other\nlicense_name: mine\nlicense_link: TERMS.md\nlibrary_name: model2vec\n---\n"
    #expect(CardCase.findings(whole, shippedPaths: ["TERMS.md"]).isEmpty)
    #expect(CardCase.findings(whole).isEmpty)
    #expect(
      CardCase.findings(whole, shippedPaths: ["LICENSE"]).map(Expected.init) == [
        Expected("HFP518", .error, 4, 15, "`license_link` with `TERMS.md`, which is not published")
      ]
    )
    #expect(CardCase.of("license_link: https://example.org/terms", shippedPaths: []).isEmpty)
  }

  @Test("a task that the Hub does not know is an error when it cannot be a new one, else a warning")
  func pipelineTag() {
    func found(_ tag: String) -> [Expected] { CardCase.of("pipeline_tag: \(tag)") }
    #expect(found("sentence-similarity").isEmpty)
    #expect(found("sentence-similarty") == [Expected("HFP519", .error, 4, 15, "the task `sentence-similarty`")])
    #expect(found("Feature_Extraction").map(\.severity) == [.error])
    #expect(found("embeddings").map(\.severity) == [.error])
    #expect(found("no").map(\.severity) == [.error])
    #expect(
      found("sentiment-analysis") == [
        Expected("HFP519", .error, 4, 15, "the task `sentiment-analysis`, which is a part of a task")
      ]
    )
    #expect(
      found("text2text-generation") == [
        Expected("HFP519", .warning, 4, 15, "the task `text2text-generation`, which the Hub had once")
      ]
    )
    #expect(found("smell-to-text").map(\.severity) == [.warning])
    #expect(found("text-retrieval") == [Expected("HFP519", .warning, 4, 15, "the task `text-retrieval`")])
    #expect(found("[feature-extraction]") == [Expected("HFP519", .error, 4, 15, "a list")])
    let advice = CardCase.findings("---\n\(CardCase.needed)pipeline_tag: feature_extraction\n---\n")
    #expect(advice.map(\.remedy) == ["Did you mean `feature-extraction`?"])
    #expect(advice.map(\.expected) == ["one of the Hub's 57 tasks (list of 2026-08-21)"])
  }

  @Test("a library that is missing or not known is a warning")
  func library() {
    #expect(
      CardCase.findings("---\nlicense: mit\n---\n").map(Expected.init) == [
        Expected("HFP520", .warning, 2, 1, "no library")
      ]
    )
    #expect(
      CardCase.findings("---\nlicense: mit\nlibrary_name: Sentence_Transformers\n---\n").map(Expected.init) == [
        Expected("HFP520", .warning, 3, 15, "the library `Sentence_Transformers`")
      ]
    )
    #expect(
      advice("license: mit\nlibrary_name: sentence_transformer").first?.hasSuffix("`sentence-transformers`?") == true
    )
    #expect(CardCase.findings("---\nlicense: mit\nlibrary_name: 7\n---\n").map(\.seen) == ["the number `7`"])
  }

  @Test("a base model that is no id of the Hub is found")
  func baseModel() {
    func found(_ text: String) -> [Expected] { CardCase.of("base_model: \(text)", repository: "me/mine") }
    #expect(found("sentence-transformers/all-MiniLM-L6-v2").isEmpty)
    #expect(found("[a/b, c/d]").isEmpty)
    for path in ["./checkpoints/x", "/home/me/model", "~/x", "out/x/y", "..\\x", "model/"] {
      #expect(found(path) == [Expected("HFP521", .error, 4, 13, "the base model `\(path)`, which is a path")])
    }
    #expect(
      found("bert-base-uncased") == [
        Expected("HFP521", .warning, 4, 13, "the base model `bert-base-uncased` without an owner")
      ]
    )
    #expect(found("my model") == [Expected("HFP521", .error, 4, 13, "the base model `my model`")])
    #expect(
      found("[a/b, Me/Mine]") == [
        Expected("HFP521", .error, 4, 19, "the base model `Me/Mine`, which is this model itself")
      ]
    )
    #expect(found("3").map(\.seen) == ["the number `3`"])
    let address = CardCase.findings(
      "---\n\(CardCase.needed)base_model: https://huggingface.co/a/b/tree/main\n---\n"
    )
    #expect(address.map(\.severity) == [.error])
    #expect(address.map(\.remedy) == ["Write `a/b`."])
  }

  @Test("a relation that the Hub does not know is found, and one without a base model")
  func relation() {
    #expect(
      CardCase.of("base_model: a/b\nbase_model_relation: distill") == [
        Expected("HFP522", .error, 5, 22, "the relation `distill`")
      ]
    )
    #expect(
      CardCase.of("base_model_relation: finetune") == [
        Expected("HFP522", .warning, 4, 22, "the relation `finetune` without a base model")
      ]
    )
    #expect(CardCase.of("base_model: a/b\nbase_model_relation: quantized").isEmpty)
  }

  @Test("a language that is no code is found with the code that is meant")
  func language() {
    for (text, remedy) in [
      ("English", "Did you mean `en`?"), ("EN", "Write `en`."), ("jp", "Did you mean `ja`?"),
      ("zh-Hans", "Write `zh` here, and the longer form under `language_bcp47`."),
      ("en, fr", "Write every code on a line of its own that begins with `- `."),
      ("xx", "Look the code up in ISO 639."),
    ] {
      let found = CardCase.findings("---\n\(CardCase.needed)language: \(text)\n---\n")
      #expect(found.map(Expected.init) == [Expected("HFP523", .warning, 4, 11, "the language `\(text)`")])
      #expect(found.map(\.remedy) == [remedy])
    }
    #expect(
      CardCase.of("language:\n- en\n- fr\n- en") == [
        Expected("HFP523", .warning, 7, 3, "the language `en` again, after line 5")
      ]
    )
    #expect(CardCase.of("language: [7]").map(\.seen) == ["the number `7`"])
    #expect(CardCase.of("language: [en, \"no\", yue, multilingual, code, vi]").isEmpty)
    #expect(LanguageCodes.names.count == 184)
  }

  @Test("tags that are no list, no texts, equal or a list written as text are found")
  func tags() {
    #expect(CardCase.of("tags: a, b") == [Expected("HFP524", .error, 4, 7, "`tags` with the text `a, b`")])
    #expect(
      CardCase.of("tags:\n- a\n- 7\n- a\n- \"[a, b]\"\n- [c]\n- true\n-") == [
        Expected("HFP524", .warning, 6, 3, "a tag that is the number `7`"),
        Expected("HFP524", .warning, 7, 3, "the tag `a` again, after line 5"),
        Expected("HFP524", .warning, 8, 3, "the tag `[a, b]`, which is a list written as text"),
        Expected("HFP524", .warning, 9, 3, "a tag that is a list"),
        Expected("HFP524", .warning, 10, 3, "a tag that is the truth value `true`"),
        Expected("HFP524", .warning, 11, 2, "a tag that is nothing"),
      ]
    )
    #expect(CardCase.of("tags: [a, b, 'en', text-embeddings-inference, \"region:us\"]").isEmpty)
  }

  @Test("data sets and metrics that are no ids are found")
  func identifiers() {
    #expect(
      CardCase.of(
        "datasets:\n- a/b\n- glue\n- My own data\n- ./data\n- 3\nmetrics: [accuracy, spearman_cosine, \"a, b\"]"
      ) == [
        Expected("HFP529", .warning, 7, 3, "the data set `My own data`"),
        Expected("HFP529", .warning, 8, 3, "the data set `./data`, which is a path"),
        Expected("HFP529", .warning, 9, 3, "a data set that is the number `3`"),
        Expected("HFP529", .warning, 10, 38, "the metric `a, b`"),
      ]
    )
    #expect(
      CardCase.findings("---\n\(CardCase.needed)datasets: https://huggingface.co/datasets/a/b\n---\n").map(\.remedy)
        == [
          "Write `a/b`."
        ]
    )
  }

  @Test("a thumbnail that is no URL is found")
  func thumbnail() {
    #expect(
      CardCase.of("thumbnail: figures/a.png") == [
        Expected("HFP530", .warning, 4, 12, "the thumbnail `figures/a.png`")
      ]
    )
    #expect(CardCase.of("thumbnail: https://example.org/a.png").isEmpty)
  }

  @Test("a newer version that is no other model is found")
  func newVersion() {
    #expect(
      CardCase.of("new_version: me/mine", repository: "me/mine") == [
        Expected("HFP531", .error, 4, 14, "the newer version `me/mine`, which is this model itself")
      ]
    )
    #expect(CardCase.of("new_version: mine") == [Expected("HFP531", .error, 4, 14, "the newer version `mine`")])
    #expect(CardCase.of("new_version: me/next", repository: "me/mine").isEmpty)
  }

  @Test("inference that is neither a truth value nor parameters is found")
  func inference() {
    #expect(
      CardCase.of("inference: \"false\"") == [Expected("HFP532", .warning, 4, 12, "`inference` with the text `false`")]
    )
    #expect(
      CardCase.of("inference:\n  top_k: 3") == [Expected("HFP532", .warning, 5, 3, "`inference` without `parameters`")]
    )
    #expect(CardCase.of("inference: false").isEmpty)
    #expect(CardCase.of("inference:\n  parameters:\n    top_k: 3").isEmpty)
  }

  @Test("questions of a gated model in another form are found")
  func gated() {
    #expect(
      CardCase.of(
        "extra_gated_heading: [a]\nextra_gated_eu_disallowed: maybe\nextra_gated_fields:\n  Name: txt\n  A: {type: select}\n  B: {options: [a]}"
      )
        == [
          Expected("HFP533", .error, 4, 22, "`extra_gated_heading` with a list"),
          Expected("HFP533", .error, 5, 28, "`extra_gated_eu_disallowed` with the text `maybe`"),
          Expected("HFP533", .error, 7, 9, "`Name` with the text `txt`"),
          Expected("HFP533", .error, 8, 13, "`A` with the text `select`"),
          Expected("HFP533", .error, 9, 6, "`B` with a mapping"),
        ]
    )
    #expect(
      CardCase.of(
        "extra_gated_heading: Read this\nextra_gated_fields:\n  Name: text\n  I agree: checkbox\n  Land: {type: country}\n"
          + "  Use:\n    type: select\n    options: [a, {label: B, value: b}]"
      ).isEmpty
    )
    #expect(CardCase.of("extra_gated_fields: [Name]").map(\.seen) == ["`extra_gated_fields` with a list"])
  }
}
