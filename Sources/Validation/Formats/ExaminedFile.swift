import Files
import Publication
import Synchronization

/// The files of one publication, listed and looked at once for all checks.
final class ExaminedFiles: Sendable {
  private let found = Mutex<[ExaminedFile]?>(nil)

  /// Those of a context, which has to be the same each time.
  func all(_ context: CheckContext) throws -> [ExaminedFile] {
    if let found = found.withLock(\.self) { return found }
    let files = try ExaminedFile.all(context)
    found.withLock { $0 = files }
    return files
  }
}

/// The folders of many files without links, each asked for once.
private struct ResolvedFolders {
  private var known: [String: String?] = [:]

  /// The place of a file that is no link itself; nil when its folder is not there.
  mutating func resolved(file path: String) -> String? {
    guard let folder = LocalFiles.parent(of: path) else { return nil }
    let place = known[folder] ?? LocalFiles.resolved(folder)
    known[folder] = place
    return place.map { "\($0)/\(LocalFiles.name(of: path))" }
  }
}

/// A file whose content is looked at: one that ships, or one that lies in the model's folder.
///
/// What lies there and stays at home counts too: the next tool, or a `git push`, would send it.
struct ExaminedFile: Sendable {
  /// Where its bytes are.
  enum Source: Sendable {
    case bytes([UInt8])
    case file(String)

    fileprivate func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
      switch self {
      case .bytes(let bytes): return try bytes.withUnsafeBytes(body)
      case .file(let path):
        let file = try MappedFile(path: path)
        let result = try file.withBytes(body)
        guard file.isIntact else { throw MappedFile.shrunk(path) }
        return result
      }
    }
  }

  /// The path for findings: on disk, or in the publication for a rendered file.
  let path: String
  /// The path inside the folder that it is in.
  let name: String
  /// Where its bytes are.
  let source: Source
  /// Whether it goes to the repository.
  let isShipped: Bool
  /// What its bytes are, whatever it is called.
  let format: FileFormat
  /// How many bytes it has.
  let size: Int

  /// A file, looked at once.
  ///
  /// - Throws: `FileError` when the file cannot be read.
  private init(path: String, name: String, source: Source, isShipped: Bool) throws {
    self.path = path
    self.name = name
    self.source = source
    self.isShipped = isShipped
    (format, size) = try source.withBytes { (FileFormat.detect($0, path: name), $0.count) }
  }

  private var isRendered: Bool {
    if case .bytes = source { true } else { false }
  }

  /// Calls `body` with all bytes; a file on disk is mapped, not read.
  ///
  /// - Throws: `FileError` when the file cannot be read, or shrank meanwhile.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
    try source.withBytes(body)
  }

  /// Every regular file that a publication is made of, each once: rendered, named by the manifest, in the model's folder.
  ///
  /// Links and special files are left to the checks of paths. Of a git repository in the model's folder only its
  /// settings are looked at, which may hold a password; its objects are packed and its sample hooks are programs.
  ///
  /// - Throws: `FileError` when a folder cannot be listed or a file not be read.
  static func all(_ context: CheckContext) throws -> [ExaminedFile] {
    let manifest = context.manifest
    var files = try context.documents.map {
      try ExaminedFile(path: $0.path, name: $0.path, source: .bytes(Array($0.text.utf8)), isShipped: $0.isShipped)
    }
    for name in [manifest.licenseFile].compactMap({ $0 }) + manifest.examples + manifest.files {
      let path = "\(context.folder)/\(name)"
      guard LocalFiles.kind(path) == .file else { continue }
      files.append(try ExaminedFile(path: path, name: name, source: .file(path), isShipped: true))
    }
    guard let folder = manifest.modelFolder, LocalFiles.isFolder(folder) else { return files }
    var places = ResolvedFolders()
    let known = Set(files.compactMap { file in file.isRendered ? nil : places.resolved(file: file.path) })
    for (name, kind) in try ModelEntries.all(folder) where kind == .file {
      let path = "\(folder)/\(name)"
      let isInternal = name.hasPrefix(".git/") || name.contains("/.git/")
      guard !isInternal || name.hasSuffix(".git/config"), !known.contains(places.resolved(file: path) ?? path) else {
        continue
      }
      let isShipped = RepositoryLayout.modelFiles.contains(name)
      files.append(try ExaminedFile(path: path, name: name, source: .file(path), isShipped: isShipped))
    }
    return files
  }

  /// What a finding adds about a file that does not go anywhere.
  var stayingNote: String {
    isShipped ? "" : " hfpub leaves this file at home; other tools would send it."
  }
}
