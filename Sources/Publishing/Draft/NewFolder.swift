import Files
import Findings
import Glibc

/// A folder that comes into being with all of its files, or not at all.
public enum NewFolder {
  /// Writes the files beside the folder first, and gives them its name when all are there.
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
    let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    try requireFree(folder)
    let parent = LocalFiles.parent(of: folder) ?? "/"
    _ = try OutputFolder(parent, modelFolder: modelFolder)
    let draft = "\(parent)/.\(LocalFiles.name(of: folder)).\(getpid())"
    do {
      for (path, bytes) in files {
        let place = "\(draft)/\(path)"
        if let above = LocalFiles.parent(of: place) { try LocalFiles.makeFolder(above) }
        try LocalFiles.writeAtomically(bytes, to: place)
      }
      // An empty folder of that name gives way.
      guard rename(draft, folder) == 0 else { throw FileError.system("create", folder, number: errno) }
    } catch {
      try? LocalFiles.remove(draft)
      throw error
    }
  }

  /// The way to `path` from inside `folder`, which need not be there yet; both relative to the working directory.
  public static func relativePath(of path: String, in folder: String) -> String {
    var existing = folder
    var below: [Substring] = []
    while LocalFiles.kind(existing) == nil, let parent = LocalFiles.parent(of: existing), parent != existing {
      below.insert(contentsOf: LocalFiles.name(of: existing).split(separator: "/"), at: 0)
      existing = parent
    }
    guard let target = LocalFiles.resolved(path), let base = LocalFiles.resolved(existing) else { return path }
    let from = base.split(separator: "/") + below
    let to = target.split(separator: "/")
    let shared = zip(from, to).prefix { $0 == $1 }.count
    return (Array(repeating: "..", count: from.count - shared) + to.dropFirst(shared)).joined(separator: "/")
  }

  private static func requireFree(_ folder: String) throws {
    switch LocalFiles.kind(folder) {
    case nil: return
    case .folder where try LocalFiles.list(folder).isEmpty: return
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
