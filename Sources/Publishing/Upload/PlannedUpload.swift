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
  let report: @Sendable (UploadEvent) -> Void

  /// How it ended.
  enum Outcome {
    case alreadyUpToDate(head: CommitID)
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
      guard !plan.isUpToDate else { return .alreadyUpToDate(head: head) }
      do {
        return .committed(try await uploader.apply(plan, card: publication.readme, state: &state), plan)
      } catch let error as HubError {
        guard error.code == .parentMoved, attempt < Self.attempts, approved == nil else { throw error }
        plan = try await replanned(plan, publication.shipment)
        attempt += 1
      }
    }
  }

  private var planner: Planner { Planner(hub: hub, repository: repository, options: options) }

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
}
