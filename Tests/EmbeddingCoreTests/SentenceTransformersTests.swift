import EmbeddingCore
import Files
import Findings
import SafeTensors
import TestKit
import Testing

/// The other meaning of the same files.
@Suite struct SentenceTransformersTests {
  static func modules(_ types: [String], path: String = ".") -> String {
    let entries = types.enumerated().map { index, type in
      "{\"idx\":\(index),\"name\":\"\(index)\",\"path\":\"\(index == 0 ? path : "\(index)_\(type)")\","
        + "\"type\":\"sentence_transformers.models.\(type)\"}"
    }
    return "[\(entries.joined(separator: ","))]"
  }

  private func model(
    _ types: [String] = ["StaticEmbedding"],
    truncation: String = "null",
    configuration: String = "{}",
    layout: ModelLayout = .sentenceTransformers,
    tensors: [UInt8] = SmallModel.tensors(named: "embedding.weight")
  ) -> SmallModel {
    var small = SmallModel(configuration: configuration, tensors: tensors, layout: layout)
    small.tokenizer = small.tokenizer.map { "{\"truncation\":\(truncation)," + $0.dropFirst() }
    small.extra["modules.json"] = Self.modules(
      types,
      path: layout == .sentenceTransformersNested ? "0_StaticEmbedding" : ""
    )
    return small
  }

  private func open(_ small: SmallModel, dimension: Int? = nil, prompt: String? = nil) throws -> StaticModel {
    try small.open(ModelOptions(dimension: dimension, semantics: .sentenceTransformers, promptName: prompt))
  }

  private func error(_ small: SmallModel, prompt: String? = nil) throws -> EmbeddingError? {
    do {
      _ = try open(small, prompt: prompt)
      return nil
    } catch let error as EmbeddingError {
      return error
    }
  }

  @Test("unknown tokens are averaged too", arguments: Rounding.allCases)
  func unknown(rounding: Rounding) throws {
    let model = try open(model())
    #expect(try model.tokenIDs("a q") == [2, 1])
    #expect(try model.encode("a q", rounding: rounding) == [2, 2.5])
    #expect(try model.encode("", rounding: rounding) == [0, 0])
    #expect(model.facts.semantics == .sentenceTransformers)
    #expect(model.facts.maxLength == nil)
    #expect(model.facts.maximumTextLength == nil)
    #expect(try model.tokenIDs(String(repeating: "a ", count: 3_000)).count == 3_000)
  }

  @Test("the stored truncation holds, from either end; model2vec's own replaces it")
  func truncation() throws {
    let right = model(truncation: "{\"max_length\":2,\"direction\":\"Right\"}")
    let left = model(truncation: "{\"max_length\":2,\"direction\":\"Left\"}")
    #expect(try open(right).tokenIDs("a a b q") == [2, 2])
    #expect(try open(left).tokenIDs("a a b q") == [3, 1])
    #expect(try open(left).encode("a a b q") == [1, 0.5])
    #expect(try open(left).tokenIDs("b") == [3])
    #expect(try open(left).facts.maxLength == 2)
    #expect(try open(model(truncation: "{\"max_length\":0}")).encode("a") == [0, 0])
    #expect(try left.open().tokenIDs("a a b q") == [2, 2, 3])
  }

  @Test("a Normalize module divides by the length; a cut comes after it", arguments: Rounding.allCases)
  func normalize(rounding: Rounding) throws {
    let small = model(["StaticEmbedding", "Normalize"])
    #expect(try open(small).facts.isNormalized)
    #expect(try open(small).encode("a", rounding: rounding) == [0.6, 0.8])
    #expect(try open(small).encode("", rounding: rounding) == [0, 0])
    let cut = try open(small, dimension: 1)
    #expect(cut.dimension == 1)
    #expect(try cut.encode("a", rounding: rounding) == [0.6])
    #expect(try cut.encode(["a", "b"], rounding: rounding).values == [0.6, 1])
    #expect(try open(model(), dimension: 1).encode("a", rounding: rounding) == [3])
    // model2vec does not look at modules.json.
    #expect(try small.open().encode("a", rounding: rounding) == [3, 4])
  }

  @Test("a length below 1e-12 is divided by 1e-12", arguments: Rounding.allCases)
  func tiny(rounding: Rounding) throws {
    var writer = SafeTensorsWriter()
    writer.add(
      "embedding.weight",
      dtype: .f32,
      shape: [4, 2],
      bytes: SmallModel.floats([0, 0, 0, 0, 3e-13, 0, 1e-20, 0])
    )
    let tiny = model(["StaticEmbedding", "Normalize"], tensors: writer.serialized())
    #expect(abs(try open(tiny).encode("a", rounding: rounding)[0] - 0.3) < 1e-6)
    #expect(abs(try open(tiny).encode("b", rounding: rounding)[0] - 1e-8) < 1e-14)
  }

