import Findings
import HTTP
import HubAPI

/// Brings a plan that one commit cannot hold to the default branch.
///
/// Its parts go to a draft pull request, which is compared with the plan and merged in one step: readers of the branch
/// see the old tree or the new tree.
struct DraftedUpload: Sendable {
  /// A merge whose answer was lost and that was not made is asked for again, at most as often in all.
  private static let attempts = 3

  let uploader: Uploader
  let notes: JournalNotes?

  private var hub: HubClient { uploader.hub }
  private func report(_ event: UploadEvent) { uploader.report(event) }

  /// Carries the plan out.
  ///
  /// - Returns: The commit that took the draft in.
  /// - Throws: `HubError` with code `.parentMoved` when the branch moved, with the draft closed; other errors leave it
  ///   open, and the branch as it was.
  func apply(_ plan: UploadPlan, parts: [UploadPlan], card: String, state: inout RemoteState) async throws -> HubCommit
  {
    try await uploader.prepare(plan, card: card, state: &state)
    let before = state
    let number = try await hub.openPullRequest(
      plan.repository,
      title: uploader.summary(plan),
      description: "In \(parts.count) parts; merged when all are there.\n\n"
        + UploadMark.description(uploader.options.description, of: plan)
    )
    state = .draftOpened(number)
    notes?.mergesDraft()
    report(.openedPullRequest(number: number))
    do {
      let last = try await fill(number, plan, parts, &state)
      try await compare(last, with: plan)
      try await requireHead(plan)
      return try await merge(number, plan, &state)
    } catch let error as HubError {
      guard error.code == .parentMoved else { throw error }
      try await hub.closePullRequest(
        plan.repository,
        number: number,
        comment: "The branch moved meanwhile; another pull request takes the place of this one."
      )
      report(.closedDraft(number))
      state = before
      throw error
    }
  }

  /// Fills a draft that somebody else is to merge.
  func fill(
    _ number: Int,
    _ plan: UploadPlan,
    parts: [UploadPlan],
    card: String,
    state: inout RemoteState
  ) async throws -> HubCommit {
    try await uploader.prepare(plan, card: card, state: &state)
    let last = try await fill(number, plan, parts, &state)
    try await compare(last, with: plan)
    let commit = HubCommit(id: last, url: hub.endpoint.page(of: plan.repository, commit: last))
    report(.committed(commit.id, url: commit.url))
    return commit
  }

  /// The parts as commits of the draft; the last one.
  private func fill(
    _ number: Int,
    _ plan: UploadPlan,
    _ parts: [UploadPlan],
    _ state: inout RemoteState
  ) async throws -> CommitID {
    guard let draft = Revision("refs/pr/\(number)"), var parent = plan.head else {
      throw PublishingError.incompleteAnswer("num")
    }
    for (place, part) in parts.enumerated() {
      var part = part
      part.revision = draft
      part.head = parent
      do {
        parent = try await uploader.commit(part, part: (place + 1, parts.count), state: &state).id
      } catch let error as HubError {
        if error.code == .outcomeUnknown { throw PublishingError.draftNotFilled(plan, number, error) }
        guard error.code == .parentMoved else { throw error }
        // The draft began at the branch's head of that moment, which may be newer than the plan.
        if place == 0 { try await requireHead(plan) }
        throw PublishingError.draftTouched(plan, number)
      }
      report(.sentPart(place + 1, of: parts.count, parent))
    }
    return parent
  }

