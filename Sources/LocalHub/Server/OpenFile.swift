import Files
import Glibc
import NIOCore

/// A regular file open for reading, closed with the last reference.
final class OpenFile: Sendable {
  private let descriptor: Int32
  /// Length in bytes when it was opened.
  let count: Int

  init(path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw .system("read", path, number: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let number = errno
      close(descriptor)
      throw .system("read", path, number: number)
    }
    self.descriptor = descriptor
    count = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills a buffer with up to `count` bytes from `offset`; nil at the end of the file or on failure.
  func read(at offset: Int, count: Int, allocator: ByteBufferAllocator) -> ByteBuffer? {
    var buffer = allocator.buffer(capacity: count)
    let got = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { space in
      while true {
        let result = pread(descriptor, space.baseAddress, min(count, space.count), off_t(offset))
        if result < 0, errno == EINTR { continue }
        return max(result, 0)
      }
    }
    return got > 0 ? buffer : nil
  }

  /// The whole content of a file that is known to be small.
  func readAll() -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count,
      let piece = read(at: bytes.count, count: min(count - bytes.count, 1 << 20), allocator: ByteBufferAllocator())
    {
      bytes.append(contentsOf: piece.readableBytesView)
    }
    return bytes
  }
}
