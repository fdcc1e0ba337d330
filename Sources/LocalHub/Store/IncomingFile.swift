import Files
import Glibc
import NIOCore

/// Content on its way into the store: a temporary file that vanishes unless it is kept, hashed while it is written.
final class IncomingFile {
  private let path: String
  /// Nil after sealing, so that many sealed files hold no descriptors.
  private var file: HashedFile?
  private var isKept = false

  init(in folder: String) throws(FileError) {
    path = "\(folder)/\(RandomID.hex(bytes: 16))"
    file = try HashedFile(path: path, flags: O_EXCL, offset: 0)
  }

  deinit {
    if !isKept { unlink(path) }
  }

  /// Bytes written so far; 0 after sealing.
  var count: Int { file?.count ?? 0 }

  func write(_ buffer: ByteBuffer) throws(FileError) { try file?.write(buffer) }

  func write(_ bytes: [UInt8]) throws(FileError) { try file?.write(ByteBuffer(bytes: bytes)) }

  /// The hash of all that was written, after which nothing may be written; nil after sealing.
  func digest() -> SHA256Digest? { file?.digest() }

  /// Ends writing; `synchronized` waits until the content is on the disk.
  func seal(synchronized: Bool) throws(FileError) {
    if synchronized { try file?.synchronize() }
    file = nil
  }

  /// Moves the file to its place in the store, replacing one of the same content.
  func keep(as place: String) throws(FileError) {
    file = nil
    if let folder = LocalFiles.parent(of: place) { try LocalFiles.makeFolder(folder, mode: 0o700) }
    guard rename(path, place) == 0 else { throw .system("write", place, number: errno) }
    isKept = true
  }
}

/// A file that is written from an offset on and hashed on the way.
final class HashedFile {
  let path: String
  private let descriptor: Int32
  private let start: Int
  private var sha256 = StreamingHash(.sha256)
  /// Bytes written.
  private(set) var count = 0

  /// Opens or makes a file; `flags` are added to the usual ones.
  init(path: String, flags: Int32 = 0, offset: Int) throws(FileError) {
    self.path = path
    start = offset
    descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flags, 0o600)
    guard descriptor >= 0 else { throw .system("write", path, number: errno) }
  }

  deinit { close(descriptor) }

  func write(_ buffer: ByteBuffer) throws(FileError) {
    let failure = buffer.withUnsafeReadableBytes { bytes -> Int32 in
      sha256.update(bytes)
      var written = 0
      while written < bytes.count {
        let place = off_t(start + count + written)
        let result = pwrite(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written, place)
        if result < 0 {
          if errno == EINTR { continue }
          return errno
        }
        written += result
      }
      return 0
    }
    guard failure == 0 else { throw .system("write", path, number: failure) }
    count += buffer.readableBytes
  }

  /// The hash of all that was written; nothing may be written afterwards.
  func digest() -> SHA256Digest { sha256.finalizeSHA256() }

  /// Waits until the content is on the disk.
  func synchronize() throws(FileError) {
    guard fsync(descriptor) == 0 else { throw .system("write", path, number: errno) }
  }
}

/// Names that nobody guesses.
enum RandomID {
  /// Lower-case hexadecimal digits of so many random bytes.
  static func hex(bytes: Int) -> String {
    // Whole words, since each call asks the system.
    let words = (0..<(bytes + 7) / 8).map { _ in UInt64.random(in: .min ... .max) }
    return Hex.text(words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }.prefix(bytes))
  }
}
