import HubAPI
import Publication

/// An upload to a repository that is there: what the last run left, the commit, its verification, its tag.
struct UploadRun: Sendable {
  let hub: HubClient
  let repository: RepositoryID
  let options: UploadOptions
  let approved: PlanFile?
  let notes: JournalNotes?
  let report: @Sendable (UploadEvent) -> Void

  func upload(_ publication: PreparedPublication, state: inout RemoteState) async throws -> UploadJob.Outcome {
    let left = LeftRun(hub: hub, repository: repository, revision: options.revision, entry: notes?.left, report: report)
    let merged = await left.settleDraft()
    let tag = try await existingTag()
    let (outcome, commit) =
      try await options.opensPullRequest
      ? proposed(publication, tag, &state) : finished(publication, left, merged, tag, &state)
    if let name = options.tag {
      let isNew = tag == nil ? try await hub.createTag(repository, name, at: commit) : false
      report(.tagged(name, isNew: isNew))
    }
    return outcome
  }

  /// Commits to the branch, or completes what the last run left.
  private func finished(
    _ publication: PreparedPublication,
    _ left: LeftRun,
    _ merged: CommitID?,
    _ tag: HubReference?,
    _ state: inout RemoteState
  ) async throws -> (UploadJob.Outcome, CommitID) {
    switch try await planned(options, tag).run(publication, state: &state) {
    case .alreadyUpToDate(let plan, let head):
      guard let entry = left.entry, let commit = await left.commit(of: plan, merged: merged) else {
        return (.alreadyUpToDate(head: head), head)
      }
      state = .committed(commit)
      notes?.adopt(entry, commit: commit)
      report(.resumed(entry, commit))
      try await verify(plan, at: commit, publication)
      return (.published(commit, url: hub.endpoint.page(of: repository, commit: commit)), commit)
    case .committed(let commit, let plan):
      try await verify(plan, at: commit.id, publication)
      return (.published(commit.id, url: commit.url), commit.id)
    }
  }

  /// Opens a draft, commits to it, verifies it, and only then shows it to others; opens none for nothing.
  private func proposed(
    _ publication: PreparedPublication,
    _ tag: HubReference?,
    _ state: inout RemoteState
  ) async throws -> (UploadJob.Outcome, CommitID) {
    let preview = try await Planner(hub: hub, repository: repository, options: options).preview(publication.shipment)
    if preview.isUpToDate, let head = preview.head { return (.alreadyUpToDate(head: head), head) }
    notes?.begin(preview)
    let number = try await hub.openPullRequest(
      repository,
      title: options.message ?? "Upload \(publication.manifest.name) with hfpub",
      description: options.description
    )
    guard let revision = Revision("refs/pr/\(number)") else { throw PublishingError.incompleteAnswer("num") }
    state = .draftOpened(number)
    report(.openedPullRequest(number: number))
    var options = options
    options.revision = revision
    let commit: CommitID
    switch try await planned(options, tag).run(publication, state: &state) {
    case .alreadyUpToDate(_, let head): commit = head
    case .committed(let made, let plan):
      try await verify(plan, at: made.id, publication)
      commit = made.id
    }
    try await hub.publishPullRequest(repository, number: number)
    return (.published(commit, url: "\(hub.endpoint.page(of: repository))/discussions/\(number)"), commit)
  }

  private func planned(_ options: UploadOptions, _ tag: HubReference?) -> PlannedUpload {
    PlannedUpload(
      hub: hub,
      repository: repository,
      options: options,
      approved: approved,
      existingTag: tag,
      notes: notes,
      report: report
    )
  }

  private func verify(
    _ plan: UploadPlan,
    at commit: CommitID,
    _ publication: PreparedPublication
  ) async throws {
    try await Verifier(hub: hub, report: report).verify(plan, at: commit, against: publication)
  }

  private func existingTag() async throws(HubError) -> HubReference? {
    guard let name = options.tag else { return nil }
    return try await hub.references(repository).tags.first { $0.name == name.name }
  }
}
