import Files
import Glibc

/// The right to upload to one branch of one repository from this machine; it ends with the object, or with the process.
final class JournalLock: Sendable {
  /// How a try to get it ended.
  enum Attempt {
    case held(JournalLock)
    /// Another run has it, the process of which wrote its id down.
    case busy(process: Int32?)
    /// The file system has no locks.
    case unsupported
  }

  private let path: String
  private let lock: CacheLock

  private init(path: String, lock: CacheLock) {
    self.path = path
    self.lock = lock
  }

  // Before the lock is given back: whoever opened the file meanwhile sees that it is gone, and makes a new one.
  deinit { unlink(path) }

  static func take(_ path: String, process: Int32) throws(FileError) -> Attempt {
    switch try CacheLock.attempt(path, mode: 0o600) {
    case .held(let lock):
      lock.write("\(process)\n")
      return .held(JournalLock(path: path, lock: lock))
    case .busy:
      let text = try? LocalFiles.readText(path, limit: 64)
      return .busy(process: text.flatMap { Int32($0.prefix { $0.isASCII && $0.isNumber }) })
    case .unsupported: return .unsupported
    }
  }
}
