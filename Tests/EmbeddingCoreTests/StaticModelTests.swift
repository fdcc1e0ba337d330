import EmbeddingCore
import Files
import SafeTensors
import TestKit
import Testing

@Suite struct StaticModelTests {
  @Test("rows are averaged, unknown tokens dropped, and no tokens give zeros")
  func average() throws {
    let model = try SmallModel().open()
    #expect(try model.encode("a b q") == [2, 2])
    #expect(try model.tokenIDs("a b q") == [2, 3])
    for text in ["", "  ", "q", "[unk]"] { #expect(try model.encode(text) == [0, 0]) }
  }

  @Test("a normalizing model gives vectors of length 1, and zeros stay zeros", arguments: Rounding.allCases)
  func normalized(rounding: Rounding) throws {
    let model = try SmallModel(configuration: "{\"normalize\":true}").open()
    #expect(try model.encode("a", rounding: rounding) == [0.6, 0.8])
    #expect(try model.encode("", rounding: rounding) == [0, 0])
  }

  @Test(
    "all layouts and tensor names are opened",
    arguments: ModelLayout.allCases,
    ["embeddings", "embedding.weight", "0"]
  )
  func layouts(layout: ModelLayout, name: String) throws {
    let model = try SmallModel(tensors: SmallModel.tensors(named: name), layout: layout).open()
    #expect(model.facts.layout == layout)
    #expect(try model.encode("a") == [3, 4])
    #expect(model.facts.files.map(\.path) == layout.requiredPaths)
  }

  @Test("the facts say what is in the files")
  func facts() throws {
    let tensors = SmallModel.tensors {
      $0.add("weights", dtype: .f32, shape: [4], bytes: SmallModel.floats([1, 1, 2, 1]))
      $0.add("mapping", dtype: .i32, shape: [4], bytes: SmallModel.integers([0, 1, 3, 2]))
    }
    let configuration = "{\"normalize\":false,\"max_length\":7,\"tokenizer_name\":\"acme/base\",\"hidden_dim\":2}"
    let model = try SmallModel(configuration: configuration, tensors: tensors).open()
    let facts = model.facts
    #expect(facts.dimension == 2)
    #expect(facts.rows == 4)
    #expect(facts.vocabularyCount == 4)
    #expect([facts.tableDType, facts.weightsDType, facts.mappingDType] == [.f32, .f32, .i32])
    #expect(facts.maxLength == 7)
    #expect(facts.medianTokenLength == 3)
    #expect(facts.maximumTextLength == 21)
    #expect(facts.tokenizerName == "acme/base")
    #expect(facts.tokenizerModel == "WordPiece")
    #expect(facts.unknownTokenID == 1)
    #expect(facts.parameterCount == 16)
    #expect(facts.files.map(\.size) == [configuration.utf8.count, tensors.count, SmallModel().tokenizer?.utf8.count])
    // a: row 3 times 2, b: row 2 times 1.
    #expect(try model.encode("a b") == [2.5, 2])
    #expect(model.tableRow(2) == [3, 4])
    #expect(model.tableRow(4) == nil)
    #expect(model.tokenString(2) == "a")
  }

  @Test("the text is cut by scalars before it is tokenized, and tokens before the unknown are dropped")
  func cuts() throws {
    let model = try SmallModel(configuration: "{\"max_length\":2}").open()
    #expect(model.facts.maximumTextLength == 6)
    #expect(try model.tokenIDs("q q a") == [])
    #expect(try model.tokenIDs("     a") == [2])
    #expect(try model.tokenIDs("      a") == [])
    // An emoji of six scalars is one grapheme cluster.
    #expect(try model.tokenIDs("👩‍❤️‍👨 a") == [])
    #expect(try model.tokenIDs("é é é a") == [])
    #expect(try SmallModel(configuration: "{\"max_length\":0}").open().encode("a") == [0, 0])
    let unlimited = try SmallModel(configuration: "{\"max_length\":null}").open()
    #expect(unlimited.facts.maximumTextLength == nil)
    #expect(try unlimited.tokenIDs(String(repeating: "a ", count: 5_000)).count == 5_000)
  }

  @Test(
    "many texts give the same vectors as one at a time, in order, whatever the number of threads",
    arguments: [0, 1, 2, 7]
  )
  func batches(threads: Int) throws {
    let model = try SmallModel().open()
    var generator = SeededGenerator(seed: 5)
    let texts = (0..<1_000).map { _ in
      (0..<Int.random(in: 0..<40, using: &generator)).map { _ in ["a", "b", "q"].randomElement(using: &generator) ?? ""
      }
      .joined(separator: " ")
    }
    let matrix = try model.encode(texts, threads: threads)
    #expect(matrix.rows == 1_000)
    for index in texts.indices { #expect(try matrix[index] == model.encode(texts[index])) }
    #expect(try model.encode([], threads: threads).rows == 0)
  }

  @Test("one model serves many tasks at once")
  func concurrency() async throws {
    let model = try SmallModel().open()
    try await withThrowingTaskGroup(of: [Float].self) { group in
      for index in 0..<200 { group.addTask { try model.encode(index % 2 == 0 ? "a" : "b") } }
      var sum: Float = 0
      for try await vector in group { sum += vector[0] }
      #expect(sum == 400)
    }
  }

  @Test("a vector can be written in place, with a workspace that other models used")
  func inPlace() throws {
    let model = try SmallModel().open()
    let other = try SmallModel(tokenizer: SmallModel.tokenizer(["[PAD]", "[UNK]", "b", "a"])).open()
    var workspace = Workspace()
    var vector: [Float] = [9, 9]
    for (model, expected) in [(model, [3, 4] as [Float]), (other, [1, 0]), (model, [3, 4])] {
      var span = vector.mutableSpan
      try model.encode("a", into: &span, workspace: &workspace)
      #expect(vector == expected)
    }
  }

  @Test("the cosine is exact, bounded and 0 for a zero vector")
  func cosine() {
    #expect(Similarity.cosine([1, 0], [0, 1]) == 0)
    #expect(Similarity.cosine([1, 2, 3], [2, 4, 6]) == 1)
    #expect(Similarity.cosine([1, 0], [-3, 0]) == -1)
    #expect(Similarity.cosine([0, 0], [1, 1]) == 0)
    #expect(Similarity.cosine([], []) == 0)
    #expect(abs(Similarity.cosine([1e20, 1e20], [1e-20, 0]) - 0.5.squareRoot()) < 1e-15)
    #expect(Similarity.cosine([.nan, 1], [1, 1]).isNaN)
  }
}
