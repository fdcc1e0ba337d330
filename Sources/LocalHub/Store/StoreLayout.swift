import Files
import Glibc
import HubAPI

/// Where everything is in the store's folder.
struct StoreLayout: Sendable {
  /// The store's folder.
  let root: String

  /// Temporary files and folders of work in progress; emptied at start.
  var incoming: String { "\(root)/incoming" }
  /// Multipart uploads, which survive a restart.
  var multipart: String { "\(root)/multipart" }
  var repositories: String { "\(root)/repositories" }
  var lock: String { "\(root)/lock" }
  /// The key of signed storage addresses.
  var key: String { "\(root)/key" }
  /// The port of signed storage addresses.
  var storagePort: String { "\(root)/storage-port" }

  /// Content of an LFS file by SHA-256.
  func object(_ oid: String) -> String { "\(root)/objects/\(oid.prefix(2))/\(oid)" }

  /// Content of a regular file by git blob id.
  func blob(_ oid: String) -> String { "\(root)/blobs/\(oid.prefix(2))/\(oid)" }

  /// The folder of a repository.
  func repository(_ id: RepositoryID) -> String { "\(repositories)/\(id.owner)/\(id.name)" }

  /// The empty file that says that a repository may use an LFS object.
  ///
  /// Objects are stored once for all, but who knows a hash only must not get at another repository's content.
  func grant(_ oid: String, _ id: RepositoryID) -> String { "\(repository(id))/lfs/\(oid.prefix(2))/\(oid)" }

  /// The content of a file of a tree.
  func content(_ file: StoredFile) -> String { file.kind == .lfs ? object(file.oid) : blob(file.oid) }

  /// Makes the folders and removes what an interrupted run left.
  func prepare() throws(FileError) {
    try LocalFiles.makeFolder(root, mode: 0o700)
    try LocalFiles.makeFolder(multipart, mode: 0o700)
    try LocalFiles.makeFolder(repositories, mode: 0o700)
    try LocalFiles.makeFolder(incoming, mode: 0o700)
  }

  /// Waits until files that are in the store are on the disk.
  ///
  /// A disk takes milliseconds for each file; for many it is asked once, for everything.
  static func synchronize(_ paths: [String]) throws(FileError) {
    guard paths.count <= 32 else { return sync() }
    for path in paths {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .system("read", path, number: errno) }
      defer { close(descriptor) }
      guard fsync(descriptor) == 0 else { throw .system("write", path, number: errno) }
    }
  }

  /// Removes what an interrupted run left; only for the holder of the lock.
  func clean() throws(FileError) {
    for (name, _) in try LocalFiles.list(incoming) { try LocalFiles.remove("\(incoming)/\(name)") }
    for (name, _) in try LocalFiles.list(multipart) {
      var status = stat()
      let path = "\(multipart)/\(name)"
      // The Hub forgets what was not committed after about a day.
      guard lstat(path, &status) == 0, status.st_mtim.tv_sec < WallClock.now() - 86_400 else { continue }
      try LocalFiles.remove(path)
    }
  }
}

/// The exclusive right to a store's folder, for as long as this object is neither released nor gone.
final class StoreLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock; nil when another process or another hub in this one has it.
  init?(path: String) throws(FileError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .system("write", path, number: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Lets another hub use the folder.
  func release() { flock(descriptor, LOCK_UN) }
}
