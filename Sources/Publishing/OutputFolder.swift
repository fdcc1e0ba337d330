import Files
import Findings

/// The folder that rendered files are written to; never the user's model folder or one inside it.
public struct OutputFolder: Sendable {
  /// The path as given.
  public let path: String

  /// Makes the folder where needed.
  ///
  /// - Throws: `PublishingError` when it is the model folder or inside it; `FileError` when it cannot be made.
  public init(_ path: String, modelFolder: String?) throws {
    // Compared before anything is made.
    if let modelFolder, let model = LocalFiles.resolved(modelFolder),
      "\(LocalFiles.destination(path))/".hasPrefix("\(model)/")
    {
      throw PublishingError(
        .outputInModelFolder,
        problem: "cannot write to \(path)",
        reason: "it is inside the model's folder \(modelFolder), which hfpub only reads",
        remedy: "Give a place outside it."
      )
    }
    try LocalFiles.makeFolder(path)
    self.path = path
  }

  /// The text of a file that is there; nil when it is not.
  public func text(of name: String) throws(FileError) -> String? {
    let file = "\(path)/\(name)"
    return LocalFiles.isFile(file) ? try LocalFiles.readText(file) : nil
  }

  /// Writes a file in one step: the old content or the new is there, never a part.
  @discardableResult
  public func write(_ text: String, as name: String) throws(FileError) -> String {
    let file = "\(path)/\(name)"
    try LocalFiles.makeFolder(above: file)
    try LocalFiles.writeAtomically(Array(text.utf8), to: file)
    return file
  }
}
