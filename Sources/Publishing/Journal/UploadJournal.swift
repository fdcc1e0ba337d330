import Documents
import Files
import Findings
import Glibc
import HubAPI

/// The folder in which uploads note how far they came, so that the next run knows what a killed one left.
///
/// It is no part of any model's folder. Nothing is decided by it alone: what the remote shows counts, and a journal that
/// cannot be read or written never stops an upload.
public struct UploadJournal: Sendable {
  /// The largest file that is read.
  private static let largest = 8 << 20
  /// Entries that nobody came back for are removed after that many seconds.
  private static let lifetime = 90 * 86_400

  let folder: String
  let version: String
  let process: Int32
  let now: @Sendable () -> Int

  /// A journal.
  ///
  /// - Parameters:
  ///   - folder: The folder, which is made where needed, for this user only.
  ///   - version: The version of this program.
  ///   - process: The process's id.
  ///   - now: The time in Unix seconds.
  public init(
    folder: String,
    version: String,
    process: Int32 = getpid(),
    now: @escaping @Sendable () -> Int = { time(nil) }
  ) {
    self.folder = folder
    self.version = version
    self.process = process
    self.now = now
  }

  /// Begins to note an upload, and finds what the last one left.
  ///
  /// - Parameters:
  ///   - target: What is uploaded to.
  ///   - warn: Told what is wrong with the journal.
  /// - Returns: The notes; nil when none can be kept.
  /// - Throws: `PublishingError.uploadRunning` when another run uploads to that branch.
  func open(
    _ target: JournalTarget,
    warn: @escaping @Sendable (String) -> Void
  ) throws(PublishingError) -> JournalNotes? {
    do {
      try prepareFolder()
    } catch {
      warn("no journal is kept: \(error.reason)")
      return nil
    }
    let attempt: JournalLock.Attempt
    do {
      attempt = try JournalLock.take("\(folder)/\(target.key).lock", process: process)
    } catch {
      warn("no journal is kept: \(error.reason)")
      return nil
    }
    var lock: JournalLock?
    switch attempt {
    case .held(let taken): lock = taken
    case .busy(let process): throw .uploadRunning(target, process: process)
    case .unsupported: warn("its file system has no locks, so that two runs at once are not noticed")
    }
    removeForgotten()
    let (left, files) = entries(of: target, warn: warn)
    return JournalNotes(journal: self, target: target, lock: lock, left: left, files: files, warn: warn)
  }

  private func prepareFolder() throws(FileError) {
    try LocalFiles.makeFolder(folder, mode: 0o700)
    var status = stat()
    guard lstat(folder, &status) == 0 else { throw .system("read", folder, number: errno) }
    guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else {
      throw FileError(
        .unreadable,
        problem: "cannot use \(folder)",
        reason: "\(folder) is not a folder of this user",
        remedy: "Move it away."
      )
    }
    if status.st_mode & 0o077 != 0 { chmod(folder, 0o700) }
  }

  /// The newest entry of the target, and all of its files; what cannot be read is said, and removed if it is damaged.
  private func entries(
    of target: JournalTarget,
    warn: (String) -> Void
  ) -> (left: JournalEntry?, files: Set<String>) {
    var left: JournalEntry?
    var files: Set<String> = []
    for (name, kind) in (try? LocalFiles.list(folder)) ?? [] where name.hasPrefix("\(target.key)-") {
      let path = "\(folder)/\(name)"
      guard name.hasSuffix(".json") else {
        // What a killed run was about to give its name.
        if name.contains(".tmp-") { unlink(path) }
        continue
      }
      switch kind == .file ? read(path, target) : .damaged("it is no file") {
      case .entry(let entry):
        files.insert(path)
        if entry.changed >= left?.changed ?? 0 { left = entry }
      case .newer: warn("a newer version of hfpub wrote \(path); it is left alone")
      case .damaged(let reason):
        warn("\(path) is damaged, and removed: \(reason)")
        try? LocalFiles.remove(path)
      }
    }
    return (left, files)
  }

  private func read(_ path: String, _ target: JournalTarget) -> JournalEntry.Reading {
    let bytes: [UInt8]
    do {
      bytes = try LocalFiles.read(path, limit: Self.largest)
    } catch {
      return .damaged(error.reason)
    }
    let reading = JournalEntry.read(bytes)
    guard case .entry(let entry) = reading else { return reading }
    return target.isOf(entry) ? reading : .damaged("it is about another repository")
  }

  private func removeForgotten() {
    let oldest = now() - Self.lifetime
    for (name, kind) in (try? LocalFiles.list(folder)) ?? [] where kind == .file && !name.hasSuffix(".lock") {
      var status = stat()
      let path = "\(folder)/\(name)"
      if lstat(path, &status) == 0, Int(status.st_mtim.tv_sec) < oldest { unlink(path) }
    }
  }
}

/// What an upload goes to: what its entries in the journal are named by.
struct JournalTarget: Sendable, Hashable {
  var endpoint: String
  var repository: RepositoryID
  /// The Hub's own id of it, where it tells one.
  var repositoryID: String?
  var branch: Revision

  /// The beginning of the names of its files.
  var key: String {
    let parts = [endpoint, repositoryID ?? repository.description.lowercased(), branch.name]
    return String(FileDigests(of: Array(parts.joined(separator: "\n").utf8)).sha256.hex.prefix(32))
  }

  func isOf(_ entry: JournalEntry) -> Bool {
    guard let repository = RepositoryID(entry.repository), let branch = Revision(entry.branch) else { return false }
    let other = JournalTarget(
      endpoint: entry.endpoint,
      repository: repository,
      repositoryID: entry.repositoryID,
      branch: branch
    )
    return other.key == key
  }
}
