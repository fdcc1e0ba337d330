import Files
import Glibc

/// The right to download one content, held against every process on the machine that asks for it too.
///
/// The lock of huggingface_hub: `flock` on a file that stays when the lock is given back. It ends with the object, or
/// with the process.
final class CacheLock: Sendable {
  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Waits for the lock.
  ///
  /// - Parameters:
  ///   - path: The lock's file, made where needed; its folder must exist.
  ///   - waiting: Called once when somebody else has held it for a second.
  /// - Returns: The lock; nil where the file system has none.
  /// - Throws: `FileError`, or `CancellationError`.
  static func take(_ path: String, waiting: () -> Void) async throws -> CacheLock? {
    var attempts = 0
    while true {
      // Others who share the cache must be able to wait for it, whatever this user's mask.
      switch try attempt(path, mode: 0o664) {
      case .held(let lock): return lock
      case .unsupported: return nil
      case .busy: break
      }
      attempts += 1
      if attempts == 20 { waiting() }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// How one try ended.
  enum Attempt {
    case held(CacheLock)
    /// Somebody else has it.
    case busy
    /// The file system has no locks.
    case unsupported
  }

  /// Tries once to take the lock.
  static func attempt(_ path: String, mode: mode_t) throws(FileError) -> Attempt {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode)
      guard descriptor >= 0 else { throw FileError.system("create", path, number: errno) }
      fchmod(descriptor, mode)
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
        if isCurrent(descriptor, path) { return .held(CacheLock(descriptor: descriptor)) }
        // Removed by somebody who tidied up: a lock on it keeps nobody out.
        close(descriptor)
        continue
      }
      let number = errno
      close(descriptor)
      switch number {
      case EINTR: continue
      case EWOULDBLOCK, EACCES: return .busy
      case ENOSYS, EOPNOTSUPP, ENOLCK: return .unsupported
      default: throw FileError.system("lock", path, number: number)
      }
    }
  }

  /// Replaces what is in the lock's file.
  func write(_ text: String) {
    let bytes = Array(text.utf8)
    guard ftruncate(descriptor, 0) == 0 else { return }
    _ = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  private static func isCurrent(_ descriptor: Int32, _ path: String) -> Bool {
    var (held, named) = (stat(), stat())
    guard fstat(descriptor, &held) == 0, stat(path, &named) == 0 else { return false }
    return held.st_ino == named.st_ino && held.st_dev == named.st_dev
  }
}
