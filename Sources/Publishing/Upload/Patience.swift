import HTTP

/// Looks at the remote also when the task is cancelled: whoever interrupts a commit wants to know most what became of it.
enum Patience {
  /// What is found in up to three looks: a server that lost its connection to us may still be at work.
  ///
  /// - Parameters:
  ///   - clock: What the pauses between the looks are measured with.
  ///   - isSettled: Whether there is no need to look again.
  ///   - look: One look.
  /// - Returns: What the last look found; nil when one failed, or when all took more than two seconds after the
  ///   cancellation.
  static func finding<Finding: Sendable>(
    _ clock: RetryClock,
    until isSettled: @escaping @Sendable (Finding) -> Bool,
    _ look: @escaping @Sendable () async throws -> Finding
  ) async -> Finding? {
    let pauses: [Duration] = Task.isCancelled ? [.milliseconds(500), .seconds(1)] : [.seconds(1), .seconds(2)]
    let search = Task<Finding?, Never> {
      do {
        for pause in pauses {
          let finding = try await look()
          if isSettled(finding) { return finding }
          try await clock.sleep(pause)
        }
        return try await look()
      } catch {
        return nil
      }
    }
    return await withTaskCancellationHandler {
      await search.value
    } onCancel: {
      // A person is waiting.
      Task {
        try? await Task.sleep(for: .seconds(2))
        search.cancel()
      }
    }
  }
}
