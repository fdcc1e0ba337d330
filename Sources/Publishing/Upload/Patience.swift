import HTTP

/// Looks at the remote also when the task is cancelled: whoever interrupts a commit wants to know most what became of it.
enum Patience {
  /// How long after a cancellation an answer is waited for; longer in tests that share their processor with others.
  @TaskLocal static var limit = Duration.seconds(2)

  /// What is found in up to three looks: a server that lost its connection to us may still be at work.
  ///
  /// - Parameters:
  ///   - clock: What the pauses between the looks are measured with.
  ///   - isSettled: Whether there is no need to look again.
  ///   - look: One look.
  /// - Returns: What the last look found; nil when one failed, or when all took longer than `limit` after the
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
    let limit = Self.limit
    return await withTaskCancellationHandler {
      await search.value
    } onCancel: {
      // A person is waiting.
      Task {
        try? await Task.sleep(for: limit)
        search.cancel()
      }
    }
  }
}
