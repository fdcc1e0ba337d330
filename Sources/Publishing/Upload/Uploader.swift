import Files
import Findings
import HubAPI

/// Carries a plan out: objects to storage, then one commit.
struct Uploader {
  /// A commit whose answer was lost and that was not made is sent again, at most as often in all.
  private static let attempts = 3

  let hub: HubClient
  let options: UploadOptions
  let report: @Sendable (UploadEvent) -> Void

  func apply(_ plan: UploadPlan, card: String, state: inout RemoteState) async throws -> HubCommit {
    // The Hub would refuse the commit for a bad card; asking first costs one request and sends no weights in vain.
    if plan.changes.contains(where: { $0.file.path.text == "README.md" }) { try await check(card) }
    try await ObjectSender(hub: hub, repository: plan.repository, report: report)
      .send(plan.objects.map(\.file), state: &state)
    let commit = try await commit(plan, state: &state)
    state = .committed(commit.id)
    report(.committed(commit.id, url: commit.url))
    return commit
  }

  private func check(_ card: String) async throws {
    let answer = try await hub.validateCard(card)
    let complaints = answer?.errors ?? []
    guard complaints.isEmpty else { throw PublishingError.cardRefused(complaints.map(\.message)) }
    report(.cardChecked(warnings: answer.map { ($0.warnings ?? []).map(\.message) }))
  }

  private func commit(_ plan: UploadPlan, state: inout RemoteState) async throws -> HubCommit {
    var attempt = 1
    while true {
      if let commit = try await commit(plan, attempt: attempt, state: &state) { return commit }
      attempt += 1
    }
  }

  /// Sends the commit; nil when it is to be sent again, as its answer was lost and it was not made.
  private func commit(_ plan: UploadPlan, attempt: Int, state: inout RemoteState) async throws -> HubCommit? {
    do {
      return try await hub.commit(
        plan.repository,
        revision: plan.revision,
        message: CommitMessage(summary: summary(plan), description: options.description, parent: plan.head),
        operations: plan.changes.map(operation)
          + plan.removals.compactMap { RepositoryPath($0.path).map { .delete($0) } }
      )
    } catch {
      switch error.code {
      case .outcomeUnknown: return try await settle(plan, error, attempt: attempt, state: &state)
      // The one before may have been made after all, a moment after we looked.
      case .parentMoved where attempt > 1: return try await settle(plan, error, attempt: attempt, state: &state)
      case .localFile:
        for entry in plan.changes where entry.mode == .regular { try entry.file.requireUnchanged() }
        throw error
      default: throw error
      }
    }
  }

  private func summary(_ plan: UploadPlan) -> String {
    if let message = options.message { return message }
    func files(_ count: Int) -> String { "\(count) file\(count == 1 ? "" : "s")" }
    guard !plan.changes.isEmpty else { return "Delete \(files(plan.removals.count)) with hfpub" }
    let removed = plan.removals.isEmpty ? "" : " and delete \(plan.removals.count)"
    return "Upload \(files(plan.changes.count))\(removed) with hfpub"
  }

  private func operation(_ entry: UploadPlan.Entry) -> CommitOperation {
    let file = entry.file
    switch (entry.mode, file.source) {
    case (.lfs, _): return .addObject(file.path, sha256: file.digests.sha256, size: file.digests.size)
    case (.regular, .bytes(let bytes)): return .add(file.path, content: bytes)
    case (.regular, .file(let path)):
      return .addFile(file.path, localPath: path, expected: file.digests.gitBlobID)
    }
  }

  /// The commit's answer was lost: what the remote shows now decides.
  private func settle(
    _ plan: UploadPlan,
    _ lost: HubError,
    attempt: Int,
    state: inout RemoteState
  ) async throws -> HubCommit? {
    switch await LostCommit(hub: hub, plan: plan).search() {
    case .made(let id): return HubCommit(id: id, url: hub.endpoint.page(of: plan.repository, commit: id))
    case .notMade:
      // Sending it again is safe: it is bound to its parent, so that at most one of both can be made.
      guard attempt < Self.attempts, !Task.isCancelled else { throw PublishingError.notCommitted(plan, lost) }
      report(.sendingAgain(reason: lost.reason))
      return nil
    case .overtaken(let other): throw PublishingError.overtaken(plan, by: other, lost)
    case .unknown:
      state = .unknown
      throw lost
    }
  }
}
