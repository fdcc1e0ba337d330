import CFaults
import Findings
import Glibc

/// A regular file mapped read-only; pages are loaded on use and shared between processes.
///
/// The mapping lives as long as the value. A file that shrinks while it is mapped would end the process on access
/// (SIGBUS), as with every mapping, unless the program called `surviveShrinking()` before: then zeros stand where the
/// file ended, and `isIntact` says so. Files that are replaced by renaming, as model files are, do not shrink.
public final class MappedFile: @unchecked Sendable {
  // Invariant: `base` is the start of a private read-only mapping of `count` bytes, or nil for an empty file; `guardID`
  // is the mapping's guard or -1. All are set once in `init`; guard and mapping are only given up in `deinit`. Hence
  // sharing between threads is safe.
  private let base: UnsafeMutableRawPointer?
  private let guardID: Int32
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
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path) }
    self.path = path
    count = Int(status.st_size)
    guard count > 0 else {
      base = nil
      guardID = -1
      return
    }
    let mapping = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let mapping, mapping != MAP_FAILED else { throw .system("read", path, number: errno) }
    base = mapping
    guardID = hfpub_faults_guard(mapping, count)
  }

  deinit {
    if guardID >= 0 { hfpub_faults_release(guardID) }
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

  /// Lets this process outlive files that shrink while they are mapped.
  ///
  /// Installs a handler for SIGBUS, which belongs to the whole process: for an executable to decide, once, before it
  /// maps anything. Faults elsewhere go on to the handler that was installed before.
  ///
  /// - Returns: whether the handler stands.
  @discardableResult
  public static func surviveShrinking() -> Bool { hfpub_faults_install() == 1 }

  /// Whether the file still holds all that it held when it was mapped; asked *after* the bytes were used.
  ///
  /// Always true without `surviveShrinking()`. Costs two loads.
  public var isIntact: Bool { guardID < 0 || hfpub_faults_is_intact(guardID) != 0 }

  /// The error to throw when a file is not intact.
  ///
  /// - Returns: an error with the code `changed`.
  public static func shrunk(_ path: String) -> FileError {
    FileError(
      .changed,
      problem: "cannot read \(path)",
      reason: "the file became shorter or was overwritten while it was in use",
      remedy: "Run it again when nothing writes to the file; replace files by renaming, not in place."
    )
  }
}
