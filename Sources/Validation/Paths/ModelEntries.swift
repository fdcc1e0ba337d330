import Files
import Publication

/// What lies in a model's folder, which may be a snapshot in the cache of the Hub's tools.
enum ModelEntries {
  /// Every entry below the folder that is not a folder itself, sorted; links are not followed.
  ///
  /// In a snapshot the files are links to the cache's contents: they count as files, and only those of a model do, as
  /// what else is there depends on what was downloaded before.
  ///
  /// - Throws: `FileError` when a folder cannot be listed.
  static func all(_ folder: String) throws(FileError) -> [(path: String, kind: FileKind)] {
    let entries = try LocalFiles.walk(folder)
    guard let contents = contents(ofSnapshot: folder) else { return entries }
    return entries.filter { RepositoryLayout.modelFiles.contains($0.path) }
      .map { path, kind in
        let place = "\(folder)/\(path)"
        let isContent =
          kind == .symbolicLink && LocalFiles.isFile(place)
          && LocalFiles.resolved(place)?.hasPrefix("\(contents)/") == true
        return (path, isContent ? .file : kind)
      }
  }

  /// The folder of the contents that a snapshot's links lead to; nil for any other folder.
  private static func contents(ofSnapshot folder: String) -> String? {
    guard let place = LocalFiles.resolved(folder) else { return nil }
    let parts = place.split(separator: "/")
    guard parts.count > 3, parts[parts.count - 2] == "snapshots", parts[parts.count - 3].hasPrefix("models--"),
      parts[parts.count - 1].utf8.count == 40, parts[parts.count - 1].allSatisfy(\.isHexDigit)
    else { return nil }
    let contents = "/" + parts.dropLast(2).joined(separator: "/") + "/blobs"
    return LocalFiles.isFolder(contents) ? contents : nil
  }
}
