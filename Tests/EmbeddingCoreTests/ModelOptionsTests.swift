import EmbeddingCore
import Files
import Findings
import Glibc
import SafeTensors
import TestKit
import Testing

@Suite struct ModelOptionsTests {
  private func error(_ small: SmallModel, _ options: ModelOptions) throws -> EmbeddingError? {
    do {
      _ = try small.open(options)
      return nil
    } catch let error as EmbeddingError {
      return error
    }
  }

  @Test(
    "a cut takes the first numbers of the mean and then normalizes, in both roundings",
    arguments: Rounding.allCases
  )
  func cut(rounding: Rounding) throws {
    let options = ModelOptions(dimension: 1)
    let plain = try SmallModel().open(options)
    #expect(plain.facts.dimension == 1)
    #expect(plain.facts.tensors[0].shape == [4, 2])
    #expect(try plain.encode("a b", rounding: rounding) == [2])
    #expect(plain.tableRow(2) == [3])
    let normalized = try SmallModel(configuration: "{\"normalize\":true}").open(options)
    #expect(try normalized.encode("a", rounding: rounding) == [1])
    #expect(try normalized.encode(["a", "b"], rounding: rounding).values == [1, 1])
  }

  @Test("a table in another format answers in it", arguments: TableFormat.allCases)
  func formats(format: TableFormat) throws {
    let model = try SmallModel().open(ModelOptions(format: format))
    #expect(model.facts.tableTypeName == format.rawValue)
    // The largest magnitude, 4, becomes 127; 3 / (4 / 127) is 95.25.
    let expected: [Float] = format == .int8 ? [95, 127] : [3, 4]
    #expect(try model.encode("a", rounding: .asStored) == expected)
    #expect(try model.encode("a") == expected)
    #expect(model.tableHealth().zeroRowCount == 1)
  }

  @Test("brain floats are read exactly, as the same numbers in float32", arguments: Rounding.allCases)
  func brainFloats(rounding: Rounding) throws {
    let halves: [UInt16] = [0, 0, 0x3F80, 0x3F80, 0x4040, 0x4080, 0x3F80, 0]
    var writer = SafeTensorsWriter()
    let bytes = halves.flatMap { half in withUnsafeBytes(of: half.littleEndian) { Array($0) } }
    writer.add("embeddings", dtype: .bf16, shape: [4, 2], bytes: bytes)
    let small = SmallModel(tensors: writer.serialized())
    let model = try small.open()
    #expect(model.facts.tableTypeName == "bfloat16")
    #expect(try model.encode("a b b", rounding: rounding) == SmallModel().open().encode("a b b", rounding: rounding))
    #expect(try small.open(ModelOptions(format: .int8)).encode("a", rounding: rounding) == [95, 127])
    #expect(model.tableHealth().nonFiniteCount == 0)
    #expect(model.tableHealth().zeroRows == TableHealth.RowSet(count: 1, first: 0))
  }

  @Test("dimensions that the table does not have are refused with both numbers", arguments: [0, -1, 3, Int.max])
  func dimensions(dimension: Int) throws {
    for semantics in ModelSemantics.allCases {
      var small = SmallModel()
      small.extra["modules.json"] = SentenceTransformersTests.modules(["StaticEmbedding", "Normalize"])
      let refusal = try #require(try error(small, ModelOptions(dimension: dimension, semantics: semantics)))
      #expect(refusal.code == .invalidOption)
      #expect(refusal.reason == "they have 2")
      #expect(refusal.remedy == "Give a number from 1 to 2.")
      #expect(refusal.exitStatus == .usage)
      #expect(refusal.codeName == "model.invalid-option")
    }
  }

  @Test("numbers that are not finite propagate, and no 8-bit integer is made of them")
  func nonFinite() throws {
    let small = SmallModel(
      tensors: SmallModel.tensors(named: "other") {
        $0.add(
          "embeddings",
          dtype: .f32,
          shape: [4, 2],
          bytes: SmallModel.floats([0, 0, 1, 1, .nan, 1, .infinity, 70_000])
        )
      }
    )
    for rounding in Rounding.allCases {
      let model = try small.open()
      #expect(try model.encode("a", rounding: rounding)[0].isNaN)
      #expect(try model.encode("b", rounding: rounding) == [.infinity, 70_000])
      #expect(try small.open(ModelOptions(format: .float16)).encode("b", rounding: rounding) == [.infinity, .infinity])
    }
    let refusal = try #require(try error(small, ModelOptions(format: .int8)))
    #expect(refusal.code == .invalidTensor)
    #expect(refusal.reason == "\"embeddings\" holds nan, which no 8-bit integer stands for")
  }

