import Files
import Publication

/// Something that a publication is made of, or that lies in its model's folder, by its name and kind alone.
struct FolderEntry {
  /// Where it is on disk; nil for a rendered file.
  var path: String?
  /// Its path in the repository.
  var name: String
  /// What it is, links not followed.
  var kind: FileKind
  /// Whether it goes to the repository.
  var isShipped: Bool

  /// For findings: the place on disk, or the name of what is rendered.
  var shown: String { path ?? name }

  /// Everything, sorted by name: rendered files, what the manifest names, and the model's folder.
  ///
  /// - Throws: `FileError` when a folder cannot be listed.
  static func all(_ context: CheckContext) throws -> [FolderEntry] {
    let manifest = context.manifest
    var entries = context.documents.filter(\.isShipped).map {
      FolderEntry(path: nil, name: $0.path, kind: .file, isShipped: true)
    }
    for named in manifest.namedFiles {
      let path = "\(context.folder)/\(named)"
      guard let kind = LocalFiles.kind(path) else { continue }
      entries.append(
        FolderEntry(path: path, name: RepositoryLayout.nameInRepository(named), kind: kind, isShipped: true)
      )
    }
    if let folder = manifest.modelFolder, LocalFiles.isFolder(folder) {
      let rendered = Set(entries.map(\.name))
      for (name, kind) in try ModelEntries.all(folder) where !name.hasPrefix(".git/") {
        let isShipped = RepositoryLayout.modelFiles.contains(name) && !rendered.contains(name)
        entries.append(FolderEntry(path: "\(folder)/\(name)", name: name, kind: kind, isShipped: isShipped))
      }
    }
    return entries.sorted { ($0.name, $0.shown) < ($1.name, $1.shown) }
  }
}
