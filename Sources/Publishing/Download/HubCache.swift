import Files
import Glibc
import HubAPI

/// The folder of downloaded repositories that all of the Hub's tools on a machine share.
///
/// Its layout is that of huggingface_hub: for each repository a folder with the contents under their hashes (`blobs`),
/// a folder of links for each commit (`snapshots`), the commits that branches and tags last named (`refs`), and what
/// each commit lists (`trees`).
public struct HubCache: Sendable {
  /// The absolute path of the folder.
  public let root: String
  /// Whether copies are made in place of links.
  public let avoidsLinks: Bool

  /// The cache in a folder, which need not exist yet.
  public init(root: String, avoidsLinks: Bool = false) {
    self.root = root
    self.avoidsLinks = avoidsLinks
  }

  /// The cache that the environment names.
  ///
  /// - Parameters:
  ///   - settings: What the environment says.
  ///   - workingDirectory: Where a relative path begins.
  /// - Throws: `PublishingError` when there is neither a variable that names it nor a home.
  public init(_ settings: HubSettings, workingDirectory: String) throws(PublishingError) {
    guard let path = settings.cache else { throw .noCacheFolder }
    // The same path before and after the folder is made: what is there of it decides where it really is.
    let place = LocalFiles.destination(path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)")
    self.init(root: place, avoidsLinks: settings.avoidsLinks)
  }

  func repository(_ id: RepositoryID) -> CachedRepository { CachedRepository(cache: self, id: id) }
}

/// One repository's part of the cache.
struct CachedRepository: Sendable {
  let cache: HubCache
  let id: RepositoryID

  private var name: String { "models--\(id.owner)--\(id.name)" }
  var folder: String { "\(cache.root)/\(name)" }

  func blob(_ tag: String) -> String { "\(folder)/blobs/\(tag)" }
  func snapshot(_ commit: CommitID) -> String { "\(folder)/snapshots/\(commit)" }
  func pointer(_ path: RepositoryPath, at commit: CommitID) -> String { "\(snapshot(commit))/\(path)" }
  func reference(_ revision: Revision) -> String { "\(folder)/refs/\(revision)" }
  func listing(_ commit: CommitID) -> String { "\(folder)/trees/\(commit).json" }
  func lock(_ tag: String) -> String { "\(cache.root)/.locks/\(name)/\(tag).lock" }

  /// A name beside the contents that nobody else uses.
  func scratch(_ tag: String) -> String {
    "\(blob(tag)).\(Hex.text((0..<4).map { _ in UInt8.random(in: 0...255) })).incomplete"
  }

  /// Makes the folders and marks the cache as one that backups may leave out.
  func prepare() throws(FileError) {
    for part in ["\(folder)/blobs", "\(folder)/snapshots", "\(cache.root)/.locks/\(name)"] {
      try LocalFiles.makeFolder(part, mode: 0o777)
    }
    let mark = "\(cache.root)/CACHEDIR.TAG"
    guard LocalFiles.kind(mark) == nil else { return }
    let text = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of files from the Hub, made by hfpub.\n"
    try LocalFiles.writeAtomically(Array(text.utf8), to: mark, mode: 0o666)
  }

  // MARK: References

  /// The commit that a branch or tag named when it was last looked up.
  func commit(of revision: Revision) -> CommitID? {
    if let commit = revision.commit { return commit }
    guard let text = try? LocalFiles.readText(reference(revision), limit: 1000) else { return nil }
    return CommitID(String(text.filter { !$0.isWhitespace }))
  }

  /// Keeps which commit a branch or tag names; writes only what changes, as the cache may be read-only.
  func remember(_ commit: CommitID, as revision: Revision) throws(FileError) {
    guard revision.commit == nil, self.commit(of: revision) != commit else { return }
    let path = reference(revision)
    try LocalFiles.makeFolder(above: path, mode: 0o777)
    try LocalFiles.writeAtomically(Array(commit.hex.utf8), to: path, mode: 0o666)
  }

  /// The branches and tags that are known.
  var knownRevisions: [String] {
    ((try? LocalFiles.walk("\(folder)/refs")) ?? []).filter { $0.kind == .file && Revision($0.path) != nil }.map(\.path)
  }

  // MARK: Files

  /// Whether a snapshot has a file, with the right length and under the right hash.
  func holds(_ file: HubFile, at commit: CommitID) -> Bool {
    let pointer = pointer(file.path, at: commit)
    guard Self.size(of: pointer) == file.size else { return false }
    guard LocalFiles.kind(pointer) == .symbolicLink else { return true }
    return Self.target(of: pointer).map { LocalFiles.name(of: $0) == file.tag } ?? false
  }

  /// Whether the content is there, with the right length.
  func hasBlob(_ file: HubFile) -> Bool { Self.size(of: blob(file.tag)) == file.size }

  /// What is to come of these files, without what an interrupted download left.
  func missingBytes(_ files: [HubFile]) -> Int {
    var seen: Set<String> = []
    return files.filter { seen.insert($0.tag).inserted && !hasBlob($0) }
      .reduce(0) { $0 + max(0, $1.size - (Self.size(of: "\(blob($1.tag)).incomplete") ?? 0)) }
  }

  /// Gives complete content its name.
  func keep(_ part: String, of file: HubFile) throws(FileError) {
    // The name vouches for the content from now on, so it must be on the disk first.
    let descriptor = open(part, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("read", part, number: errno) }
    let result = fsync(descriptor) == 0 ? 0 : errno
    close(descriptor)
    guard result == 0 else { throw .system("write", part, number: result) }
    guard rename(part, blob(file.tag)) == 0 else { throw .system("write", blob(file.tag), number: errno) }
  }

  /// Makes the content appear in a snapshot: as a link, or where there are none as a copy.
  func place(_ file: HubFile, at commit: CommitID) throws(FileError) {
    let pointer = pointer(file.path, at: commit)
    try LocalFiles.makeFolder(above: pointer, mode: 0o777)
    guard !cache.avoidsLinks else { return try copy(file, to: pointer) }
    let target = String(repeating: "../", count: file.path.components.count + 1) + "blobs/\(file.tag)"
    if symlink(target, pointer) == 0 { return }
    switch errno {
    case EEXIST:
      guard !holds(file, at: commit) else { return }
      let scratch = scratch(file.tag)
      guard symlink(target, scratch) == 0 else { throw .system("write", pointer, number: errno) }
      guard rename(scratch, pointer) == 0 else {
        let number = errno
        unlink(scratch)
        throw .system("write", pointer, number: number)
      }
    case EPERM, ENOSYS, EOPNOTSUPP: try copy(file, to: pointer)
    default: throw .system("write", pointer, number: errno)
    }
  }

  private func copy(_ file: HubFile, to pointer: String) throws(FileError) {
    try FileCopy.write(blob(file.tag), of: file, to: pointer, by: scratch(file.tag))
  }

  private static func size(of path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  private static func target(of link: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(link, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
  }
}
