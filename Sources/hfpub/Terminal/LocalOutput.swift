import Files
import Publishing

/// A file that a command writes because it was asked to; never in the model's folder.
struct LocalOutput {
  let path: String
  let modelFolder: String?

  init(_ path: String, modelFolder: String?) {
    self.path = path
    self.modelFolder = modelFolder
  }

  /// Writes it in one step, with the folders above it.
  func write(_ text: String) throws {
    let folder = try OutputFolder(LocalFiles.parent(of: path) ?? ".", modelFolder: modelFolder)
    try folder.write(text, as: LocalFiles.name(of: path))
  }
}
