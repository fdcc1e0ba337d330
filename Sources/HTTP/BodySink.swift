import Files
import Glibc

/// Where the body of one answer goes: memory, or for a success a file.
///
/// Not `Sendable`: it belongs to one `Transfer`, and between attempts to the task that waits for it.
final class BodySink {
  private(set) var body: [UInt8] = []
  /// Bytes written to the file.
  private(set) var size = 0
  /// Set when the answer cannot be taken; curl only knows that it cannot.
  private(set) var failure: HTTPError?
  private let request: HTTPRequest
  private let file: DownloadFile?
  private var hash = StreamingHash(.sha256)

  init(for request: HTTPRequest, file: DownloadFile?) {
    self.request = request
    self.file = file
  }

  /// Takes a piece; false when the transfer must end.
  func write(_ bytes: UnsafeRawBufferPointer, status: Int) -> Bool {
    if let file, (200...299).contains(status) {
      guard bytes.count <= file.maximumBytes - size else { return refuse(limit: file.maximumBytes) }
      if let error = file.write(bytes, at: size) {
        failure = .localFile(error)
        return false
      }
      size += bytes.count
      hash.update(bytes)
      return true
    }
    guard bytes.count <= request.maximumResponseBytes - body.count else {
      return refuse(limit: request.maximumResponseBytes)
    }
    body.append(contentsOf: bytes)
    return true
  }

  /// What is in the file; only once.
  func finalizeContent() -> HTTPDownload.Content { HTTPDownload.Content(size: size, sha256: hash.finalizeSHA256()) }

  private func refuse(limit: Int) -> Bool {
    failure = HTTPError(
      .responseTooLarge,
      problem: "cannot take the answer to \(request.method.rawValue) \(request.url)",
      reason: "it is larger than the \(limit) bytes expected of such an answer",
      remedy: "Check the endpoint and any proxy in between."
    )
    return false
  }
}

/// A new file that a download fills; removed again unless it is kept.
///
/// Not `Sendable`: used by one transfer at a time.
final class DownloadFile {
  let maximumBytes: Int
  private let path: String
  private let descriptor: Int32
  private var isKept = false

  /// Makes the file; an existing one is an error, so that nothing is overwritten and no planted link is followed.
  init(path: String, maximumBytes: Int) throws(HTTPError) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw .localFile(FileError.system("create", path, number: errno)) }
    self.path = path
    self.maximumBytes = maximumBytes
  }

  deinit {
    close(descriptor)
    if !isKept { unlink(path) }
  }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> FileError? {
    var written = 0
    while written < bytes.count {
      let result = pwrite(
        descriptor,
        bytes.baseAddress?.advanced(by: written),
        bytes.count - written,
        off_t(offset + written)
      )
      if result < 0 {
        if errno == EINTR { continue }
        return .system("write", path, number: errno)
      }
      written += result
    }
    return nil
  }

  /// Keeps the file with exactly `size` bytes; an earlier attempt may have left more.
  func keep(size: Int) throws(HTTPError) {
    guard ftruncate(descriptor, off_t(size)) == 0 else {
      throw .localFile(FileError.system("write", path, number: errno))
    }
    isKept = true
  }
}
