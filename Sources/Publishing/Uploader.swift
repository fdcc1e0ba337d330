import Files
import Findings
import HubAPI

/// Carries a plan out: objects to storage, then one commit.
struct Uploader {
  let hub: HubClient
  let report: @Sendable (UploadEvent) -> Void

  func apply(_ plan: UploadPlan, card: String, state: inout RemoteState) async throws -> HubCommit {
    // The Hub would refuse the commit for a bad card; asking first costs one request and sends no weights in vain.
    try await check(card)
    try await ObjectSender(hub: hub, repository: plan.repository, report: report)
      .send(plan.changes.filter { $0.mode == .lfs }.map(\.file), state: &state)
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
    let count = plan.changes.count
    do {
      return try await hub.commit(
        plan.repository,
        revision: .main,
        message: CommitMessage(summary: "Upload \(count) file\(count == 1 ? "" : "s") with hfpub", parent: plan.parent),
        operations: plan.changes.map(operation)
      )
    } catch {
      switch error.code {
      case .outcomeUnknown: return try await settle(plan, error, state: &state)
      case .localFile:
        for entry in plan.changes where entry.mode == .regular { try entry.file.requireUnchanged() }
        throw error
      default: throw error
      }
    }
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

  /// The commit's answer was lost: what the remote shows now decides, nothing is sent again.
  private func settle(_ plan: UploadPlan, _ lost: HubError, state: inout RemoteState) async throws -> HubCommit {
    switch await LostCommit(hub: hub, plan: plan).search() {
    case .made(let id): return HubCommit(id: id, url: hub.endpoint.page(of: plan.repository, commit: id))
    case .notMade: throw PublishingError.notCommitted(plan, lost)
    case .overtaken(let other): throw PublishingError.overtaken(plan, by: other, lost)
    case .unknown:
      state = .unknown
      throw lost
    }
  }
}
