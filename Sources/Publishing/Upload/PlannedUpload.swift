import Findings
import HubAPI

/// Plans, and carries the plan out in one commit; plans again where somebody else's commit came in between.
struct PlannedUpload: Sendable {
  /// How often a plan is made, when others commit meanwhile.
  private static let attempts = 3

  let hub: HubClient
  let repository: RepositoryID
  let options: UploadOptions
  /// The plan that somebody looked at; exactly that is carried out, or nothing.
  let approved: PlanFile?
  /// The tag of the name asked for, if there is one already.
  let existingTag: HubReference?
  let notes: JournalNotes?
  let report: @Sendable (UploadEvent) -> Void

  /// How it ended.
  enum Outcome {
    case alreadyUpToDate(UploadPlan, head: CommitID)
    case committed(HubCommit, UploadPlan)
  }

  func run(_ publication: PreparedPublication, state: inout RemoteState) async throws -> Outcome {
    var plan = try await planner.plan(publication.shipment)
    try approved?.requireSame(as: plan, endpoint: hub.endpoint.description)
    report(.planned(plan))
    let uploader = Uploader(hub: hub, options: options, report: report)
    var attempt = 1
    while true {
      guard let head = plan.head else { throw PublishingError.incompleteAnswer("commitOid") }
      if let tag = existingTag, !plan.isUpToDate || tag.commit != head { throw PublishingError.tagTaken(tag) }
      guard !plan.isUpToDate else { return .alreadyUpToDate(plan, head: head) }
      if let drift = plan.drift, !options.overwrites, approved == nil { throw await drifted(drift, plan, head) }
      notes?.begin(plan)
      do {
        return .committed(try await send(plan, card: publication.readme, with: uploader, state: &state), plan)
      } catch let error as HubError {
        guard error.code == .parentMoved, attempt < Self.attempts, approved == nil else { throw error }
        plan = try await replanned(plan, publication.shipment)
        attempt += 1
      }
    }
  }

  /// Sends a plan as one commit, or in parts when one cannot hold it.
  private func send(
    _ plan: UploadPlan,
    card: String,
    with uploader: Uploader,
    state: inout RemoteState
  ) async throws -> HubCommit {
    let parts = options.limits.parts(of: plan)
    guard parts.count > 1 else { return try await uploader.apply(plan, card: card, state: &state) }
    let drafted = DraftedUpload(uploader: uploader, notes: notes)
    if let number = state.draft { return try await drafted.fill(number, plan, parts: parts, card: card, state: &state) }
    // Pull requests go to the default branch.
    guard plan.revision == .main else { throw PublishingError.tooMuchForOneCommit(plan, parts: parts.count) }
    return try await drafted.apply(plan, parts: parts, card: card, state: &state)
  }

  private func drifted(_ drift: RemoteDrift, _ plan: UploadPlan, _ head: CommitID) async -> PublishingError {
    let reader = ConflictReader(
      hub: hub,
      old: plan,
      before: drift.since.id,
      after: head,
      was: drift.was,
      now: drift.now
    )
    return .drifted(drift, plan, await reader.read(drift.paths))
  }

  private var planner: Planner { Planner(hub: hub, repository: repository, options: options) }

  /// The plan on the newest commit, if what came in between is none of our business.
  private func replanned(_ old: UploadPlan, _ shipment: Shipment) async throws -> UploadPlan {
    let new = try await planner.plan(shipment)
    guard let before = old.head, let after = new.head else { throw PublishingError.incompleteAnswer("commitOid") }
    let was = try await RemoteFiles(hub, repository, at: before)
    let now = try await RemoteFiles(hub, repository, at: after)
    let ours = shipment.files.map(\.path.text) + new.removals.map(\.path) + old.removals.map(\.path)
    let touched = Set(ours.map { Array($0.utf8) }).map { String(decoding: $0, as: UTF8.self) }
      .filter { was[$0]?.oid != now[$0]?.oid }.sorted()
    let newest = try await hub.commits(repository, revision: options.revision).first
    guard touched.isEmpty || new.isUpToDate else {
      let reader = ConflictReader(hub: hub, old: old, before: before, after: after, was: was, now: now)
      throw PublishingError.conflict(old, paths: touched, by: newest, await reader.read(touched))
    }
    report(.replanned(new, after: newest))
    return new
  }
}
