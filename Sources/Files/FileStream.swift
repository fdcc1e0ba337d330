import Findings
import Glibc

/// A new file that is written piece by piece; for content that is too large to be built in memory.
///
/// A file that is not finished is removed. To make it appear under its name only when complete, write it into a
/// temporary folder and rename that.
public final class FileStream {
  private let descriptor: Int32
  private let path: String
  private var buffer: [UInt8] = []
  private var isFinished = false

  /// Creates the file.
  ///
  /// - Throws: `FileError`; also when there is something at `path` already.
  public init(path: String, mode: mode_t = 0o644) throws(FileError) {
    let opened = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    // Before anything is set, so that `deinit` does not remove a file that is somebody else's.
    guard opened >= 0 else { throw .system("create", path, number: errno) }
    descriptor = opened
    self.path = path
  }

  deinit {
    // Also runs when the file could not be created: what is at the path then is somebody else's.
    guard descriptor >= 0, !isFinished else { return }
    close(descriptor)
    unlink(path)
  }

  /// Adds bytes.
  ///
  /// - Throws: `FileError`, `.diskFull` among others, and `.cancelled` in a task that is.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    // Large pieces go out as they are.
    if buffer.isEmpty, bytes.count >= 1 << 20 { return try send(bytes) }
    buffer.append(contentsOf: bytes)
    if buffer.count >= 1 << 20 { try flush() }
  }

  /// Makes sure that all of it is on the disk.
  public func finish() throws(FileError) {
    try flush()
    guard fsync(descriptor) == 0 else { throw .system("write", path, number: errno) }
    isFinished = true
    guard close(descriptor) == 0 else {
      // Some file systems tell only now that there is no room.
      let number = errno
      unlink(path)
      throw .system("write", path, number: number)
    }
  }

  private func flush() throws(FileError) {
    try buffer.withUnsafeBufferPointer { (bytes) throws(FileError) in try send(UnsafeRawBufferPointer(bytes)) }
    buffer.removeAll(keepingCapacity: true)
  }

  private func send(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var sent = 0
    while sent < bytes.count {
      // A table of gigabytes comes in one piece; between these a cancelled task ends.
      guard !Task.isCancelled else { throw .cancelled(path) }
      let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: sent), min(bytes.count - sent, 1 << 26))
      if count < 0 {
        if errno == EINTR { continue }
        throw .system("write", path, number: errno)
      }
      sent += count
    }
  }
}
