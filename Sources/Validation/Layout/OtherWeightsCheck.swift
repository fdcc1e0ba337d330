import EmbeddingCore
import Files
import Findings

/// The weights are one safetensors file; nothing beside it claims to be weights too.
struct OtherWeightsCheck: Check {
  static let code = "HFP108"
  static let title = "the weights are one safetensors file"
  static let page = CheckPage(
    why: """
      Weights of an earlier step beside the ones that are meant are loaded by some library, sooner or later: many \
      look for `pytorch_model.bin` or an ONNX file, and take the shards that an index names.
      """,
    fix: """
      Move the file out of the model's folder. If it has to be published, give it a repository of its own.
      """
  )
  static let needs: CheckNeed? = .model

  private static let endings: Set<String> = [
    "safetensors", "bin", "pt", "pth", "ckpt", "onnx", "onnx_data", "gguf", "ggml", "h5", "hdf5", "keras", "msgpack",
    "tflite", "npy", "npz", "mlmodel", "engine", "ot",
  ]

  /// Whether a name is one that weights have.
  static func isWeights(_ name: String) -> Bool {
    let name = LocalFiles.name(of: name).lowercased()
    if name.hasSuffix(".safetensors.index.json") || name.hasSuffix(".bin.index.json") { return true }
    return name.split(separator: ".").count > 1
      && name.split(separator: ".").last.map { endings.contains(String($0)) } ?? false
  }

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let folder = ModelFolder(context) else { return [] }
    return try context.examinedFiles().compactMap { file in
      guard file.path.hasPrefix("\(folder.path)/"), Self.isWeights(file.name), file.name != "model.safetensors",
        file.name != "0_StaticEmbedding/model.safetensors", !Self.isForeign(file)
      else { return nil }
      return Self.warning(
        seen: "\(file.name) lies beside \(folder.facts.weightsFile.path)",
        expected: "one file of weights",
        remedy: "Move it out of the folder." + file.stayingNote,
        at: SourceLocation(file: file.path)
      )
    }
  }

  /// Whether the checks of formats speak of the file.
  static func isForeign(_ file: ExaminedFile) -> Bool {
    let format = file.format
    if NamedFormat.isMismatch(file.name, format) || format.risk == .runsCode { return true }
    if file.isShipped { return ShippedFormat.refusal(file.name, format) != nil }
    return format.risk == .archive || format.risk == .program
  }
}
