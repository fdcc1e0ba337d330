import Files
import Glibc
import HubAPI

/// A folder that gets plain copies of downloaded files.
public struct FolderExport: Sendable {
  /// What was done.
  public struct Outcome: Sendable, Hashable {
    /// Files that were written.
    public var written: Int
    /// Files that were there with the same content.
    public var same: Int
  }

  /// The folder as given.
  public let folder: String
  /// Whether files with other content are replaced.
  public let replaces: Bool

  /// An export to `folder`, which is made where needed.
  public init(folder: String, replaces: Bool = false) {
    self.folder = folder
    self.replaces = replaces
  }

  /// The files that have to be written; asked before anything is downloaded.
  ///
  /// - Throws: `PublishingError` when something else is in a file's place; then nothing was written.
  public func missing(of files: [HubFile]) throws -> [HubFile] {
    var missing: [HubFile] = []
    var differing: [String] = []
    for file in files {
      try checkFolders(of: file.path)
      let target = "\(folder)/\(file.path)"
      switch LocalFiles.kind(target) {
      case nil: missing.append(file)
      case .file:
        if try Self.holds(target, file) { continue }
        missing.append(file)
        differing.append(file.path.text)
      case .symbolicLink:
        // Replacing it is replacing the link, not what it leads to.
        missing.append(file)
        differing.append(file.path.text)
      case let other?: throw PublishingError.blocked(file.path.text, in: folder, by: "a \(other.rawValue)")
      }
    }
    guard replaces || differing.isEmpty else { throw PublishingError.wouldOverwrite(differing, in: folder) }
    return missing
  }

  /// Makes sure that there is room for files; asked before anything is downloaded.
  ///
  /// - Throws: `FileError` that says how many bytes are short.
  public func requireRoom(for files: [HubFile]) throws(FileError) {
    try FreeSpace.require(files.reduce(0) { $0 + $1.size }, in: folder, to: "write the files")
  }

  /// Writes copies of the files of a snapshot, each in one step.
  ///
  /// - Throws: `PublishingError` or `FileError`.
  public func write(_ files: [HubFile], from snapshot: String) throws {
    for file in files {
      try Task.checkCancellation()
      try checkFolders(of: file.path)
      let target = "\(folder)/\(file.path)"
      let parent = LocalFiles.parent(of: target) ?? folder
      try LocalFiles.makeFolder(parent)
      let scratch = "\(parent)/.hfpub-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
      try FileCopy.write("\(snapshot)/\(file.path)", of: file, to: target, by: scratch)
    }
  }

  /// A link on the way would lead out of the folder.
  private func checkFolders(of path: RepositoryPath) throws {
    var place = folder
    for component in path.components.dropLast() {
      place += "/\(component)"
      switch LocalFiles.kind(place) {
      case nil: return
      case .folder: continue
      case let other?: throw PublishingError.blocked(path.text, in: folder, by: "the \(other.rawValue) \(place)")
      }
    }
  }

  private static func holds(_ path: String, _ file: HubFile) throws -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, Int(status.st_size) == file.size else { return false }
    return file.matches(try FileDigests(ofFile: path))
  }
}
