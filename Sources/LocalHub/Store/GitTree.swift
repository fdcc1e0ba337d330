import Files

/// Ids of git objects.
enum GitObject {
  /// SHA-1 over the object's header and content, in hexadecimal.
  static func id(_ type: String, _ content: [UInt8]) -> String {
    var hash = StreamingHash(.sha1)
    hash.update(Array("\(type) \(content.count)\0".utf8))
    hash.update(content)
    return Hex.text(hash.finalize())
  }

  /// The bytes of an id in hexadecimal.
  static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}

/// All files of a commit with the git ids of its folders.
struct GitTree: Sendable {
  /// Path and file.
  let files: [String: StoredFile]
  /// The root tree's id.
  let id: String
  /// Folder paths and their tree ids; the root is not among them.
  let folders: [String: String]

  /// Computes the folder ids of a set of files, as git does.
  init(files: [String: StoredFile]) {
    self.files = files
    let root = Folder()
    for (path, file) in files {
      var folder = root
      let parts = path.split(separator: "/")
      for part in parts.dropLast() {
        let next = folder.folders[String(part)] ?? Folder()
        folder.folders[String(part)] = next
        folder = next
      }
      if let name = parts.last { folder.files[String(name)] = file.gitBlobID }
    }
    var ids: [String: String] = [:]
    id = root.id(path: "", into: &ids)
    folders = ids
  }

  /// The direct and indirect entries under a folder (empty for the root) in path order, folders included.
  func entries(under folder: String, recursive: Bool) -> [(path: String, file: StoredFile?, oid: String)] {
    let prefix = folder.isEmpty ? "" : folder + "/"
    func isListed(_ path: String) -> Bool {
      guard path.hasPrefix(prefix) else { return false }
      return recursive || !path.dropFirst(prefix.count).contains("/")
    }
    var found = files.filter { isListed($0.key) }.map {
      (path: $0.key, file: Optional($0.value), oid: $0.value.gitBlobID)
    }
    found += folders.filter { isListed($0.key) }.map { (path: $0.key, file: nil, oid: $0.value) }
    return found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private final class Folder {
    var files: [String: String] = [:]
    var folders: [String: Folder] = [:]

    func id(path: String, into ids: inout [String: String]) -> String {
      var entries: [(order: String, line: [UInt8])] = []
      for (name, oid) in files { entries.append((name, Array("100644 \(name)\0".utf8) + GitObject.bytes(oid))) }
      for (name, folder) in folders {
        let folderPath = path.isEmpty ? name : "\(path)/\(name)"
        let oid = folder.id(path: folderPath, into: &ids)
        ids[folderPath] = oid
        // Git orders folders as if their names ended in a slash.
        entries.append(("\(name)/", Array("40000 \(name)\0".utf8) + GitObject.bytes(oid)))
      }
      entries.sort { $0.order.utf8.lexicographicallyPrecedes($1.order.utf8) }
      return GitObject.id("tree", entries.flatMap(\.line))
    }
  }
}
