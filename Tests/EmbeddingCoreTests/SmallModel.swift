import EmbeddingCore
import Files
import SafeTensors

/// Writes small model folders: four tokens, two dimensions.
struct SmallModel {
  var configuration: String? = "{\"normalize\": false}"
  var tokenizer: String? = SmallModel.tokenizer(["[PAD]", "[UNK]", "a", "b"])
  var tensors: [UInt8]? = SmallModel.tensors()
  var layout = ModelLayout.model2vec
  /// Further files, by name.
  var extra: [String: String] = [:]

  static func tokenizer(_ tokens: [String], unknown: String = "[UNK]") -> String {
    let vocabulary = tokens.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",")
    return "{\"normalizer\":{\"type\":\"BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,"
      + "\"strip_accents\":null,\"lowercase\":true},\"pre_tokenizer\":{\"type\":\"BertPreTokenizer\"},"
      + "\"model\":{\"type\":\"WordPiece\",\"unk_token\":\"\(unknown)\",\"continuing_subword_prefix\":\"##\","
      + "\"max_input_chars_per_word\":100,\"vocab\":{\(vocabulary)}}}"
  }

  static func floats(_ values: [Float]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
  }

  static func integers(_ values: [Int32]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.littleEndian) { Array($0) } }
  }

  /// A float table with the rows [0, 0], [1, 1], [3, 4] and [1, 0], and what `add` puts beside it.
  static func tensors(
    named name: String = "embeddings",
    rows: Int = 4,
    _ add: (inout SafeTensorsWriter) -> Void = { _ in }
  ) -> [UInt8] {
    var writer = SafeTensorsWriter()
    let values: [Float] = [0, 0, 1, 1, 3, 4, 1, 0]
    let table = (0..<rows).flatMap { values[$0 % 4 * 2..<$0 % 4 * 2 + 2] }
    writer.add(name, dtype: .f32, shape: [rows, 2], bytes: floats(table))
    add(&writer)
    return writer.serialized()
  }

  func folder(in subfolder: String = "") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let root = subfolder.isEmpty ? folder.path : "\(folder.path)/\(subfolder)"
    let contents = [configuration.map { Array($0.utf8) }, tensors, tokenizer.map { Array($0.utf8) }]
    for (path, content) in zip(layout.requiredPaths, contents) {
      guard let content, let parent = LocalFiles.parent(of: "\(root)/\(path)") else { continue }
      try LocalFiles.makeFolder(parent)
      try LocalFiles.writeAtomically(content, to: "\(root)/\(path)")
    }
    for (name, text) in extra { try LocalFiles.writeAtomically(Array(text.utf8), to: "\(root)/\(name)") }
    return folder
  }

  /// The model; its folder may go, the files stay mapped.
  func open(_ options: ModelOptions = ModelOptions()) throws -> StaticModel {
    let folder = try folder()
    return try withExtendedLifetime(folder) { try StaticModel(folder: folder.path, options: options) }
  }

  /// The refusal, with the folder's path replaced by `MODEL`.
  func error() throws -> (error: EmbeddingError, problem: String, reason: String)? {
    let folder = try folder()
    defer { withExtendedLifetime(folder) {} }
    do throws(EmbeddingError) {
      _ = try StaticModel(folder: folder.path)
      return nil
    } catch {
      return (
        error, error.problem.replacing(folder.path, with: "MODEL"), error.reason.replacing(folder.path, with: "MODEL")
      )
    }
  }
}
