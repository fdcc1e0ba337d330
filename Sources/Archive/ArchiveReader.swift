import CArchive
import Files
import Findings
import Glibc

/// Reads tar archives (plain or with gzip) and zip archives that somebody else may have made.
public enum ArchiveReader {
  /// Limits of what is taken from an archive.
  public struct Limits: Sendable {
    /// The most bytes of all files together, after unpacking.
    public var totalBytes = 8 << 30
    /// The most files and folders.
    public var entries = 10_000

    /// The usual limits: 8 GiB and ten thousand entries.
    public init() {}
  }

  /// A file in an archive.
  public struct Item: Sendable, Hashable {
    /// The path inside the archive.
    public var path: String
    /// The size in bytes, counted while reading.
    public var size: Int
    /// Whether it is unpacked as a program.
    public var isExecutable: Bool

    /// A file with its path and size.
    public init(path: String, size: Int, isExecutable: Bool) {
      self.path = path
      self.size = size
      self.isExecutable = isExecutable
    }
  }

  /// The files of an archive in its order; all of it is read, so that a damaged archive does not pass.
  ///
  /// - Throws: `ArchiveError` `.unreadable`, `.invalidPath`, `.conflictingPaths`, `.unsafeEntry` or `.tooLarge`.
  public static func list(_ path: String, limits: Limits = Limits()) throws(ArchiveError) -> [Item] {
    try read(path, limits: limits, into: nil)
  }

  /// Unpacks an archive into a folder that is not there yet or is empty; returns what was unpacked.
  ///
  /// The folder appears when everything is unpacked, or not at all. Only files and folders are taken: links, devices,
  /// absolute paths and paths with `..` are refused. Owners and times of the archive are ignored.
  ///
  /// - Throws: `ArchiveError`, as `list(_:limits:)` does, and `.occupied` or `.file`.
  @discardableResult
  public static func extract(
    path: String,
    to folder: String,
    limits: Limits = Limits()
  ) throws(ArchiveError) -> [Item] {
    let target = LocalFiles.withoutSlash(folder)
    let temporary = "\(target).tmp-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    guard mkdir(temporary, 0o755) == 0 else { throw ArchiveError(FileError.system("create", target, number: errno)) }
    do throws(ArchiveError) {
      let items = try read(path, limits: limits, into: temporary)
      // Succeeds for a folder that is missing or empty, which nobody can fill in between.
      guard rename(temporary, target) == 0 else { throw renameFailure(target, path, number: errno) }
      return items
    } catch {
      try? LocalFiles.remove(temporary)
      throw error
    }
  }

  private static func renameFailure(_ folder: String, _ path: String, number: Int32) -> ArchiveError {
    guard [ENOTEMPTY, EEXIST, ENOTDIR].contains(number) else {
      return ArchiveError(FileError.system("create", folder, number: number))
    }
    return ArchiveError(
      .occupied,
      problem: "cannot unpack \(path) to \(folder)",
      reason: number == ENOTDIR ? "it is not a folder" : "the folder is not empty",
      remedy: "Name a folder that does not exist yet."
    )
  }

  private static func read(_ path: String, limits: Limits, into folder: String?) throws(ArchiveError) -> [Item] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw ArchiveError(FileError.system("read", path, number: errno)) }
    defer { close(descriptor) }
    guard let scope = UTF8Locale.enter() else { throw UTF8Locale.missing }
    defer { UTF8Locale.leave(scope) }
    if GzipChecksum.isGzip(descriptor) {
      // Headers, padding and the block at the end come on top of the contents.
      let overhead = limits.entries * 8192 + 1 << 20
      try GzipChecksum.check(descriptor, path: path, limit: limits.totalBytes + overhead)
    }
    let input = try ArchiveInput(path: path)
    try input.open(descriptor)
    var paths = ArchivePaths()
    var items: [Item] = []
    var entries = 0
    var total = 0
    while let header = try input.next() {
      entries += 1
      guard entries <= limits.entries else { throw tooLarge(path, "more than \(limits.entries) entries") }
      try check(header, &paths, path)
      let target = folder.map { "\($0)/\(header.path)" }
      if header.kind == .folder {
        if let target { try makeFolder(target) }
        continue
      }
      let file = try target.map { target throws(ArchiveError) in
        try ExtractedFile(creating: target, isExecutable: header.isExecutable)
      }
      var size = 0
      while let piece = try input.nextPiece() {
        size += piece.count
        total += piece.count
        guard total <= limits.totalBytes else { throw tooLarge(path, "more than \(limits.totalBytes) bytes inside") }
        try file?.append(piece)
      }
      try file?.close()
      items.append(Item(path: header.path, size: size, isExecutable: header.isExecutable))
    }
    return items
  }

  private static func check(
    _ header: ArchiveInput.Header,
    _ paths: inout ArchivePaths,
    _ path: String
  ) throws(ArchiveError) {
    guard header.kind != .other else {
      throw ArchiveError(
        .unsafeEntry,
        problem: "cannot unpack \(path)",
        reason: "`\(ArchivePaths.shown(header.path))` is a link or a special file",
        remedy: "Take only archives that hold plain files."
      )
    }
    switch paths.add(header.path, isFolder: header.kind == .folder) {
    case nil: break
    case .invalid(let reason):
      throw ArchiveError(
        .invalidPath,
        problem: "cannot unpack \(path)",
        reason: "the path `\(ArchivePaths.shown(header.path))` is not safe: \(reason)",
        remedy: "Do not use this archive."
      )
    case .conflict(let reason):
      throw ArchiveError(
        .conflictingPaths,
        problem: "cannot unpack \(path)",
        reason: reason,
        remedy: "Do not use this archive."
      )
    }
  }

  private static func makeFolder(_ path: String) throws(ArchiveError) {
    do { try LocalFiles.makeFolder(path) } catch { throw ArchiveError(error) }
  }

  private static func tooLarge(_ path: String, _ reason: String) -> ArchiveError {
    ArchiveError(
      .tooLarge,
      problem: "cannot unpack \(path)",
      reason: "it has \(reason)",
      remedy: "Check that it is the right archive."
    )
  }
}

/// A file that is being written by the extraction.
private final class ExtractedFile {
  private let path: String
  private var descriptor: Int32

  init(creating path: String, isExecutable: Bool) throws(ArchiveError) {
    self.path = path
    descriptor = -1
    do { try LocalFiles.makeFolder(above: path) } catch { throw ArchiveError(error) }
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    descriptor = open(path, flags, isExecutable ? 0o755 : 0o644)
    guard descriptor >= 0 else { throw ArchiveError(FileError.system("write", path, number: errno)) }
  }

  deinit {
    if descriptor >= 0 { Glibc.close(descriptor) }
  }

  func append(_ bytes: ArraySlice<UInt8>) throws(ArchiveError) {
    let number = bytes.withUnsafeBytes { bytes -> Int32 in
      var written = 0
      while written < bytes.count {
        let result = write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        if result < 0, errno != EINTR { return errno }
        written += max(result, 0)
      }
      return 0
    }
    guard number == 0 else { throw ArchiveError(FileError.system("write", path, number: number)) }
  }

  func close() throws(ArchiveError) {
    let result = Glibc.close(descriptor)
    descriptor = -1
    guard result == 0 else { throw ArchiveError(FileError.system("write", path, number: errno)) }
  }
}
