import Files
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
  private let report: @Sendable (UploadEvent) -> Void

  /// An upload to `repository`; `report` is told of every step.
  public init(
    hub: HubClient,
    repository: RepositoryID,
    creation: Creation,
    report: @escaping @Sendable (UploadEvent) -> Void
  ) {
    self.hub = hub
    self.repository = repository
    self.creation = creation
    self.report = report
  }

  /// Uploads and verifies.
  ///
  /// - Throws: `UploadFailure` with what is known about the remote, also when the task is cancelled.
  public func run(_ publication: PreparedPublication) async throws -> Outcome {
    var state = RemoteState.untouched
    do {
      try await requireRepository(&state)
      let plan = try await Planner(hub: hub, repository: repository).plan(publication.shipment)
      report(.planned(plan))
      guard !plan.isUpToDate else { return .alreadyUpToDate(head: plan.parent) }
      let commit = try await Uploader(hub: hub, report: report).apply(plan, card: publication.readme, state: &state)
      try await Verifier(hub: hub, report: report).verify(plan, at: commit.id, against: publication)
      return .published(commit.id, url: commit.url)
    } catch {
      guard let explained = Self.explained(error) else { throw error }
      throw UploadFailure(underlying: explained, remoteState: state)
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

  private func isMissing() async throws(HubError) -> Bool {
    do {
      _ = try await hub.repositoryInfo(repository, revision: .main)
      return false
    } catch {
      guard error.code == .repositoryNotFound else { throw error }
      return true
    }
  }
}