  @Test("the default prompt, or the one asked for, stands before every text")
  func prompts() throws {
    let configuration = """
      {"__version__":{"sentence_transformers":"6.2.0"},"prompts":{"query":"b ","document":"","odd":null},\
      "default_prompt_name":"query","similarity_fn_name":"cosine"}
      """
    let small = model(configuration: configuration)
    #expect(try open(small).tokenIDs("a") == [3, 2])
    #expect(try open(small).tokenIDs("") == [3])
    #expect(try open(small, prompt: "document").tokenIDs("a") == [2])
    #expect(try open(small, prompt: "odd").tokenIDs("a") == [2])
    #expect(try open(model(), prompt: "query").tokenIDs("a") == [2])
    let unknown = try #require(try error(small, prompt: "passage"))
    #expect(unknown.code == .invalidOption)
    #expect(unknown.problem == "cannot use the prompt \"passage\"")
    #expect(unknown.reason == "the model has the prompts document, odd, query")
    let missing = try #require(try error(model(configuration: "{\"default_prompt_name\":\"x\"}")))
    #expect(missing.code == .invalidConfiguration)
    #expect(missing.reason == "\"default_prompt_name\" is \"x\", which is not among \"prompts\"")
    let misplaced = #expect(throws: EmbeddingError.self) { try small.open(ModelOptions(promptName: "query")) }
    #expect(misplaced?.code == .invalidOption)
  }

  @Test("weights and mapping are folded in beside \"embeddings\" and ignored beside \"embedding.weight\"")
  func folded() throws {
    func tensors(_ name: String) -> [UInt8] {
      SmallModel.tensors(named: name) {
        $0.add("weights", dtype: .f32, shape: [4], bytes: SmallModel.floats([1, 1, 2, 1]))
        $0.add("mapping", dtype: .i32, shape: [4], bytes: SmallModel.integers([0, 1, 3, 2]))
      }
    }
    #expect(try open(model(layout: .model2vec, tensors: tensors("embeddings"))).encode("a b") == [2.5, 2])
    #expect(try open(model(tensors: tensors("embedding.weight"))).encode("a b") == [2, 2])
    // No row for every token of the vocabulary is needed, only for the largest id.
    #expect(try open(model(tensors: SmallModel.tensors(named: "embedding.weight", rows: 9))).encode("a") == [3, 4])
  }

  @Test("the embedding is where modules.json has it")
  func places() throws {
    #expect(try open(model(layout: .sentenceTransformersNested)).encode("a") == [3, 4])
    var elsewhere = model()
    elsewhere.extra["modules.json"] = Self.modules(["StaticEmbedding"], path: "7_Other")
    let refusal = try #require(try error(elsewhere))
    #expect(refusal.code == .unsupportedModule)
    #expect(
      refusal.reason
        == "modules.json has the embedding in \"7_Other\", expected the folder itself or \"0_StaticEmbedding\""
    )
    elsewhere.extra["modules.json"] = Self.modules(["StaticEmbedding"], path: "0_StaticEmbedding/")
    #expect(try error(elsewhere)?.code == .missingFile)
  }

  @Test("modules that are not known, missing or malformed are refused")
  func modules() throws {
    let cases: [(String?, EmbeddingError.Code, String)] = [
      (nil, .missingFile, "there is no modules.json, which says what the model is made of"),
      ("[]", .unsupportedModule, "its first module is missing, expected a StaticEmbedding"),
      (
        Self.modules(["Transformer", "Pooling"]), .unsupportedModule,
        "its first module is a Transformer, expected a StaticEmbedding"
      ),
      (
        Self.modules(["StaticEmbedding", "Dense"]), .unsupportedModule,
        "it has the module Dense; only StaticEmbedding and Normalize are known"
      ),
      ("{}", .invalidConfiguration, "expected a list"),
      ("[{\"path\":\"\"}]", .invalidConfiguration, "a module lacks \"type\" or \"path\""),
      ("[{\"path\":7}]", .invalidConfiguration, "expected a string"),
      ("[] x", .invalidConfiguration, "expected the end of the text"),
    ]
    for (text, code, reason) in cases {
      var small = model()
      small.extra["modules.json"] = text
      let refusal = try #require(try error(small))
      #expect(refusal.code == code)
      #expect(refusal.reason == reason)
    }
    #expect(try error(model(configuration: "{\"prompts\":[]}"))?.code == .invalidConfiguration)
  }

  @Test("a folder that is not there is said so")
  func missing() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: EmbeddingError.self) {
      try StaticModel(folder: "\(folder.path)/none", options: ModelOptions(semantics: .sentenceTransformers))
    }
    #expect(error?.code == .missingFolder)
  }
}
