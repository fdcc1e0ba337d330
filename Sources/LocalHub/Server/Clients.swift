import Synchronization

/// The tasks of all open connections, so that stopping can end and await every one.
final class Clients: Sendable {
  private struct State {
    var isStopped = false
    var next = 0
    var tasks: [Int: Task<Void, Never>] = [:]
  }

  private let state = Mutex(State())

  /// Serves a connection in a task of its own; after `stop` the task starts cancelled and only closes it.
  func serve(_ work: @escaping @Sendable () async -> Void) {
    state.withLock { state in
      let id = state.next
      state.next += 1
      let task = Task(executorPreference: Workers.shared) {
        await work()
        self.state.withLock { $0.tasks[id] = nil }
      }
      state.tasks[id] = task
      if state.isStopped { task.cancel() }
    }
  }

  /// Cancels all connections, now and from now on.
  func cancel() {
    state.withLock { state in
      state.isStopped = true
      for task in state.tasks.values { task.cancel() }
    }
  }

  /// Cancels all connections and waits for their end.
  func stop() async {
    cancel()
    for task in state.withLock({ Array($0.tasks.values) }) { await task.value }
  }
}
