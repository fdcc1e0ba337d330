import Files
import Findings
import Glibc

/// A folder that comes into being with all of its files, or not at all.
public enum NewFolder {
  /// Writes the files into a draft, and gives them their place when all are there.
  ///
  /// A folder that is there already is filled and not replaced: it may be somebody's working directory or a mount.
  ///
  /// - Parameters:
  ///   - files: Paths in the folder, with their contents.
  ///   - folder: The folder; an empty one may be there.
  ///   - modelFolder: A folder that is never written into.
  /// - Throws: `PublishingError` `.wouldOverwrite` when something is there; `.outputInModelFolder`; `FileError`.
  public static func write(
    _ files: [(path: String, bytes: [UInt8])],
    to folder: String,
    modelFolder: String? = nil
  )
    throws
  {
    let folder = LocalFiles.withoutSlash(folder)
    let isThere = try requireFree(folder)
    let workplace = isThere ? folder : LocalFiles.parent(of: folder) ?? "/"
    _ = try OutputFolder(workplace, modelFolder: modelFolder)
    let draft = "\(workplace)/.\(LocalFiles.name(of: LocalFiles.destination(folder))).\(getpid())"
    guard mkdir(draft, 0o755) == 0 else { throw FileError.system("create", folder, number: errno) }
    do {
      for (path, bytes) in files {
        let place = "\(draft)/\(path)"
        try LocalFiles.makeFolder(above: place)
        try LocalFiles.writeAtomically(bytes, to: place)
      }
      if isThere { return try moveUp(draft, to: folder) }
      guard rename(draft, folder) == 0 else { throw FileError.system("create", folder, number: errno) }
    } catch {
      try? LocalFiles.remove(draft)
      throw error
    }
  }

  /// The way to `path` from inside `folder`, which need not be there yet; both relative to the working directory.
  public static func relativePath(of path: String, in folder: String) -> String {
    guard let target = LocalFiles.resolved(path) else { return path }
    let from = LocalFiles.destination(folder).split(separator: "/")
    let to = target.split(separator: "/")
    let shared = zip(from, to).prefix { $0 == $1 }.count
    return (Array(repeating: "..", count: from.count - shared) + to.dropFirst(shared)).joined(separator: "/")
  }

  private static func moveUp(_ draft: String, to folder: String) throws {
    var moved: [String] = []
    do {
      for (name, _) in try LocalFiles.list(draft) {
        let place = "\(folder)/\(name)"
        guard rename("\(draft)/\(name)", place) == 0 else { throw FileError.system("create", place, number: errno) }
        moved.append(place)
      }
      try LocalFiles.remove(draft)
    } catch {
      for place in moved { try? LocalFiles.remove(place) }
      throw error
    }
  }

  // Whether there is an empty folder already.
  private static func requireFree(_ folder: String) throws -> Bool {
    switch LocalFiles.kind(folder) {
    case nil: return false
    case .folder where try LocalFiles.list(folder).isEmpty: return true
    case let kind?:
      throw PublishingError(
        .wouldOverwrite,
        problem: "cannot make \(folder)",
        reason: kind == .folder ? "the folder is there and holds files" : "a \(kind.rawValue) of that name is there",
        remedy: "Choose another name, or move what is there away."
      )
    }
  }
}
