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
  private let options: UploadOptions
  private let approved: PlanFile?
  private let report: @Sendable (UploadEvent) -> Void

  /// How often a plan is made, when others commit meanwhile.
  private static let attempts = 3

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
      let plan = try await planner.plan(publication.shipment)
      try approved?.requireSame(as: plan, endpoint: hub.endpoint.description)
      report(.planned(plan))
      guard let (commit, made) = try await carryOut(plan, publication, state: &state) else {
        guard let head = plan.head else { throw PublishingError.incompleteAnswer("commitOid") }
        return .alreadyUpToDate(head: head)
      }
      try await Verifier(hub: hub, report: report).verify(made, at: commit.id, against: publication)
      return .published(commit.id, url: commit.url)
    } catch {
      guard let explained = Self.explained(error) else { throw error }
      throw UploadFailure(underlying: explained, remoteState: state)
    }
  }

  private var planner: Planner { Planner(hub: hub, repository: repository, options: options) }

  /// Makes the commit, on a new head where somebody else's commit came in between and touched none of our files; nil
  /// when there is nothing to do.
  private func carryOut(
    _ first: UploadPlan,
    _ publication: PreparedPublication,
    state: inout RemoteState
  ) async throws -> (HubCommit, UploadPlan)? {
    var plan = first
    let uploader = Uploader(hub: hub, options: options, report: report)
    for attempt in 1...Self.attempts {
      guard !plan.isUpToDate else { return nil }
      do {
        return (try await uploader.apply(plan, card: publication.readme, state: &state), plan)
      } catch let error as HubError {
        guard error.code == .parentMoved, attempt < Self.attempts, approved == nil else { throw error }
        plan = try await replanned(plan, publication.shipment)
      }
    }
    return nil
  }

  /// The plan on the newest commit, if what came in between is none of our business.
  private func replanned(_ old: UploadPlan, _ shipment: Shipment) async throws -> UploadPlan {
    let new = try await planner.plan(shipment)
    guard let before = old.head, let after = new.head else { throw PublishingError.incompleteAnswer("commitOid") }
    let was = try await oids(before)
    let now = try await oids(after)
    let moved = Set(was.keys).union(now.keys).filter { was[$0] != now[$0] }
    let ours = Set(shipment.files.map(\.path.text)).union(new.removals.map(\.path)).union(old.removals.map(\.path))
    let newest = try await hub.commits(repository, revision: options.revision).first
    let touched = moved.intersection(ours).sorted()
    guard touched.isEmpty || new.isUpToDate else { throw PublishingError.conflict(old, paths: touched, by: newest) }
    report(.replanned(new, after: newest))
    return new
  }

  private func oids(_ commit: CommitID) async throws(HubError) -> [String: String] {
    let entries = try await hub.tree(repository, revision: Revision(commit)).filter { $0.type == "file" }
    return Dictionary(entries.map { ($0.path, $0.lfs?.oid ?? $0.oid) }, uniquingKeysWith: { first, _ in first })
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
