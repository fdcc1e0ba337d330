import Synchronization

/// Workspaces that wait for the next caller.
final class WorkspacePool: Sendable {
  private let idle = Mutex<[Workspace]>([])
  /// More callers at once are rare, and each workspace holds about half a megabyte.
  private let capacity = 32

  /// Calls `body` with a workspace that nobody else has.
  func withWorkspace<Result>(_ body: (inout Workspace) -> Result) -> Result {
    var workspace = idle.withLock { $0.popLast() } ?? Workspace()
    defer {
      idle.withLock { idle in
        if idle.count < capacity { idle.append(workspace) }
      }
    }
    return body(&workspace)
  }
}
