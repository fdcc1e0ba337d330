import NIOPosix

/// Runs the hub's tasks on threads of its own.
///
/// Endpoints read and write files, which blocks; and a client in the same process may block all threads of Swift's
/// pool while it waits for this very hub.
final class Workers: TaskExecutor {
  static let shared = Workers()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    NIOThreadPool.singleton.submit { _ in job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
