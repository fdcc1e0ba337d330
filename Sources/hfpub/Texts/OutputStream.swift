import Files
import Glibc

/// A file that appears under its name only when it is complete, or standard output.
final class OutputStream {
  private let descriptor: Int32
  private let path: String?
  private let temporary: String
  private var buffer: [UInt8] = []
  private var isFinished = false

  /// A stream to the file at `path`; nil is standard output.
  init(path: String?) throws(FileError) {
    self.path = path
    temporary = path.map { "\($0).tmp-\(getpid())" } ?? ""
    guard let path else {
      descriptor = STDOUT_FILENO
      return
    }
    descriptor = open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .system("write", path, number: errno) }
  }

  deinit {
    guard path != nil, !isFinished else { return }
    close(descriptor)
    unlink(temporary)
  }

  /// Adds bytes.
  func write(_ bytes: some Collection<UInt8>) throws(FileError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= 256 << 10 { try flush() }
  }

  /// Replaces the first bytes of the file by others of the same length.
  func overwriteStart(_ bytes: [UInt8]) throws(FileError) {
    try flush()
    guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
      throw .system("write", path ?? "standard output", number: errno)
    }
  }

  /// Writes what is left and gives the file its name.
  func finish() throws(FileError) {
    try flush()
    guard let path else { return }
    guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw .system("write", path, number: errno) }
    isFinished = true
    close(descriptor)
  }

  private func flush() throws(FileError) {
    var sent = 0
    while sent < buffer.count {
      let count = buffer.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent)
      }
      if count < 0 {
        if errno == EINTR { continue }
        // A reader that stops early, such as `head`, has what it wanted.
        if errno == EPIPE, path == nil { exit(0) }
        throw .system("write", path ?? "standard output", number: errno)
      }
      sent += count
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
