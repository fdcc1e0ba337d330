import Findings
import HubAPI

/// An upload from plan to verification: one commit, guarded by the head that it was planned on.
public struct UploadJob: Sendable {
  /// What to do about a repository that does not exist.
  public enum Creation: Sendable, Hashable {
    /// Fail.
    case refused
    /// Create it, seen by its members only.
    case asPrivate
    /// Create it, seen by all.
    case asPublic
  }

  /// How an upload ended.
  public enum Outcome: Sendable {
    /// The remote already held these files; nothing was sent.
    case alreadyUpToDate(head: CommitID)
    /// A commit was made and verified.
    case published(CommitID, url: String)
  }

  private let hub: HubClient
  private let repository: RepositoryID
  private let creation: Creation
  private let options: UploadOptions
  private let approved: PlanFile?
  private let journal: UploadJournal?
  private let report: @Sendable (UploadEvent) -> Void

  /// An upload to `repository`; `report` is told of every step.
  ///
  /// With `approved` exactly that plan is carried out, or nothing. With `journal` the next run knows how far this one
  /// came, and no two runs write to one branch at once.
  public init(
    hub: HubClient,
    repository: RepositoryID,
    creation: Creation,
    options: UploadOptions = UploadOptions(),
    approved: PlanFile? = nil,
    journal: UploadJournal? = nil,
    report: @escaping @Sendable (UploadEvent) -> Void
  ) {
    self.hub = hub
    self.repository = repository
    self.creation = creation
    self.options = options
    self.approved = approved
    self.journal = journal
    self.report = report
  }

  /// Uploads and verifies.
  ///
  /// - Parameters:
  ///   - publication: What is uploaded.
  ///   - completing: Called when all is done, before the journal forgets the upload: for a receipt.
  /// - Returns: How it ended.
  /// - Throws: `UploadFailure` with what is known about the remote, also when the task is cancelled.
  public func run(
    _ publication: PreparedPublication,
    completing: @Sendable (Outcome) async -> Void = { _ in }
  ) async throws -> Outcome {
    var state = RemoteState.untouched
    let place = UploadPlace(hub: hub, repository: repository, creation: creation, report: report)
    var notes: JournalNotes?
    do {
      let id = try await place.requireRepository(&state)
      notes = try openJournal(id)
      try await place.requireBranch(options.revision, &state)
      let outcome = try await run(notes).upload(publication, state: &state)
      await completing(outcome)
      notes?.finish()
      return outcome
    } catch {
      notes?.ended(state)
      guard let explained = Self.explained(error) else { throw error }
      throw UploadFailure(underlying: await named(explained), remoteState: state)
    }
  }

  /// A refusal says that a right is missing; which one, another question tells.
  private func named(_ error: any ExplainedError) async -> any ExplainedError {
    guard let refusal = error as? HubError, refusal.code == .forbidden else { return error }
    return await WriteCheck(
      hub: hub,
      repository: repository,
      creation: creation,
      opensPullRequest: options.opensPullRequest
    )
    .naming(refusal)
  }

  private func run(_ notes: JournalNotes?) -> UploadRun {
    UploadRun(hub: hub, repository: repository, options: options, approved: approved, notes: notes) { event in
      notes?.note(event)
      report(event)
    }
  }

  private func openJournal(_ id: String?) throws(PublishingError) -> JournalNotes? {
    guard let journal else { return nil }
    let target = JournalTarget(
      endpoint: hub.endpoint.description,
      repository: repository,
      repositoryID: id,
      branch: options.revision
    )
    let notes = try journal.open(target) { report(.journalTrouble($0)) }
    if let notes, let left = notes.left { report(.lastRun(left, now: notes.now)) }
    return notes
  }

  /// Whatever a cancelled transfer reports, it was the cancellation; but what is published wrongly stays wrong.
  private static func explained(_ error: any Error) -> (any ExplainedError)? {
    if let error = error as? PublishingError, error.code == .verificationFailed { return error }
    return Task.isCancelled ? PublishingError.interrupted(error) : error as? any ExplainedError
  }
}
