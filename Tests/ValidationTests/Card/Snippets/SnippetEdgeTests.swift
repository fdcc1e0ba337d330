import Findings
import HubAPI
import Testing

@testable import Validation

/// What the rules about code and citations must leave alone, and what they must not miss; the block begins on line 3.
@Suite struct SnippetEdgeTests {
  private func found(
    _ body: String,
    shipped: PublishedPaths? = nil,
    requirements: Set<String>? = nil
  ) -> [Expected] {
    let card = CardDocument(
      text: "# T\n\n" + body,
      file: "README.md",
      isCard: false,
      repository: RepositoryID("acme/tiny-v2"),
      shippedPaths: shipped,
      requirements: requirements
    )
    return CardRuleRegistry.body.flatMap { $0.init().run(card) }.map { Expected($0) }
  }

  private func block(_ language: String, _ code: String) -> String { "```\(language)\n\(code)\n```\n" }

  @Test("YAML of several documents, with tags and anchors, is YAML")
  func yaml() {
    #expect(found(block("yaml", "---\nlicense: mit\n---\n\n# not read as one\n")) == [])
    #expect(found(block("yaml", "a: &x [1]\nb: *x\nc: !own 2")) == [])
    #expect(found(block("yml", "a: 1\n---\nb: [1\nc: 2")).map { "\($0.code) \($0.line)" } == ["HFP631 7"])
    #expect(found(block("yaml", "a: 1\na: 2")).map { "\($0.code) \($0.line)" } == ["HFP631 5"])
  }

  @Test("JSON says the place inside the file")
  func json() {
    #expect(found(block("json", "{\n  \"a\": 1,\n}")).map { "\($0.line):\($0.column)" } == ["6:1"])
    #expect(found(block("jsonc", "// a\n{}") + "\n" + block("json5", "{a: 1}") + "\n" + block("json", "3")) == [])
  }

