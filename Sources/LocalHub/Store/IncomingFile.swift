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
  func digest() throws(FileError) -> SHA256Digest? { try file?.digest() }

  /// Ends writing; `synchronized` waits until the content is on the disk.
  func seal(synchronized: Bool) throws(FileError) {
    if synchronized { try file?.synchronize() } else { try file?.fillEnd() }
    file = nil
  }

  /// Moves the file to its place in the store, replacing one of the same content.
  func keep(as place: String) throws(FileError) {
    try file?.fillEnd()
    file = nil
    try LocalFiles.makeFolder(above: place, mode: 0o700)
    guard rename(path, place) == 0 else { throw .system("write", place, number: errno) }
    isKept = true
  }
}

/// A file that is written from an offset on and hashed on the way.
///
/// Runs of zeros take no room on the disk, so that a sparse file can be rehearsed with that is larger than the disk.
final class HashedFile {
  let path: String
  private let descriptor: Int32
  private let start: Int
  private var sha256 = StreamingHash(.sha256)
  /// Bytes written.
  private(set) var count = 0
  /// Whether the last bytes were zeros and not written, so that the file may be shorter than it should be.
  private var endsInHole = false

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
      endsInHole = bytes.count >= Self.smallestHole && Self.isZero(bytes)
      var written = endsInHole ? bytes.count : 0
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
  func digest() throws(FileError) -> SHA256Digest {
    try fillEnd()
    return sha256.finalizeSHA256()
  }

  /// Waits until the content is on the disk.
  func synchronize() throws(FileError) {
    try fillEnd()
    guard fsync(descriptor) == 0 else { throw .system("write", path, number: errno) }
  }

  // A page of most file systems: what is smaller takes the same room with or without its zeros.
  private static let smallestHole = 4096

  private static func isZero(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let start = bytes.baseAddress, bytes[0] == 0 else { return false }
    // Each byte against the one before it: all are the first, which is zero.
    return memcmp(start, start + 1, bytes.count - 1) == 0
  }

  /// Gives a file that ends in zeros its size; another part may have made it longer already.
  func fillEnd() throws(FileError) {
    guard endsInHole else { return }
    var zero: UInt8 = 0
    guard pwrite(descriptor, &zero, 1, off_t(start + count - 1)) == 1 else {
      throw .system("write", path, number: errno)
    }
    endsInHole = false
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
