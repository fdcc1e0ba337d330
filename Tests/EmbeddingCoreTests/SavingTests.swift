import EmbeddingCore
import Files
import Findings
import Glibc
import SafeTensors
import TestKit
import Testing

@Suite struct SavingTests {
  let folder: TemporaryFolder
  var target: String { "\(folder.path)/saved" }

  init() throws { folder = try TemporaryFolder() }

  private func refusal(_ model: StaticModel, to path: String) -> EmbeddingError? {
    do throws(EmbeddingError) {
      try model.save(to: path)
      return nil
    } catch {
      return error
    }
  }

  /// Saves a model to `target`.
  private func save(_ small: SmallModel, _ options: ModelOptions = ModelOptions()) throws {
    let source = try small.folder()
    defer { withExtendedLifetime(source) {} }
    try StaticModel(folder: source.path, options: options).save(to: target)
  }

  @Test("a saved model opens again with the same vectors, whatever it was and became", arguments: TableFormat.allCases)
  func roundTrip(format: TableFormat) throws {
    let tensors = SmallModel.tensors {
      $0.add("weights", dtype: .f64, shape: [4], bytes: [UInt8](repeating: 0x3F, count: 32))
      $0.add(
        "mapping",
        dtype: .i64,
        shape: [4],
        bytes: [0, 1, 3, 2].flatMap { [$0] + [UInt8](repeating: 0, count: 7) }
      )
    }
    for dimension in [nil, 1] {
      let place = "\(target)-\(dimension ?? 0)"
      let model = try SmallModel(tensors: tensors).folder()
      let options = ModelOptions(dimension: dimension, format: format)
      let opened = try StaticModel(folder: model.path, options: options)
      let files = try opened.save(to: place)
      #expect(files.map(\.path) == ["config.json", "model.safetensors", "tokenizer.json", "modules.json"])
      let saved = try StaticModel(folder: place)
      for rounding in Rounding.allCases {
        for text in ["a", "a b", "q", ""] {
          #expect(try saved.encode(text, rounding: rounding) == opened.encode(text, rounding: rounding))
        }
      }
      #expect(saved.facts.tableTypeName == format.rawValue)
      #expect([saved.facts.weightsDType, saved.facts.mappingDType] == [.f64, .i64])
      #expect(saved.facts.tensors.map(\.name).sorted() == ["embeddings", "mapping", "weights"])
      #expect(saved.facts.configuration.embeddingDType == format.rawValue)
      for file in files { #expect(try MappedFile(path: "\(place)/\(file.path)").count == file.size) }
    }
    // Nothing is left beside the folders.
    #expect(try LocalFiles.list(folder.path).map(\.name) == ["saved-0", "saved-1"])
  }

  @Test("the configuration keeps what is still true and says the rest anew")
  func configuration() throws {
    let source = """
      {"tokenizer_name": "acme/b\\u00e4se", "hidden_dim":2, "embedding_dtype": "float32", "apply_pca": 2.50,
       "vocabulary_quantization": 7, "nested": {"a": [1, null]}, "normalize": true}
      """
    try save(SmallModel(configuration: source), ModelOptions(format: .float16))
    #expect(
      try LocalFiles.readText("\(target)/config.json") == """
        {
            "tokenizer_name": "acme/b\\u00e4se",
            "hidden_dim": 2,
            "embedding_dtype": "float16",
            "apply_pca": 2.50,
            "nested": {"a": [1, null]},
            "normalize": true,
            "max_length": 512
        }
        """
    )
    #expect(
      try LocalFiles.readText("\(target)/modules.json") == """
        [
            {
                "idx": 0,
                "name": "0",
                "path": ".",
                "type": "sentence_transformers.models.StaticEmbedding"
            },
            {
                "idx": 1,
                "name": "1",
                "path": "1_Normalize",
                "type": "sentence_transformers.models.Normalize"
            }
        ]
        """
    )
  }

  @Test("every layout is saved as Model2Vec's, with model2vec's meaning", arguments: ModelLayout.allCases)
  func layouts(layout: ModelLayout) throws {
    var small = SmallModel(tensors: SmallModel.tensors(named: "embedding.weight"), layout: layout)
    small.configuration = layout == .model2vec ? "{\"max_length\":null}" : "{\"prompts\":{\"query\":\"b \"}}"
    try save(small)
    let saved = try StaticModel(folder: target)
    #expect(saved.facts.layout == .model2vec)
    #expect(saved.facts.tensors.map(\.name) == ["embeddings"])
    #expect(saved.facts.maxLength == (layout == .model2vec ? nil : 512))
    #expect(!saved.facts.isNormalized)
    #expect(try saved.encode("a") == [3, 4])
    let text = try LocalFiles.readText("\(target)/config.json")
    #expect(!text.contains("prompts"))
    if layout != .model2vec { #expect(text.contains("\"hidden_dim\": 2")) }
  }

  @Test("brain floats are saved as float32, which other libraries can read")
  func brainFloats() throws {
    var writer = SafeTensorsWriter()
    writer.add("embeddings", dtype: .bf16, shape: [4, 1], bytes: [0, 0, 0x80, 0x3F, 0x40, 0x40, 0x80, 0x40])
    try save(SmallModel(tensors: writer.serialized()))
    let saved = try StaticModel(folder: target)
    #expect(saved.facts.tableDType == .f32)
    #expect(saved.facts.configuration.embeddingDType == "float32")
    #expect(try saved.encode("a b") == [3.5])
  }

  @Test("only a new or an empty folder is taken, and the refusal names what is there")
  func occupied() throws {
    let source = try SmallModel().folder()
    let model = try StaticModel(folder: source.path)
    try LocalFiles.makeFolder(target)
    try LocalFiles.writeAtomically([1], to: "\(target)/mine.txt")
    let error = try #require(refusal(model, to: target))
    #expect(error.code == .cannotSave)
    #expect(error.problem == "cannot save the model to \(target)")
    #expect(error.reason == "the folder is not empty: it holds mine.txt")
    #expect(error.remedy == "Give a new or an empty folder.")
    #expect(error.exitStatus == .localInput)
    try LocalFiles.writeAtomically([1], to: "\(target)/more.txt")
    #expect(refusal(model, to: "\(target)/")?.reason == "the folder is not empty: it holds mine.txt and 1 more")
    #expect(
      refusal(model, to: "\(target)/mine.txt")?.reason == "there is something of that name that is no folder"
    )
    #expect(refusal(model, to: "")?.reason == "the name is empty")
    #expect(try LocalFiles.list(target).map(\.name) == ["mine.txt", "more.txt"])

    let empty = "\(folder.path)/empty"
    try LocalFiles.makeFolder(empty)
    #expect(symlink("empty", "\(folder.path)/link") == 0)
    try model.save(to: "\(folder.path)/link/")
    #expect(LocalFiles.kind("\(folder.path)/link") == .symbolicLink)
    #expect(try StaticModel(folder: empty).encode("a") == [3, 4])
    try model.save(to: "\(folder.path)/deep/er/")
    #expect(try StaticModel(folder: "\(folder.path)/deep/er").encode("a") == [3, 4])
  }

  @Test("the model's own folder is never written to, by whatever name")
  func ownFolder() throws {
    let source = try SmallModel().folder(in: "v2")
    #expect(symlink(source.path, "\(folder.path)/alias") == 0)
    let model = try StaticModel(folder: source.path, options: ModelOptions(subfolder: "v2"))
    let before = try LocalFiles.walk(source.path).map(\.path)
    for path in [
      source.path, "\(source.path)/v2", "\(source.path)/new/er", "\(folder.path)/alias/new", "\(source.path)/v2/../x",
    ] {
      #expect(refusal(model, to: path)?.reason == "it is the model's own folder \(source.path) or inside it", "\(path)")
    }
    #expect(try LocalFiles.walk(source.path).map(\.path) == before)
  }

  @Test("what cannot be written leaves nothing behind")
  func unwritable() throws {
    let source = try SmallModel().folder()
    let model = try StaticModel(folder: source.path)
    try LocalFiles.writeAtomically([1], to: "\(folder.path)/file")
    let error = try #require(refusal(model, to: "\(folder.path)/file/inside"))
    #expect(error.code == .cannotSave)
    #expect(try LocalFiles.list(folder.path).map(\.name) == ["file"])
  }

  @Test("a model whose files changed or went since it was opened is not saved in a mixture")
  func changed() throws {
    let source = try SmallModel().folder()
    let model = try StaticModel(folder: source.path)
    let other = SmallModel.tokenizer(["[PAD]", "[UNK]", "a", "longer"])
    try LocalFiles.writeAtomically(Array(other.utf8), to: "\(source.path)/tokenizer.json")
    let error = try #require(refusal(model, to: target))
    #expect(error.code == .changed)
    #expect(error.reason == "its tokenizer or configuration changed after it was opened")
    #expect(unlink("\(source.path)/tokenizer.json") == 0)
    #expect(refusal(model, to: target)?.code == .cannotSave)
    #expect(try LocalFiles.list(folder.path).isEmpty)
  }

  @Test("a table whose file shrank is not saved")
  func shrunk() throws {
    MappedFile.surviveShrinking()
    let source = try SmallModel().folder()
    let model = try StaticModel(folder: source.path)
    #expect(truncate("\(source.path)/model.safetensors", 10) == 0)
    #expect(refusal(model, to: target)?.code == .changed)
    #expect(try LocalFiles.list(folder.path).isEmpty)
  }

  @Test("the meaning of sentence-transformers has no form in the layout")
  func semantics() throws {
    var small = SmallModel()
    small.extra["modules.json"] = SentenceTransformersTests.modules(["StaticEmbedding"])
    let model = try small.open(ModelOptions(semantics: .sentenceTransformers))
    let error = try #require(refusal(model, to: target))
    #expect(error.code == .cannotSave)
    #expect(error.remedy == "Open it with the semantics of model2vec to save it.")
  }
}
