import EmbeddingCore
import Files
import Foundation
import SafeTensors
import TestKit
import Testing

@Suite struct ConvertCommandTests {
  let folder: TemporaryFolder
  var target: String { "\(folder.path)/small" }

  init() throws { folder = try TemporaryFolder() }

  private static let model = "\(SampleCopy.original)/model"

  /// A model of four tokens in this folder, with these rows of two numbers.
  private func tinyModel(_ values: [Float], configuration: String = "{\"normalize\":false}") throws -> String {
    let path = "\(folder.path)/tiny"
    try LocalFiles.makeFolder(path)
    let tokens = ["[PAD]", "[UNK]", "a", "b"].enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",")
    let tokenizer =
      "{\"normalizer\":{\"type\":\"BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,"
      + "\"strip_accents\":null,\"lowercase\":true},\"pre_tokenizer\":{\"type\":"
      + "\"BertPreTokenizer\"},\"model\":{\"type\":\"WordPiece\",\"unk_token\":\"[UNK]\","
      + "\"continuing_subword_prefix\":\"##\",\"max_input_chars_per_word\":100,\"vocab\":{\(tokens)}}}"
    var writer = SafeTensorsWriter()
    let bytes = values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
    writer.add("embeddings", dtype: .f32, shape: [4, 2], bytes: bytes)
    try LocalFiles.writeAtomically(Array(tokenizer.utf8), to: "\(path)/tokenizer.json")
    try LocalFiles.writeAtomically(Array(configuration.utf8), to: "\(path)/config.json")
    try LocalFiles.writeAtomically(writer.serialized(), to: "\(path)/model.safetensors")
    return path
  }

  @Test("a publication's model is cut, scored before and after, and written")
  func publication() async throws {
    let result = try await Tool().run("convert", "--to", target, "--dim", "64")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("minilm-static: WordPiece, 29,525 tokens\n\n"))
    #expect(result.output.contains("  table  29,525 × 128 int8  29,525 × 64 int8\n"))
    #expect(result.output.contains("  size   3.78 MB            1.89 MB           50.0%\n"))
    #expect(result.output.contains("    margin                       0.5848   0.5615  -0.0233  ≥ 0.5   pass\n"))
    #expect(result.output.contains("Agreement on 171 texts\n"))
    #expect(!result.output.contains("old and new vector"))
    #expect(result.output.hasSuffix("Written: \(target), 4 files, 2.34 MB\n"))
    #expect(result.errors.isEmpty)
    let model = try StaticModel(folder: target)
    let cut = try StaticModel(folder: Self.model, options: ModelOptions(dimension: 64))
    #expect(try model.encode("a cat") == cut.encode("a cat"))
    let facts = try LocalFiles.readText("\(target)/config.json")
    #expect(facts.contains("\"hidden_dim\": 64,"))
    #expect(facts.contains("\"apply_pca\": 128,"))
  }

  @Test("a threshold that the new model misses is status 1, and the folder is written all the same")
  func threshold() async throws {
    let result = try await Tool().run("convert", Self.model, "--to", target, "--dim", "8")
    #expect(result.status == 1)
    #expect(result.output.contains("FAIL"))
    #expect(result.errors.contains("of minilm-static missed by the new model"))
    #expect(try StaticModel(folder: target).dimension == 8)
  }

  @Test("a bare model is compared with its old self on the texts given")
  func texts() async throws {
    let model = try tinyModel([0, 0, 1, 1, 3, 4, 4, -3])
    let result = try await Tool().run(
      ["convert", model, "--to", target, "--dtype", "int8", "--texts", "-"],
      input: "a\nb\n\nq\na b\n"
    )
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output
        == """
        tiny: WordPiece, 4 tokens

                 before         after
          table  4 × 2 float32  4 × 2 int8
          size   112 B          80 B        71.4%

        Agreement on 3 texts
          cosine of a text's old and new vector        mean 1.0000  lowest 1.0000
          change of the cosine of two texts (3 pairs)  mean 0.0000  largest 0.0000

        Written: \(target), 4 files, 621 B

        """
    )
    #expect(
      result.errors == "note: the new vectors have the old directions but not their lengths, and the model does not "
        + "normalize: compare them by cosine only\n"
    )
  }

  @Test("without texts and without a publication only sizes are shown, and that is said")
  func sizesOnly() async throws {
    let model = try tinyModel([0, 0, 1, 1, 3, 4, 4, -3], configuration: "{\"normalize\":true}")
    let result = try await Tool().run("convert", model, "--to", target, "--dtype", "f16")
    #expect(result.status == 0)
    #expect(!result.output.contains("Agreement"))
    #expect(result.errors == "note: nothing was compared; give --texts FILE to see how old and new vectors agree\n")
    #expect(try LocalFiles.list(folder.path).map(\.name) == ["small", "tiny"])
  }

  @Test("numbers beyond the new format's range are refused before anything is written")
  func overflow() async throws {
    let model = try tinyModel([0, 0, 1, 1, 3, 70_000, 4, -3])
    let result = try await Tool().run("convert", model, "--to", target, "--dtype", "f16")
    #expect(result.status == 1)
    #expect(result.errors.contains("error[convert.overflow]: cannot convert \(model) to float16"))
    #expect(result.errors.contains("1 number of the table would not be finite: the format ends before them"))
    #expect(LocalFiles.kind(target) == nil)
  }

  @Test("a folder that holds something, the model's own, and too many dimensions are refused")
  func refusals() async throws {
    try LocalFiles.writeAtomically([1], to: "\(folder.path)/mine")
    let occupied = try await Tool().run("convert", "--to", folder.path)
    #expect(occupied.status == 8)
    #expect(occupied.errors.contains("error[model.cannot-save]: cannot save the model to \(folder.path)"))
    #expect(occupied.errors.contains("the folder is not empty: it holds mine"))
    let own = try await Tool().run("convert", Self.model, "--to", "\(Self.model)/smaller")
    #expect(own.status == 8)
    #expect(own.errors.contains("it is the model's own folder"))
    let wide = try await Tool().run("convert", "--to", target, "--dim", "129")
    #expect(wide.status == 2)
    #expect(wide.errors.contains("Give a number from 1 to 128."))
    for arguments in [["convert"], ["convert", "--to", target, "--dtype", "f8"], ["convert", "--to"]] {
      #expect(try await Tool().run(arguments).status == 2)
    }
    #expect(try await Tool().run("convert", "\(folder.path)/none", "--to", target).status == 8)
    #expect(try await Tool().run("convert", "--to", target, "--texts", "\(folder.path)/none").status == 8)
    #expect(LocalFiles.kind(target) == nil)
  }

  @Test("help fits 80 columns and shows examples")
  func help() async throws {
    let result = try await Tool(environment: ["COLUMNS": "80"]).run("convert", "--help")
    #expect(result.status == 0)
    #expect(result.output.contains("hfpub convert my-model --to small --dim 128 --dtype int8"))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("encode and similarity cut vectors, and read files as sentence-transformers does")
  func options() async throws {
    let encoded = try await Tool().run("encode", "a cat", "--dim", "3")
    #expect(try JSONDecoder().decode([Float].self, from: Data(encoded.output.utf8)).count == 3)
    let model = try tinyModel([0, 0, 1, 1, 3, 4, 4, -3])
    #expect(try await Tool().run("encode", "a q", "--model", model).output == "[3.0,4.0]\n")
    try LocalFiles.writeAtomically(
      Array("[{\"type\":\"sentence_transformers.models.StaticEmbedding\",\"path\":\".\"}]".utf8),
      to: "\(model)/modules.json"
    )
    let other = ["--model", model, "--semantics", "sentence-transformers"]
    #expect(try await Tool().run(["encode", "a q"] + other).output == "[2.0,2.5]\n")
    #expect(try await Tool().run(["similarity", "a", "b", "--dim", "1", "--model", model]).output == "1.0000\n")
    let prompt = try await Tool().run(["encode", "a", "--prompt", "passage"] + other)
    #expect(prompt.status == 2)
    #expect(prompt.errors.contains("the model has the prompts document, query"))
  }

  @Test("a model that shrinks while texts are encoded is an error with a status, not the end by a signal")
  func shrinking() async throws {
    let sample = try SampleCopy()
    let pipe = "\(folder.path)/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    // The pipe opens when the model has been opened, and the text comes after the cut.
    let writer = Task.detached {
      let descriptor = open(pipe, O_WRONLY | O_CLOEXEC)
      #expect(truncate("\(sample.folder)/model/model.safetensors", 100_000) == 0)
      #expect(write(descriptor, "a cat\n", 6) == 6)
      close(descriptor)
    }
    let result = try await Tool().run("encode", "--model", "\(sample.folder)/model", "--input", pipe)
    await writer.value
    #expect(result.status == 8)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("error[model.changed]: cannot read \(sample.folder)/model/model.safetensors"))
    #expect(result.errors.contains("the file became shorter or was overwritten while it was in use"))
  }
}
