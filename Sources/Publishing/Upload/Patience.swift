/// Looks at the remote also when the task is cancelled: whoever interrupts a commit wants to know most what became of it.
enum Patience {
  /// What `body` finds; nil when it fails, or takes more than five seconds after the cancellation.
  static func look<Finding: Sendable>(_ body: @escaping @Sendable () async throws -> Finding) async -> Finding? {
    let search = Task { try? await body() }
    return await withTaskCancellationHandler {
      await search.value
    } onCancel: {
      // A person is waiting.
      Task {
        try? await Task.sleep(for: .seconds(5))
        search.cancel()
      }
    }
  }
}
