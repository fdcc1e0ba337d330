import Findings
import Glibc

/// Reads a regular file once from beginning to end in pieces that stay in the processor's cache.
///
/// Unlike a mapping it leaves no pages of the file in the process: memory is the same for a file of any size.
enum FilePieces {
  private static let size = 1 << 18

  /// Calls `body` with each piece, which is valid only inside it.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - began: Called before the first piece with the file's size.
  ///   - body: Called with the pieces in order.
  /// - Returns: The file's size.
  /// - Throws: `FileError` when it is missing, unreadable or not a regular file; `.changed` when its size changed
  ///   meanwhile.
  static func read(
    _ path: String,
    began: (Int) -> Void = { _ in },
    _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(FileError) -> Int {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system("read", path, number: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system("read", path, number: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path) }
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    let expected = Int(status.st_size)
    began(expected)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: min(size, max(expected, 1)), alignment: 64)
    defer { buffer.deallocate() }
    var total = 0
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw .system("read", path, number: errno)
      }
      guard count > 0 else { break }
      total += count
      guard total <= expected else { break }
      body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
    guard total == expected else { throw .sizeChanged(path) }
    return total
  }
}
