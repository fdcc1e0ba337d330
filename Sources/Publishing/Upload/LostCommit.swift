import HTTP
import HubAPI

/// Finds out what became of a commit whose answer was lost.
///
/// The plan's parent guards the commit: if it was made, it is the one right after the parent, and no other can be.
struct LostCommit: Sendable {
  enum Finding: Sendable {
    /// It is in the history.
    case made(CommitID)
    /// The parent is still the newest commit.
    case notMade
    /// Somebody else's commit follows the parent, so that ours cannot any more.
    case overtaken(PastCommit)
    /// Looking failed as well.
    case unknown
  }

  let hub: HubClient
  let plan: UploadPlan

  /// Looks, also in a task that is cancelled: whoever interrupts a commit wants to know most.
  func search() async -> Finding {
    let search = Task { (try? await look()) ?? .unknown }
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

  private func look() async throws -> Finding {
    // A server that lost its connection to us may still be at work.
    for pause in [1, 2] {
      let finding = try await lookOnce()
      guard case .notMade = finding else { return finding }
      try await hub.http.configuration.clock.sleep(.seconds(pause))
    }
    return try await lookOnce()
  }

  private func lookOnce() async throws -> Finding {
    let history = try await hub.commits(plan.repository, revision: plan.revision)
    guard let parent = history.firstIndex(where: { $0.id == plan.head }) else { return .unknown }
    guard parent > 0 else { return .notMade }
    let next = history[parent - 1]
    let entries = try await hub.tree(plan.repository, revision: Revision(next.id))
    let oids = Dictionary(entries.map { ($0.path, $0.lfs?.oid ?? $0.oid) }, uniquingKeysWith: { first, _ in first })
    let isOurs =
      plan.entries.allSatisfy { oids[$0.file.path.text].map($0.file.isNamed) ?? false }
      && plan.removals.allSatisfy { oids[$0.path] == nil }
    return isOurs ? .made(next.id) : .overtaken(next)
  }
}
