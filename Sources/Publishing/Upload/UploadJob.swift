import Files
import Findings
import HubAPI
import Publication

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
  private let report: @Sendable (UploadEvent) -> Void

  /// An upload to `repository`; `report` is told of every step.
  ///
  /// With `approved` exactly that plan is carried out, or nothing.
  public init(
    hub: HubClient,
    repository: RepositoryID,
    creation: Creation,
    options: UploadOptions = UploadOptions(),
    approved: PlanFile? = nil,
    report: @escaping @Sendable (UploadEvent) -> Void
  ) {
    self.hub = hub
    self.repository = repository
    self.creation = creation
    self.options = options
    self.approved = approved
    self.report = report
  }

  /// Uploads and verifies.
  ///
  /// - Throws: `UploadFailure` with what is known about the remote, also when the task is cancelled.
  public func run(_ publication: PreparedPublication) async throws -> Outcome {
    var state = RemoteState.untouched
    do {
      try await requireRepository(&state)
      try await requireBranch(&state)
      let tag = try await existingTag()
      let (outcome, commit) =
        try await options.opensPullRequest
        ? proposed(publication, tag, &state) : committed(publication, options, tag, &state)
      if let name = options.tag {
        let isNew = tag == nil ? try await hub.createTag(repository, name, at: commit) : false
        report(.tagged(name, isNew: isNew))
      }
      return outcome
    } catch {
      guard let explained = Self.explained(error) else { throw error }
      throw UploadFailure(underlying: explained, remoteState: state)
    }
  }

  /// Commits to a branch or a pull request, and verifies.
  private func committed(
    _ publication: PreparedPublication,
    _ options: UploadOptions,
    _ tag: HubReference?,
    _ state: inout RemoteState
  ) async throws -> (Outcome, CommitID) {
    let upload = PlannedUpload(
      hub: hub,
      repository: repository,
      options: options,
      approved: approved,
      existingTag: tag,
      report: report
    )
    switch try await upload.run(publication, state: &state) {
    case .alreadyUpToDate(let head): return (.alreadyUpToDate(head: head), head)
    case .committed(let commit, let plan):
      try await Verifier(hub: hub, report: report).verify(plan, at: commit.id, against: publication)
      return (.published(commit.id, url: commit.url), commit.id)
    }
  }

  /// Opens a draft, commits to it, verifies it, and only then shows it to others; opens none for nothing.
  private func proposed(
    _ publication: PreparedPublication,
    _ tag: HubReference?,
    _ state: inout RemoteState
  ) async throws -> (Outcome, CommitID) {
    let preview = try await Planner(hub: hub, repository: repository, options: options).preview(publication.shipment)
    if preview.isUpToDate, let head = preview.head { return (.alreadyUpToDate(head: head), head) }
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
    let (_, commit) = try await committed(publication, options, tag, &state)
    try await hub.publishPullRequest(repository, number: number)
    return (.published(commit, url: "\(hub.endpoint.page(of: repository))/discussions/\(number)"), commit)
  }

  private func existingTag() async throws(HubError) -> HubReference? {
    guard let name = options.tag else { return nil }
    return try await hub.references(repository).tags.first { $0.name == name.name }
  }

  private func requireBranch(_ state: inout RemoteState) async throws {
    guard options.revision != .main, creation != .refused else { return }
    let branches = try await hub.references(repository).branches
    guard !branches.contains(where: { $0.name == options.revision.name }) else { return }
    if try await hub.createBranch(repository, options.revision) {
      if state == .untouched { state = .branchMade(options.revision) }
      report(.createdBranch(options.revision))
    }
  }

  /// Whatever a cancelled transfer reports, it was the cancellation; but what is published wrongly stays wrong.
  private static func explained(_ error: any Error) -> (any ExplainedError)? {
    if let error = error as? PublishingError, error.code == .verificationFailed { return error }
    return Task.isCancelled ? PublishingError.interrupted(error) : error as? any ExplainedError
  }

  private func requireRepository(_ state: inout RemoteState) async throws {
    guard try await isMissing() else { return }
    guard creation != .refused else { throw PublishingError.repositoryMissing(repository) }
    let created: CreatedRepository
    do {
      created = try await hub.createRepository(repository, isPrivate: creation == .asPrivate)
    } catch {
      // A lost answer does not undo the creation.
      switch error.code {
      case .serverFault, .unreachable, .malformedAnswer, .notTheHub, .cancelled:
        let isMissing = try? await isMissing()
        state = isMissing.map { $0 ? .untouched : .created } ?? .unknown
      default: break
      }
      throw error
    }
    // Else somebody else made it in between.
    guard created.wasCreated else { return }
    state = .created
    report(.created(repository, isPrivate: creation == .asPrivate))
  }

  private func isMissing() async throws -> Bool {
    let info: RepositoryInfo
    do {
      info = try await hub.repositoryInfo(repository, revision: .main)
    } catch {
      guard error.code == .repositoryNotFound else { throw error }
      return true
    }
    // A former name leads on to the new one, whose owner may be another by now. Case makes no other name.
    guard info.id.lowercased() == repository.description.lowercased() else {
      throw PublishingError.repositoryMoved(repository, to: info.id)
    }
    return false
  }
}
