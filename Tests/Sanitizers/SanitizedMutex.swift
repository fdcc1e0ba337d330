import Glibc

/// A stand-in for the standard library's lock in builds for the thread sanitizer.
///
/// The sanitizer knows pthread's locks; what the standard library's guards it takes for a race. `Scripts/sanitize` puts
/// this one in place of every `Mutex`, in a copy of the project.
public final class SanitizedMutex<Value>: @unchecked Sendable {
  // Invariant: `value` is touched between lock and unlock only; `lock` stays where it is until `deinit`.
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var value: Value

  /// A value behind a lock of its own.
  public init(_ value: Value) {
    self.value = value
    pthread_mutex_init(lock, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  /// Calls `body` with the value while nobody else has it.
  public func withLock<Result, Failure>(
    _ body: (inout Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body(&value)
  }
}
