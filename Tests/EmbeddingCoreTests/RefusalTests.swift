import EmbeddingCore
import Files
import Findings
import SafeTensors
import TestKit
import Testing
import Tokenizers

@Suite struct RefusalTests {
  private func error(opening folder: String) -> EmbeddingError? {
    do throws(EmbeddingError) {
      _ = try StaticModel(folder: folder)
      return nil
    } catch {
      return error
    }
  }

  @Test("a missing folder and a file in its place are told apart")
  func folders() throws {
    let folder = try TemporaryFolder()
    let missing = try #require(error(opening: "\(folder.path)/none"))
    #expect(missing.code == .missingFolder)
    #expect(missing.problem == "cannot open the model \(folder.path)/none")
    #expect(missing.reason == "there is no such folder")
    #expect(missing.remedy == "Give the path of the folder that holds the model's files.")
    #expect(missing.codeName == "model.missing-folder")
    #expect(missing.exitStatus == .localInput)
    try LocalFiles.writeAtomically([], to: "\(folder.path)/file")
    #expect(error(opening: "\(folder.path)/file")?.reason == "it is a file, not a folder")
  }

  @Test("an incomplete folder is told what each layout lacks")
  func incomplete() throws {
    let refusal = try #require(try SmallModel(tokenizer: nil).error())
    #expect(refusal.error.code == .missingFile)
    #expect(refusal.problem == "cannot open the model MODEL")
    #expect(
      refusal.reason == "the layout model2vec lacks tokenizer.json; "
        + "the layout sentence-transformers lacks config_sentence_transformers.json, tokenizer.json; "
        + "the layout sentence-transformers-nested lacks config_sentence_transformers.json, "
        + "0_StaticEmbedding/model.safetensors, 0_StaticEmbedding/tokenizer.json"
    )
    #expect(
      refusal.error.remedy == "Save the model again with save_pretrained, or give the folder that holds its files."
    )
  }

  @Test(
    "a configuration is refused where an entry that decides has the wrong type",
    arguments: [
      ("{\"normalize\":1}", "\"normalize\" is not true or false", 14),
      ("{\"normalize\":\"true\"}", "\"normalize\" is not true or false", 14),
      ("{\"max_length\":\"512\"}", "\"max_length\" is not a number", 15),
      ("{\"max_length\":-1}", "\"max_length\" is -1, less than 0", 17),
      ("{\"max_length\":51.2}", "expected an integer", 15),
      ("{\"normalize\":true,\"normalize\":false}", "\"normalize\" stands here twice", 31),
      ("[]", "expected an object", 1), ("", "expected an object", 1), ("{} {}", "expected the end of the text", 4),
    ]
  )
  func configuration(text: String, reason: String, column: Int) throws {
    let refusal = try #require(try SmallModel(configuration: text).error())
    #expect(refusal.error.code == .invalidConfiguration)
    #expect(refusal.problem == "cannot use the configuration MODEL/config.json")
    #expect(refusal.reason == reason)
    #expect(refusal.error.location?.line == 1)
    #expect(refusal.error.location?.column == column)
    #expect(refusal.error.remedy == "Correct the file.")
  }

  @Test("entries that only inform may be strange")
  func informing() throws {
    let text =
      "{\"normalize\":null,\"tokenizer_name\":5,\"hidden_dim\":1.5,\"apply_pca\":[\"auto\"],\"model_type\":null}"
    let model = try SmallModel(configuration: text).open()
    #expect(model.facts.configuration == ModelConfiguration())
    #expect(model.facts.maxLength == 512)
  }

  @Test("a table that does not fit the tokenizer is refused with both numbers")
  func mismatch() throws {
    for rows in [3, 5] {
      let refusal = try #require(try SmallModel(tensors: SmallModel.tensors(rows: rows)).error())
      #expect(refusal.error.code == .tokenizerMismatch)
      #expect(refusal.problem == "cannot use the model MODEL")
      #expect(refusal.reason == "the table has \(rows) rows, the tokenizer has 4 tokens")
      #expect(refusal.error.remedy == "Put the tokenizer and the table of the same model into the folder.")
    }
  }

  @Test("ids beyond the table, the weights or the mapping are refused")
  func bounds() throws {
    let sparse = SmallModel.tokenizer(["[PAD]", "[UNK]", "a", "b"]).replacing("\"b\":3", with: "\"b\":9")
    #expect(
      try SmallModel(tokenizer: sparse).error()?.reason == "the tokenizer's largest id is 9, the table has 4 rows"
    )
    let short = "the tokenizer's largest id is 3, the table has 3 entries in \"mapping\" or \"weights\""
    let weights = SmallModel.tensors {
      $0.add("weights", dtype: .f32, shape: [3], bytes: SmallModel.floats([1, 1, 1]))
    }
    #expect(try SmallModel(tensors: weights).error()?.reason == short)
    let mapping = SmallModel.tensors {
      $0.add("mapping", dtype: .i32, shape: [3], bytes: SmallModel.integers([1, 1, 1]))
    }
    #expect(try SmallModel(tensors: mapping).error()?.reason == short)
  }

  @Test("a mapping to a row that the table does not have is refused", arguments: [-1, 4, Int32.max])
  func mapping(row: Int32) throws {
    let tensors = SmallModel.tensors {
      $0.add("mapping", dtype: .i32, shape: [4], bytes: SmallModel.integers([0, 1, row, 2]))
    }
    let refusal = try #require(try SmallModel(tensors: tensors).error())
    #expect(refusal.error.code == .mappingOutOfRange)
    #expect(refusal.problem == "cannot use the tensors of MODEL/model.safetensors")
    #expect(refusal.reason == "\"mapping\" sends the token 2 to row \(row), the table has 4 rows")
  }

  @Test("tensors that no embedding model has are refused by name")
  func tensors() throws {
    func tensors(_ add: (inout SafeTensorsWriter) -> Void) -> [UInt8] {
      var writer = SafeTensorsWriter()
      add(&writer)
      return writer.serialized()
    }
    let cases: [([UInt8], String)] = [
      (tensors { _ in }, "it has no tensor \"embeddings\", \"embedding.weight\" or \"0\"; it has none"),
      (
        SmallModel.tensors(named: "table"),
        "it has no tensor \"embeddings\", \"embedding.weight\" or \"0\"; it has \"table\""
      ),
      (
        tensors { $0.add("embeddings", dtype: .f32, shape: [4], bytes: [UInt8](repeating: 0, count: 16)) },
        "\"embeddings\" has the shape [4], expected two extents that are not 0"
      ),
      (
        tensors { $0.add("embeddings", dtype: .f32, shape: [4, 0], bytes: []) },
        "\"embeddings\" has the shape [4, 0], expected two extents that are not 0"
      ),
      (
        tensors { $0.add("embeddings", dtype: .u16, shape: [4, 1], bytes: [UInt8](repeating: 0, count: 8)) },
        "\"embeddings\" has the dtype U16, expected F32, F16, I8, F64 or BF16"
      ),
      (
        SmallModel.tensors { $0.add("weights", dtype: .i8, shape: [4], bytes: [1, 1, 1, 1]) },
        "\"weights\" has the dtype I8, expected F64 or F32 or F16"
      ),
      (
        SmallModel.tensors {
          $0.add("mapping", dtype: .i32, shape: [4, 1], bytes: SmallModel.integers([0, 1, 2, 3]))
        },
        "\"mapping\" has the shape [4, 1], expected one extent"
      ),
    ]
    for (bytes, reason) in cases {
      let refusal = try #require(try SmallModel(tensors: bytes).error())
      #expect(refusal.error.code == .invalidTensor)
      #expect(refusal.problem == "cannot use the tensors of MODEL/model.safetensors")
      #expect(refusal.reason == reason)
      #expect(refusal.error.remedy == "Save the model again with save_pretrained.")
    }
  }

  @Test("faults of the tensor file and of the tokenizer keep their texts and become the cause")
  func causes() throws {
    let damaged = try #require(try SmallModel(tensors: [1, 2, 3]).error())
    #expect(damaged.error.code == .invalidTensorFile)
    #expect(damaged.problem == "cannot read MODEL/model.safetensors")
    #expect(damaged.reason == "it has 3 bytes, the header's length takes 8")
    #expect((damaged.error.cause as? SafeTensorsError)?.code == .truncated)
    let malformed = try #require(try SmallModel(tokenizer: "{").error())
    #expect(malformed.error.code == .invalidTokenizer)
    #expect(malformed.problem == "cannot use the tokenizer MODEL/tokenizer.json")
    #expect(malformed.error.location?.column == 2)
    let other = "{\"model\":{\"type\":\"Sparse\",\"vocab\":{}}}"
    let unsupported = try #require(try SmallModel(tokenizer: other).error())
    #expect(unsupported.error.code == .unsupportedTokenizer)
    #expect(unsupported.reason == "it uses the model type Sparse, which is not supported")
  }

  @Test("a text that cannot be expressed is an error, alone and among others")
  func inexpressible() throws {
    let tokenizer = SmallModel.tokenizer(["[PAD]", "c", "a", "b"], unknown: "<none>")
    let model = try SmallModel(tokenizer: tokenizer).open()
    #expect(try model.encode("a") == [3, 4])
    for attempt in [
      { _ = try model.encode("q") }, { _ = try model.tokenIDs("q") }, { _ = try model.encode(["a", "q"]) },
    ] {
      let error = #expect(throws: EmbeddingError.self) { try attempt() }
      #expect(error?.code == .inexpressibleText)
      #expect(
        error?.reason == "the text holds an unknown word, and the vocabulary lacks the unknown token \"<none>\""
      )
    }
  }

  @Test("a text on which the tokenizer's expression explodes is an error, alone and among others")
  func exploding() throws {
    let split = "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(a|a|aa)+$\"},\"behavior\":\"Isolated\",\"invert\":false}"
    let tokenizer =
      "{\"version\":\"1.0\",\"pre_tokenizer\":\(split),"
      + "\"model\":{\"type\":\"BPE\",\"vocab\":{\"[PAD]\":0,\"c\":1,\"a\":2,\"b\":3},\"merges\":[]}}"
    let model = try SmallModel(tokenizer: tokenizer).open()
    #expect(try model.encode("a") == [3, 4])
    let text = String(repeating: "a", count: 500) + "!"
    for attempt in [
      { _ = try model.encode(text) }, { _ = try model.tokenIDs(text) }, { _ = try model.encode(["a", text]) },
    ] {
      let error = #expect(throws: EmbeddingError.self) { try attempt() }
      #expect(error?.code == .inexpressibleText)
      #expect(error?.reason == "a regular expression of the tokenizer takes too many steps on this text")
    }
  }

  @Test("mutated models are refused or work, and never end the process")
  func mutations() throws {
    var generator = SeededGenerator(seed: 6)
    let tensors = SmallModel.tensors {
      $0.add("weights", dtype: .f32, shape: [4], bytes: SmallModel.floats([1, 1, 2, 1]))
      $0.add("mapping", dtype: .i32, shape: [4], bytes: SmallModel.integers([0, 1, 3, 2]))
    }
    var usable = 0
    for turn in 0..<150 {
      var small = SmallModel(tensors: turn % 2 == 0 ? generator.mutated(tensors) : tensors)
      if turn % 2 == 1 {
        let bytes = generator.mutated(Array("{\"max_length\":9,\"normalize\":true}".utf8))
        small.configuration = String(validating: bytes, as: UTF8.self)
      }
      guard let model = try? small.open() else { continue }
      usable += 1
      #expect(try model.encode("a b a b").count == model.dimension)
      #expect(try model.encode("a b a b", rounding: .asStored).count == model.dimension)
    }
    #expect(usable > 5)
  }
}
