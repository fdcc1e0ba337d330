import Findings
import HubAPI
import Testing

@testable import Validation

/// Rules about code blocks and citations, with what breaks each and what does not; the body begins on line 1.
@Suite struct SnippetRulesTests {
  private func found(
    _ body: String,
    repository: String? = "acme/tiny",
    shipped: PublishedPaths? = nil,
    requirements: Set<String>? = nil
  ) -> [Expected] {
    let card = CardDocument(
      text: "# T\n\n" + body,
      file: "README.md",
      isCard: false,
      repository: repository.flatMap { RepositoryID($0) },
      shippedPaths: shipped,
      requirements: requirements
    )
    return CardRuleRegistry.body.flatMap { $0.init().run(card) }.map { Expected($0) }
  }

  @Test("blocks that break no rule have no finding")
  func clean() {
    let body = """
      ```bash
      pip install model2vec "numpy>=1.26"
      hf download acme/tiny
      ```

      ```python
      import json
      import numpy as np
      from model2vec import StaticModel

      model = StaticModel.from_pretrained("acme/tiny")
      print(f"{np.pi:.2f}")
      ```

      ```
      3.14
      ```

      ```json
      {"a": [1, 2.5e3, null]}
      ```

      ```jsonl
      {"a": 1}

      "b"
      ```

      ```yaml
      a: [1, 2]
      ```

      ```console
      $ ls
      README.md
      ```

      ```bibtex
      @misc{a, title = {T}, author = {A}, year = {2024}}
      ```
      """
    #expect(found(body) == [])
  }

  @Test("HFP631: JSON and YAML that cannot be read, with the line inside the file")
  func data() {
    #expect(
      found("```json\n{\"a\": 1,\n ...}\n```\n\n```yaml\na: [1\nb: 2\n```\n").map {
        "\($0.code) \($0.line) \($0.seen.prefix(40))"
      } == [
        "HFP631 5 a json block that cannot be read: expect", "HFP631 10 a yaml block that cannot be read: did no",
      ]
    )
    #expect(found("```jsonl\n{}\n{\n```\n").map(\.line) == [5])
  }

  @Test("HFP632: prompts in blocks that are copied")
  func prompts() {
    #expect(
      found("```bash\ncd x\n$ ls\n```\n\n```python\n>>> 1 + 1\n```\n") == [
        Expected("HFP632", .error, 5, 1, "the prompt `$ ` in front of \"ls\""),
        Expected("HFP632", .error, 9, 1, "the prompt `>>> ` in front of \"1 + 1\""),
      ]
    )
  }

  @Test("HFP633: blocks without a language, but for what a block prints")
  func languages() {
    #expect(
      found("```\nx\n```\n\nWords.\n\n```python\n1\n```\n\n```\n1\n```\n") == [
        Expected("HFP633", .warning, 3, 1, "a code block without a language")
      ]
    )
  }

  @Test("HFP634: Python that does not close what it opens")
  func python() {
    #expect(
      found("```python\nprint(\n  1\n```\n") == [
        Expected("HFP634", .error, 4, 0, "a Python block in which `(` is not closed")
      ]
    )
  }

  @Test("HFP635: another repository in the example, unless the text names it")
  func repository() {
    let code = "```python\nStaticModel.from_pretrained(\"acme/tiney\")\n```\n"
    #expect(found(code) == [Expected("HFP635", .error, 4, 0, "an example that loads acme/tiney")])
    #expect(found("```bash\nhf download other/model\n```\n").map(\.line) == [4])
    #expect(found("Compare with other/model.\n\n```bash\nhf download other/model\n```\n") == [])
    #expect(found(code, repository: nil) == [])
    #expect(found("```python\nStaticModel.from_pretrained(\".\")\n```\n") == [])
    #expect(found("```python\nhf_hub_download(repo_id=\"a/b\", filename=\"x/y\")\n```\n").count == 1)
  }

  @Test("HFP636: imports that nothing names")
  func imports() {
    let code = "```python\nimport os, sklearn\nimport helper\n```\n"
    #expect(
      found(code, shipped: ["examples/helper.py"], requirements: ["model2vec"]) == [
        Expected("HFP636", .error, 4, 0, "the import of sklearn, which nothing names as needed")
      ]
    )
    #expect(found(code, shipped: ["examples/helper.py"], requirements: ["scikit-learn"]) == [])
    #expect(
      found("```bash\nuv pip install model2vec[distill]\n```\n\n" + code).map(\.severity) == [.warning, .warning]
    )
    // Nothing says what is needed, so that nothing can be missing.
    #expect(found(code) == [])
  }

  @Test("HFP641: citations that cannot be used")
  func citations() {
    #expect(
      found(
        "```bibtex\n@misc{a, title = {T}}\n@article{a,\n title = {T},\n year = {20244}\n}\n@msic{b, title = {T}}\n```\n"
      ) == [
        Expected("HFP641", .error, 5, 0, "a second entry with the key `a`"),
        Expected("HFP641", .error, 5, 0, "`a` has no author"),
        Expected("HFP641", .error, 5, 0, "`a` has no journal"),
        Expected("HFP641", .error, 7, 0, "the year \"20244\""),
        Expected("HFP641", .error, 9, 0, "an entry of type @msic"),
      ]
    )
    #expect(
      found("```bibtex\n@misc{a, title = {T}\n```\n") == [
        Expected("HFP641", .error, 4, 0, "a BibTeX block in which the entry that begins here is not closed")
      ]
    )
  }

  @Test("HFP642: known works with other facts")
  func works() {
    #expect(
      found(
        """
        ```bibtex
        @misc{q, title = {{Qwen2.5} Technical Report}, author = {{Qwen Team}}, year = {2024}, eprint = {2412.15116}}
        @software{m,
          title = {Model2Vec: Fast State-of-the-Art Static Embeddings},
          author = {Someone Else},
          year = {2021}
        }
        @inproceedings{s, title = {Sentence-BERT: x}, author = {Reimers, N.}, booktitle = {E}, year = {2019},
          url = {https://arxiv.org/abs/1908.10084}}
        @misc{o, title = {Sentence embeddings}, year = {2001}}
        ```
        """
      ) == [
        Expected("HFP642", .error, 4, 0, "Qwen2.5 cited with the eprint \"2412.15116\""),
        Expected("HFP642", .error, 8, 0, "Model2Vec cited with the year \"2021\""),
        Expected("HFP642", .error, 7, 0, "Model2Vec cited with the author \"Someone Else\""),
      ]
    )
  }
}
