import Files
import Glibc

/// The bytes of one request's body, read by the network thread piece by piece.
///
/// Not `Sendable`: it belongs to one `Transfer`.
final class BodySource {
  private enum Content {
    case bytes([UInt8])
    case file(descriptor: Int32, offset: Int, path: String)
  }

  /// The length announced to the server.
  let count: Int
  private(set) var position = 0
  /// Set when reading failed; curl only knows that it did.
  private(set) var failure: HTTPError?
  private let content: Content
  private let isHashing: Bool
  private var hash = StreamingHash(.sha256)

  /// Opens the body; nil when there is none.
  init?(_ body: HTTPRequest.Body, hashing: Bool) throws(HTTPError) {
    isHashing = hashing
    switch body {
    case .none: return nil
    case .bytes(let bytes):
      count = bytes.count
      content = .bytes(bytes)
    case .file(let path, let offset, let wanted):
      let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      guard descriptor >= 0 else { throw .localFile(FileError.system("read", path, number: errno)) }
      var status = stat()
      let isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      let size = Int(status.st_size)
      let count = wanted ?? Swift.max(0, size - offset)
      guard isRegular, offset >= 0, count >= 0, offset <= size, count <= size - offset else {
        // Before `content` is set: `deinit` runs for a throwing `init` that has set everything, and a descriptor
        // closed twice is somebody else's the second time.
        close(descriptor)
        throw .localFile(Self.unusable(path, size: isRegular ? size : nil, offset: offset, count: count))
      }
      self.count = count
      content = .file(descriptor: descriptor, offset: offset, path: path)
    }
  }

  deinit {
    if case .file(let descriptor, _, _) = content { close(descriptor) }
  }

  /// Fills a part of `buffer`; nil after a failure.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    let wanted = min(buffer.count, count - position)
    guard wanted > 0 else { return 0 }
    let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
    switch content {
    case .bytes(let bytes):
      piece.copyBytes(from: bytes[position..<position + wanted])
      advance(UnsafeRawBufferPointer(piece))
      return wanted
    case .file(let descriptor, let offset, let path):
      var got = pread(descriptor, piece.baseAddress, wanted, offset + position)
      while got < 0, errno == EINTR { got = pread(descriptor, piece.baseAddress, wanted, offset + position) }
      guard got > 0 else {
        let error: FileError =
          got < 0
          ? .system("read", path, number: errno)
          : FileError(
            .changed,
            problem: "cannot send \(path)",
            reason: "it became shorter while it was sent: \(offset + position) bytes, \(offset + count) expected",
            remedy: "Leave the file alone and run the command again."
          )
        failure = .localFile(error)
        return nil
      }
      advance(UnsafeRawBufferPointer(rebasing: piece[..<got]))
      return got
    }
  }

  /// Goes back, when curl must send the body again on another connection.
  func seek(to target: Int) -> Bool {
    guard (0...count).contains(target), !isHashing || target == 0 else { return false }
    position = target
    if isHashing { hash = StreamingHash(.sha256) }
    return true
  }

  /// SHA-256 of what was read since the beginning; only once, after the last byte.
  func finalizeHash() -> SHA256Digest? { isHashing && position == count ? hash.finalizeSHA256() : nil }

  private func advance(_ bytes: UnsafeRawBufferPointer) {
    position += bytes.count
    if isHashing { hash.update(bytes) }
  }

  private static func unusable(_ path: String, size: Int?, offset: Int, count: Int) -> FileError {
    guard let size else {
      return FileError(
        .notRegular,
        problem: "cannot send \(path)",
        reason: "it is not a regular file",
        remedy: "Give the path of a file."
      )
    }
    return FileError(
      .changed,
      problem: "cannot send \(path)",
      reason: "it has \(size) bytes, but \(count) from byte \(offset) were to be sent",
      remedy: "Leave the file alone and run the command again."
    )
  }
}
