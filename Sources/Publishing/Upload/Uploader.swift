import Files
import Findings
import HubAPI

/// Carries a plan out: objects to storage, then one commit.
struct Uploader: Sendable {
  /// A commit whose answer was lost and that was not made is sent again, at most as often in all.
  private static let attempts = 3

  let hub: HubClient
  let options: UploadOptions
  let report: @Sendable (UploadEvent) -> Void

  /// Sends everything in one commit.
  func apply(_ plan: UploadPlan, card: String, state: inout RemoteState) async throws -> HubCommit {
    try await prepare(plan, card: card, state: &state)
    report(.sendingCommit)
    let commit = try await commit(plan, state: &state)
    // A draft's commit is in no branch.
    if state.draft == nil { state = .committed(commit.id) }
    report(.committed(commit.id, url: commit.url))
    return commit
  }

  /// Has the card checked, and puts the objects into storage.
  func prepare(_ plan: UploadPlan, card: String, state: inout RemoteState) async throws {
    // The Hub would refuse the commit for a bad card; asking first costs one request and sends no weights in vain.
    if plan.changes.contains(where: { $0.file.path.text == "README.md" }) { try await check(card) }
    try await send(plan.objects.map(\.file), of: plan, state: &state)
  }

  /// Puts objects into storage; that a draft is open says more about the remote than that objects wait.
  private func send(_ files: [ShippedFile], of plan: UploadPlan, state: inout RemoteState) async throws {
    var sent = state
    defer { if state.draft == nil { state = sent } }
    try await ObjectSender(hub: hub, repository: plan.repository, report: report).send(files, state: &sent)
  }

  private func check(_ card: String) async throws {
    let answer = try await hub.validateCard(card)
    let complaints = answer?.errors ?? []
    guard complaints.isEmpty else { throw PublishingError.cardRefused(complaints.map(\.message)) }
    report(.cardChecked(warnings: answer.map { ($0.warnings ?? []).map(\.message) }))
  }

  /// Makes the commit of a plan whose objects are in storage; of a part the title says which.
  func commit(
    _ plan: UploadPlan,
    part: (number: Int, of: Int)? = nil,
    state: inout RemoteState
  ) async throws -> HubCommit {
    let title = summary(plan) + (part.map { " (part \($0.number) of \($0.of))" } ?? "")
    var attempt = 1
    while true {
      if let commit = try await commit(plan, title, attempt: attempt, state: &state) { return commit }
      attempt += 1
    }
  }

  /// Sends the commit; nil when it is to be sent again, as its answer was lost and it was not made.
  private func commit(
    _ plan: UploadPlan,
    _ title: String,
    attempt: Int,
    state: inout RemoteState
  ) async throws -> HubCommit? {
    do {
      return try await hub.commit(
        plan.repository,
        revision: plan.revision,
        message: CommitMessage(
          summary: title,
          description: UploadMark.description(options.description, of: plan),
          parent: plan.head
        ),
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

  /// The title of the plan's commit.
  func summary(_ plan: UploadPlan) -> String {
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
      if Task.isCancelled, state.draft == nil { state = .commitPending }
      guard attempt < Self.attempts, !Task.isCancelled else { throw PublishingError.notCommitted(plan, lost) }
      report(.sendingAgain(reason: lost.reason))
      return nil
    case .overtaken(let other): throw PublishingError.overtaken(plan, by: other, lost)
    case .unknown:
      if state.draft == nil { state = .unknown }
      throw lost
    }
  }
}