  /// Makes sure that the draft holds the tree that the plan leads to, and nothing else.
  private func compare(_ last: CommitID, with plan: UploadPlan) async throws {
    guard let head = plan.head else { throw PublishingError.incompleteAnswer("commitOid") }
    let was = try await RemoteFiles(hub, plan.repository, at: head)
    let now = try await RemoteFiles(hub, plan.repository, at: last)
    let ours = Set(plan.changes.map { Array($0.file.path.text.utf8) } + plan.removals.map { Array($0.path.utf8) })
    var wrong = plan.entries.map(\.file).filter { file in now[file.path.text].map { !file.isNamed($0.oid) } ?? true }
      .map(\.path.text)
    wrong += plan.removals.map(\.path).filter { now[$0] != nil }
    for path in Set((was.paths + now.paths).map { Array($0.utf8) }).subtracting(ours) {
      let path = String(decoding: path, as: UTF8.self)
      // The Hub writes into this one how new objects travel.
      if path != ".gitattributes", was[path]?.oid != now[path]?.oid { wrong.append(path) }
    }
    guard wrong.isEmpty else { throw PublishingError.draftDiffers(plan, at: last, paths: Set(wrong).sorted()) }
    report(.comparedDraft(files: now.paths.count))
  }

  /// Makes sure that the branch is where the plan was made.
  private func requireHead(_ plan: UploadPlan) async throws {
    let now = try await hub.repositoryInfo(plan.repository, revision: plan.revision).sha
    guard now != plan.head?.hex else { return }
    throw HubError(
      .parentMoved,
      problem: "cannot commit to \(plan.repository) at \(plan.revision)",
      reason: "it is no longer at \(plan.head?.short ?? "none"), on which the plan was made",
      remedy: "Run the command again."
    )
  }

  private func merge(_ number: Int, _ plan: UploadPlan, _ state: inout RemoteState) async throws -> HubCommit {
    // A draft cannot be merged.
    try await hub.publishPullRequest(plan.repository, number: number)
    report(.sendingCommit)
    var attempt = 1
    while true {
      do {
        try await hub.mergePullRequest(plan.repository, number: number)
        break
      } catch {
        switch error.code {
        case .outcomeUnknown: break
        // The one before may have been merged after all, a moment after we looked.
        case .conflict, .badRequest: guard attempt > 1 else { throw error.code == .conflict ? error.moved : error }
        default: throw error
        }
        if try await isMerged(number, plan, error, &state) { break }
        guard attempt < Self.attempts, error.code == .outcomeUnknown, !Task.isCancelled else {
          throw error.code == .conflict ? error.moved : PublishingError.notMerged(plan, number, error)
        }
        report(.sendingAgain(reason: error.reason))
        attempt += 1
      }
    }
    state = .unknown
    let commit = try await mergeCommit(number, plan)
    state = .committed(commit)
    let url = hub.endpoint.page(of: plan.repository, commit: commit)
    report(.committed(commit, url: url))
    return HubCommit(id: commit, url: url)
  }

  /// The merge's answer was lost: what the pull request says now decides; also asked in a task that is cancelled.
  private func isMerged(
    _ number: Int,
    _ plan: UploadPlan,
    _ lost: HubError,
    _ state: inout RemoteState
  ) async throws -> Bool {
    let (hub, repository) = (hub, plan.repository)
    let isMerged = await Patience.finding(hub.http.configuration.clock, until: \.self) {
      try await hub.pullRequest(repository, number: number).status == .merged
    }
    guard let isMerged else {
      state = .unknown
      throw lost
    }
    if !isMerged, Task.isCancelled { state = .commitPending }
    return isMerged
  }

  private func mergeCommit(_ number: Int, _ plan: UploadPlan) async throws -> CommitID {
    if let commit = try await hub.pullRequest(plan.repository, number: number).mergeCommit { return commit }
    // A server that does not say: the files are compared at the branch's head next.
    let head = try await hub.repositoryInfo(plan.repository, revision: plan.revision).sha
    guard let commit = head.flatMap({ CommitID($0) }) else { throw PublishingError.incompleteAnswer("mergeCommitId") }
    return commit
  }
}

extension HubError {
  /// A merge with conflicts is one onto a branch that moved.
  fileprivate var moved: HubError {
    var error = self
    error.code = .parentMoved
    return error
  }
}
