import CArchive
import Files
import Findings
import Glibc

/// Writes archives whose bytes depend on nothing but the paths, the contents and the version of the libraries.
public enum ArchiveWriter {
  /// 1980-01-01T00:00:00Z, the first moment that a zip archive can hold.
  private static let fixedTime = 315_532_800
  private static let pieceSize = 1 << 20

  /// Writes an archive with these files to `path`, replacing what is there only when all is written.
  ///
  /// The order of `entries` does not matter: they are sorted by the bytes of their paths. Times, owners and modes are
  /// fixed. Files are streamed, so that memory does not grow with them.
  ///
  /// - Parameters:
  ///   - entries: What is packed.
  ///   - format: How.
  ///   - path: The archive.
  ///   - progress: Is told how many bytes of the contents are packed, now and then.
  /// - Throws: `ArchiveError` `.empty`, `.invalidPath`, `.conflictingPaths`, `.changed`, `.file` or `.system`.
  public static func write(
    _ entries: [ArchiveEntry],
    format: ArchiveFormat,
    to path: String,
    progress: (Int) -> Void = { _ in }
  ) throws(ArchiveError) {
    try check(entries, path)
    let sorted = entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    let temporary = "\(path).tmp-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw ArchiveError(FileError.system("write", path, number: errno)) }
    do throws(ArchiveError) {
      defer { close(descriptor) }
      guard let scope = UTF8Locale.enter() else { throw UTF8Locale.missing }
      defer { UTF8Locale.leave(scope) }
      let output = try ArchiveOutput(format: format, path: path)
      try output.open(descriptor)
      var packed = 0
      for entry in sorted {
        try add(entry, to: output) { count in
          packed += count
          progress(packed)
        }
      }
      try output.close()
      guard fsync(descriptor) == 0 else { throw ArchiveError(FileError.system("write", path, number: errno)) }
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let number = errno
      unlink(temporary)
      throw ArchiveError(FileError.system("write", path, number: number))
    }
  }

  private static func check(_ entries: [ArchiveEntry], _ path: String) throws(ArchiveError) {
    guard !entries.isEmpty else {
      throw ArchiveError(
        .empty,
        problem: "cannot write \(path)",
        reason: "there is nothing to pack",
        remedy: "Name at least one file."
      )
    }
    var paths = ArchivePaths()
    for entry in entries {
      switch paths.add(entry.path) {
      case nil: break
      case .invalid(let reason):
        throw ArchiveError(
          .invalidPath,
          problem: "cannot pack `\(ArchivePaths.shown(entry.path))` into \(path)",
          reason: reason,
          remedy: "Give it a relative path such as examples/quickstart.py."
        )
      case .conflict(let reason):
        throw ArchiveError(
          .conflictingPaths,
          problem: "cannot write \(path)",
          reason: reason,
          remedy: "Rename one of the files."
        )
      }
    }
  }

  private static func add(
    _ entry: ArchiveEntry,
    to output: borrowing ArchiveOutput,
    _ packed: (Int) -> Void
  ) throws(ArchiveError) {
    switch entry.source {
    case .bytes(let bytes):
      try output.begin(entry, size: bytes.count, time: fixedTime)
      var start = 0
      while start < bytes.count {
        let end = min(start + pieceSize, bytes.count)
        try output.append(bytes[start..<end])
        packed(end - start)
        start = end
      }
      try output.finishEntry()
    case .file(let path):
      try addFile(path, as: entry, to: output, packed)
    }
  }

  private static func addFile(
    _ path: String,
    as entry: ArchiveEntry,
    to output: borrowing ArchiveOutput,
    _ packed: (Int) -> Void
  ) throws(ArchiveError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw ArchiveError(FileError.system("read", path, number: errno)) }
    defer { close(descriptor) }
    var before = stat()
    guard fstat(descriptor, &before) == 0 else { throw ArchiveError(FileError.system("read", path, number: errno)) }
    guard before.st_mode & S_IFMT == S_IFREG else {
      throw ArchiveError(
        FileError(
          .notRegular,
          problem: "cannot read \(path)",
          reason: "it is not a regular file",
          remedy: "Give the path of a file."
        )
      )
    }
    let size = Int(before.st_size)
    try output.begin(entry, size: size, time: fixedTime)
    var piece = [UInt8](repeating: 0, count: pieceSize)
    var total = 0
    while true {
      guard !Task.isCancelled else { throw ArchiveError(FileError.cancelled(path)) }
      let count = read(descriptor, &piece, pieceSize)
      if count < 0 {
        if errno == EINTR { continue }
        throw ArchiveError(FileError.system("read", path, number: errno))
      }
      if count == 0 { break }
      total += count
      guard total <= size else { break }
      try output.append(piece[..<count])
      packed(count)
    }
    var after = stat()
    let isSame =
      fstat(descriptor, &after) == 0 && total == size && after.st_size == before.st_size
      && after.st_mtim.tv_sec == before.st_mtim.tv_sec && after.st_mtim.tv_nsec == before.st_mtim.tv_nsec
    guard isSame else {
      throw ArchiveError(
        .changed,
        problem: "cannot pack \(path)",
        reason: "it changed while it was read (it had \(size) bytes at first)",
        remedy: "Wait until nothing writes to it, then run the command again."
      )
    }
    try output.finishEntry()
  }
}