  @Test("a subfolder is opened, and only inside the folder")
  func subfolders() throws {
    let folder = try SmallModel().folder(in: "v2/small")
    let model = try StaticModel(folder: folder.path, options: ModelOptions(subfolder: "v2/small"))
    #expect(model.facts.folder == "\(folder.path)/v2/small")
    #expect(try model.encode("a") == [3, 4])
    for subfolder in ["", "..", "v2/../v2/small", "/", "v2//small", "./v2"] {
      let error = #expect(throws: EmbeddingError.self) {
        try StaticModel(folder: folder.path, options: ModelOptions(subfolder: subfolder))
      }
      #expect(error?.code == .invalidOption)
    }
    let error = #expect(throws: EmbeddingError.self) {
      try StaticModel(folder: folder.path, options: ModelOptions(subfolder: "v3"))
    }
    #expect(error?.code == .missingFolder)
  }

  @Test("symbolic links are followed, inside and outside the folder, as in the Hub's cache")
  func links() throws {
    let blobs = try SmallModel().folder()
    let folder = try TemporaryFolder()
    for name in ModelLayout.model2vec.requiredPaths {
      #expect(symlink("\(blobs.path)/\(name)", "\(folder.path)/\(name)") == 0)
    }
    #expect(try StaticModel(folder: folder.path).encode("a") == [3, 4])
  }

  @Test("what is no file in the place of one is named and not waited for")
  func notFiles() throws {
    for name in ModelLayout.model2vec.requiredPaths {
      for (kind, words) in [
        ("folder", "there is a folder of that name"), ("pipe", "there is a pipe, socket or device of that name"),
        ("link", "the symbolic link leads to no file"), ("device", "the symbolic link leads to no file"),
      ] {
        let folder = try SmallModel().folder()
        let path = "\(folder.path)/\(name)"
        #expect(unlink(path) == 0)
        switch kind {
        case "folder": try LocalFiles.makeFolder(path)
        case "pipe": #expect(mkfifo(path, 0o600) == 0)
        case "link": #expect(symlink("nowhere", path) == 0)
        default: #expect(symlink("/dev/zero", path) == 0)
        }
        let error = #expect(throws: EmbeddingError.self) { try StaticModel(folder: folder.path) }
        #expect(error?.code == .missingFile)
        #expect(error?.reason.hasPrefix("the layout model2vec lacks \(name) (\(words))") == true, "\(kind)")
      }
    }
  }

  @Test("a table whose file shrinks gives an error, not a wrong vector and not the end of the process")
  func shrinking() throws {
    MappedFile.surviveShrinking()
    let rows = 4_000
    let tokens = (0..<rows).map { $0 == 1 ? "[UNK]" : "t\($0)" }
    let small = SmallModel(tokenizer: SmallModel.tokenizer(tokens), tensors: SmallModel.tensors(rows: rows))
    for size in [0, 100, 4_096, 30_000] {
      let folder = try small.folder()
      let model = try StaticModel(folder: folder.path)
      #expect(try model.encode("t3998") == [3, 4])
      #expect(truncate("\(folder.path)/model.safetensors", off_t(size)) == 0)
      for attempt in [
        { _ = try model.encode("t3998") }, { _ = try model.encode("t2") },
        { _ = try model.encode(Array(repeating: "t3999", count: 100), threads: 2) },
      ] {
        let error = #expect(throws: EmbeddingError.self) { try attempt() }
        #expect(error?.code == .changed)
        #expect(error?.codeName == "model.changed")
        #expect(error?.problem == "cannot read \(folder.path)/model.safetensors")
        #expect(error?.reason == "the file became shorter or was overwritten while it was in use")
        #expect(error?.exitStatus == .localInput)
      }
      // What was copied when the model was opened does not depend on the file, but the model as a whole does.
      #expect(throws: EmbeddingError.self) { try StaticModel(folder: folder.path) }
    }
  }

  @Test("a mapping that is overwritten after it was checked cannot lead outside the table")
  func overwritten() throws {
    let small = SmallModel(
      tensors: SmallModel.tensors {
        $0.add("mapping", dtype: .i32, shape: [4], bytes: SmallModel.integers([0, 1, 3, 2]))
      }
    )
    let folder = try small.folder()
    let model = try StaticModel(folder: folder.path)
    let mapping = try #require(model.facts.tensors.first { $0.name == "mapping" })
    let descriptor = open("\(folder.path)/model.safetensors", O_WRONLY)
    defer { close(descriptor) }
    let hostile = SmallModel.integers([0, -1, .max, 2])
    #expect(pwrite(descriptor, hostile, hostile.count, off_t(mapping.byteRange.lowerBound)) == hostile.count)
    #expect(try model.encode("a b") == [1.5, 2])
  }
}
