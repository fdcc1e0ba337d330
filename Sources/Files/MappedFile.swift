import Findings
import Glibc

/// A regular file mapped read-only; pages are loaded on use and shared between processes.
///
/// The mapping lives as long as the value. A file that shrinks while it is mapped would end the process on access
/// (SIGBUS), as with every mapping; model files are written once and replaced by renaming, not in place.
public final class MappedFile: @unchecked Sendable {
  // Invariant: `base` is the start of a private read-only mapping of `count` bytes, or nil for an empty file; both are
  // set once in `init` and the mapping is only removed in `deinit`. Hence sharing between threads is safe.
  private let base: UnsafeMutableRawPointer?
  /// The length in bytes.
  public let count: Int
  /// The path as given.
  public let path: String

  /// Maps the regular file at `path`; symbolic links are followed.
  ///
  /// - Throws: `FileError` when it is missing, unreadable or not a regular file.
  public init(path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system("read", path, number: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system("read", path, number: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(
        .notRegular,
        problem: "cannot read \(path)",
        reason: "it is not a regular file",
        remedy: "Give the path of a file."
      )
    }
    self.path = path
    count = Int(status.st_size)
    guard count > 0 else {
      base = nil
      return
    }
    let mapping = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let mapping, mapping != MAP_FAILED else { throw .system("read", path, number: errno) }
    base = mapping
  }

  deinit {
    if let base { munmap(base, count) }
  }

  /// Calls `body` with all bytes, which are valid only inside it.
  public func withBytes<Result, Failure>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(unownedBytes)
  }

  /// All bytes, valid only as long as somebody holds this object.
  ///
  /// For types that keep the mapping beside what they made of its bytes; everybody else uses `withBytes`.
  public var unownedBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }
}
