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
  private var hasBegun = false
  /// Whether the file held a beginning that this answer goes on from; its hash is not known then.
  private(set) var isContinuation = false

  init(for request: HTTPRequest, file: DownloadFile?) {
    self.request = request
    self.file = file
  }

  /// Takes a piece; false when the transfer must end.
  func write(_ bytes: UnsafeRawBufferPointer, status: Int, headers: HTTPHeaders) -> Bool {
    if let file, (200...299).contains(status) {
      guard begin(status, headers) else { return false }
      guard bytes.count <= file.maximumBytes - size else { return refuse(limit: file.maximumBytes) }
      if let error = file.write(bytes, at: size) {
        failure = .localFile(error)
        return false
      }
      size += bytes.count
      if !isContinuation { hash.update(bytes) }
      return true
    }
    guard bytes.count <= request.maximumResponseBytes - body.count else {
      return refuse(limit: request.maximumResponseBytes)
    }
    body.append(contentsOf: bytes)
    return true
  }

  /// Settles where the bytes of a success go, also when there are none; false when the answer cannot be taken.
  func begin(_ status: Int, _ headers: HTTPHeaders) -> Bool {
    guard let file, !hasBegun, (200...299).contains(status) else { return failure == nil }
    hasBegun = true
    guard file.beginning > 0 else { return true }
    guard status == 206 else {
      // The whole file comes: what is there must not be taken for its beginning if this attempt ends early.
      if let error = file.truncate(to: 0) { failure = .localFile(error) }
      return failure == nil
    }
    // `bytes 100-199/200`.
    let range = headers["Content-Range"] ?? ""
    let first = range.hasPrefix("bytes ") ? Int(range.dropFirst(6).prefix { $0 != "-" }) : nil
    guard first == file.beginning else {
      failure = HTTPError(
        .brokenTransfer,
        problem: "cannot go on with the download of \(request.url)",
        reason:
          "asked for the bytes from \(file.beginning), the server sends those from \(first.map(String.init) ?? "an unknown place")",
        remedy: "Run the command again; if it stays, check any proxy in between."
      )
      return false
    }
    isContinuation = true
    size = file.beginning
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

/// The file that a download fills: a new one, removed again unless it is kept, one that an earlier download began, or
/// none, for a download of which only the hash is wanted.
///
/// Not `Sendable`: used by one transfer at a time.
final class DownloadFile {
  let maximumBytes: Int
  /// The bytes there when the attempt under way began.
  private(set) var beginning = 0
  private let path: String
  /// Negative for a download that is kept nowhere.
  private let descriptor: Int32
  private let isContinued: Bool
  private var isKept = false

  /// Makes the file; an existing one is an error, so that nothing is overwritten and no planted link is followed.
  convenience init(path: String, maximumBytes: Int) throws(HTTPError) {
    try self.init(path, maximumBytes, flags: O_WRONLY | O_EXCL, mode: 0o644)
  }

  /// Opens the file that an earlier download began, or makes it; it stays, however the download ends.
  convenience init(continuing path: String, maximumBytes: Int) throws(HTTPError) {
    try self.init(path, maximumBytes, flags: O_RDWR, mode: 0o666)
  }

  /// Keeps nothing.
  init(forgetting maximumBytes: Int) {
    descriptor = -1
    path = ""
    isContinued = false
    self.maximumBytes = maximumBytes
  }

  private init(_ path: String, _ maximumBytes: Int, flags: Int32, mode: mode_t) throws(HTTPError) {
    descriptor = open(path, flags | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode)
    isContinued = flags & O_EXCL == 0
    guard descriptor >= 0 else { throw .localFile(FileError.system("create", path, number: errno)) }
    self.path = path
    self.maximumBytes = maximumBytes
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    if !isKept, !isContinued { unlink(path) }
  }

  /// Prepares an attempt; the bytes that need not come again.
  func beginAttempt() throws(HTTPError) -> Int {
    guard isContinued else { return 0 }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .localFile(FileError.system("read", path, number: errno))
    }
    beginning = Int(status.st_size)
    return beginning
  }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> FileError? {
    guard descriptor >= 0 else { return nil }
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

  /// Cuts the file; what an earlier attempt left behind `size` must not stay.
  func truncate(to size: Int) -> FileError? {
    ftruncate(descriptor, off_t(size)) == 0 ? nil : .system("write", path, number: errno)
  }

  /// Keeps the file with exactly `size` bytes; an earlier attempt may have left more.
  func keep(size: Int) throws(HTTPError) {
    if let error = truncate(to: size) { throw .localFile(error) }
    isKept = true
  }
}