  @Test("lines that end in two characters are lines")
  func lineEnds() {
    #expect(
      found("```bash\r\ncd x\r\n$ ls\r\n```\r\n").filter { $0.code == "HFP632" } == [
        Expected("HFP632", .error, 5, 1, "the prompt `$ ` in front of \"ls\"")
      ]
    )
    #expect(found("```python\r\nx = 1\r\ny = (\r\n```\r\n").map(\.line) == [5])
  }

  @Test("texts within formatted texts, and comments indented in any way, are Python")
  func python() {
    let code = """
      print(f"{d["a"]} {", ".join(x)} {{(}}", f"{x:'>10} {y!r}")
      print(f"{f"{f(")")}"}", rf"\\d{'('}", f'''{
        "(" }''')
      if x:
       \t# a note
          pass
      """
    #expect(found(block("python", code)) == [])
    #expect(found(block("py", "print(f\"{d[)\nx = 1")).map(\.line) == [4])
  }

  @Test("a session with an interpreter has prompts to take out; what it prints is no Python")
  func session() {
    let code = ">>> x = f(\n...   1)\nIt's (open\n>>> import gone"
    #expect(
      found(block("python", code), requirements: ["model2vec"]).map { "\($0.code) \($0.line)" } == [
        "HFP632 4", "HFP636 7",
      ]
    )
  }

  @Test("a repository whose name begins or ends like one in the text is another one")
  func nearRepositories() {
    #expect(
      found("Get acme/tiny-v2 and acme/tiny-v1-int8.\n\n" + block("python", "SentenceTransformer(\"acme/tiny-v1\")"))
        == [
          Expected("HFP635", .error, 6, 0, "an example that loads acme/tiny-v1")
        ]
    )
    for text in ["See acme/tiny-v1.", "[x](https://huggingface.co/acme/tiny-v1/tree/main)", "`acme/tiny-v1`"] {
      #expect(found(text + "\n\n" + block("python", "SentenceTransformer(\"acme/tiny-v1\")")) == [], "\(text)")
    }
  }

  @Test("data sets, folders that are published, and names that are put together are no other model")
  func otherUses() {
    let code = """
      hf_hub_download(repo_id="acme/data", filename="a", repo_type="dataset")
      snapshot_download("acme/data", repo_type='dataset')
      StaticModel.from_pretrained("onnx/model")
      StaticModel.from_pretrained(f"{owner}/model")
      StaticModel.from_pretrained(name + "/model")
      load_dataset("acme/data")
      StaticModel.from_pretrained(
          "acme/tiny-v2", normalize=True
      )
      """
    #expect(found(block("python", code), shipped: ["onnx/model/a.onnx"]) == [])
    let commands =
      "hf download acme/data --repo-type dataset\nhf download \"acme/tiny-v2\" README.md\nhf download --help x"
    #expect(found(block("bash", commands)) == [])
  }

  @Test("every way to load a model counts, by argument's name and by commands")
  func loaders() {
    let code = """
      StaticEmbedding.from_model2vec("a/b1")
      AutoModel.from_pretrained(pretrained_model_name_or_path="a/b2")
      SentenceTransformer(device="cpu", model_name_or_path="a/b3")
      pipeline("feature-extraction", model="a/b4")
      """
    #expect(
      found(block("python", code)).map { "\($0.line) \($0.seen)" } == [
        "4 an example that loads a/b1", "5 an example that loads a/b2", "6 an example that loads a/b3",
        "7 an example that loads a/b4",
      ]
    )
    let commands = "huggingface-cli download 'a/b1'\ngit clone https://huggingface.co/a/b2.git\n$ hf download a/b3"
    #expect(
      found(block("console", commands)).map { "\($0.line) \($0.seen)" } == [
        "4 an example that loads a/b1", "5 an example that loads a/b2", "6 an example that loads a/b3",
      ]
    )
  }

  @Test("what a named package brings along is there, but is not named")
  func broughtAlong() {
    let code = block("python", "import numpy as np\nfrom sklearn import svm")
    #expect(
      found(block("bash", "pip install -U model2vec") + "\n" + code).map(\.description) == [
        "HFP636 warning 9:0 the import of sklearn, which nothing names as needed"
      ]
    )
    #expect(
      found(code, requirements: ["model2vec"]).map(\.description) == [
        "HFP636 warning 4:0 the import of numpy, which comes only along with another package",
        "HFP636 error 5:0 the import of sklearn, which nothing names as needed",
      ]
    )
    #expect(found(block("bash", "pip install 'sentence-transformers>=3'") + "\n" + code) == [])
    #expect(found(code, requirements: ["numpy", "scikit-learn"]) == [])
  }

  @Test("packages are named in sentences, in cells of notebooks, by addresses, and by a file that is not known")
  func installed() {
    let code = block("python", "import model2vec\nimport own_thing")
    let expected = ["own_thing"]
    for line in [
      "Run `pip install model2vec` first.",
      "Run `pip install git+https://github.com/MinishLab/model2vec.git@main` now.",
      "```python\n!pip install -q model2vec\n```", "Use `uv add model2vec==0.10` or so.",
    ] {
      let seen = found(line + "\n\n" + code).filter { $0.code == "HFP636" }
      #expect(seen.map { String($0.seen.dropFirst(14).prefix { $0 != "," }) } == expected, "\(line)")
    }
    // What these bring along is not known, or not what they are.
    for line in [
      "Run `pip install -r requirements.txt`, then `pip install model2vec`.", "`pip install model2vec mteb`",
      "`pip install -e .`", "Just pip install model2vec and go on.",
    ] {
      #expect(found(line + "\n\n" + code) == [], "\(line)")
    }
  }

  @Test("a BibTeX entry in a block without a name is looked at; other blocks are not")
  func unnamedCitations() {
    #expect(found("```\n@misc{a, title = {T}\n```\n").map { "\($0.code) \($0.line)" } == ["HFP633 3", "HFP641 4"])
    #expect(found(block("text", "@misc{a, title = {T}")) == [])
    #expect(found("```latex\n@decorator\ndef f(): pass\n```\n") == [])
    #expect(
      found(block("bibtex", "% none")) == [
        Expected("HFP641", .error, 3, 0, "a BibTeX block without an entry")
      ]
    )
  }

  @Test("a brace too many is a fault where it is left over")
  func braces() {
    #expect(
      found(block("bibtex", "@misc{a,\n  title = {T}},\n  year = {2024}\n}")) == [
        Expected("HFP641", .error, 7, 0, "a BibTeX block in which a brace closes nothing that is open")
      ]
    )
  }

  @Test("other works whose titles begin like a known one are left alone")
  func otherWorks() {
    let entries = """
      @misc{a, title = {Model2Vec static embeddings of MiniLM}, author = {Me}, year = {2026}}
      @misc{b, title = {First Instruction-Aware Model2Vec Embedding}, author = {Me}, year = {2025}}
      @article{c, title = {Qwen2.5 {Technical Report}}, author = {{Qwen Team}}, year = {2024},
        journal = {arXiv preprint arXiv:2412.15115}}
      @software{d, title = {{Model2Vec}: Fast State-of-the-Art Static Embeddings}, author = {Tulkens, S. and {van Dongen}, T.},
        year = {2024}, url = {https://github.com/MinishLab/model2vec}, doi = {10.5281/zenodo.17270888}}
      @misc{e, title = {Sentence-BERT-like models}, year = {2022}}
      """
    #expect(found(block("bibtex", entries)) == [])
  }

  @Test("a known work's number is found in a DOI, its code at its own address")
  func knownWorks() {
    let entries = """
      @misc{a, title = {Sentence-BERT: Sentence Embeddings using Siamese BERT-Networks}, author = {Reimers, Nils},
        year = 2020, doi = {10.48550/arXiv.1908.10085}}
      @software{b, title = {Model2Vec}, author = {Stephan Tulkens}, year = {2024}, url = {https://github.com/acme/model2vec}}
      """
    #expect(
      found(block("bibtex", entries)).map { "\($0.line) \($0.seen)" } == [
        "5 Sentence-BERT cited with the year \"2020\"",
        "5 Sentence-BERT cited with the doi \"10.48550/arXiv.1908.10085\"",
        "6 Model2Vec cited with the url \"https://github.com/acme/model2vec\"",
      ]
    )
  }
}
