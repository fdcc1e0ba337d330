import Files
import FoundationEssentials
import HubAPI

/// Compares a shipment with a branch of a repository.
public struct Planner: Sendable {
  let hub: HubClient
  let repository: RepositoryID
  let options: UploadOptions

  /// A planner.
  public init(hub: HubClient, repository: RepositoryID, options: UploadOptions) {
    self.hub = hub
    self.repository = repository
    self.options = options
  }

  /// The plan against the head of the branch; needs the right to write.
  ///
  /// - Throws: `HubError`, `PublishingError`.
  public func plan(_ shipment: Shipment) async throws -> UploadPlan {
    let answer = try await hub.preupload(
      repository,
      revision: options.revision,
      files: try shipment.files.map(question)
    )
    guard let head = answer.commitOid.flatMap(CommitID.init) else {
      throw PublishingError.incompleteAnswer("commitOid")
    }
    // At that commit, not at the branch: it may move between the two questions.
    let remote = try await hub.tree(repository, revision: Revision(head))
    try requireNoTwins(shipment, remote)
    let answers = Dictionary(answer.files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let entries = try shipment.files.map { file in
      guard let answer = answers[file.path.text] else { throw PublishingError.incompleteAnswer(file.path.text) }
      guard answer.shouldIgnore != true else { throw PublishingError.ignoredByRemote(file.path.text) }
      // The object store takes no empty objects, whatever the Hub says.
      let mode = file.digests.size == 0 ? .regular : answer.uploadMode
      return UploadPlan.Entry(file: file, action: action(file, answer.oid), mode: mode)
    }
    var plan = plan(shipment, head: head, entries: entries, remote: remote)
    await plan.noteDrift(hub, remote)
    try Task.checkCancellation()
    return plan
  }

  func plan(_ shipment: Shipment, head: CommitID?, entries: [UploadPlan.Entry], remote: [TreeEntry]) -> UploadPlan {
    let shipped = Set(shipment.files.map { Array($0.path.text.utf8) })
    let others = remote.filter { $0.type == "file" && !shipped.contains(Array($0.path.utf8)) }.map { entry in
      // It says how the others travel; without it the next upload would put weights into git.
      UploadPlan.RemoteOnly(
        path: entry.path,
        size: entry.size,
        isRemoved: options.prunes && entry.path != ".gitattributes"
      )
    }
    var plan = UploadPlan(
      repository: repository,
      revision: options.revision,
      head: head,
      entries: entries,
      remoteOnly: others.sorted { $0.path < $1.path },
      leftOut: shipment.leftOut
    )
    plan.commits = options.limits.parts(of: plan).count
    return plan
  }

  /// Makes sure that no file's name differs from one that stays on the remote only in case or in how accents are written.
  func requireNoTwins(_ shipment: Shipment, _ remote: [TreeEntry]) throws(PublishingError) {
    // Strings are the same key in every way to write their accents.
    let names = Dictionary(
      shipment.files.map { ($0.path.text.lowercased(), $0.path.text) },
      uniquingKeysWith: { first, _ in first }
    )
    for entry in remote where entry.type == "file" {
      guard let ours = names[entry.path.lowercased()], !ours.isSamePath(entry.path) else { continue }
      guard options.prunes, entry.path != ".gitattributes" else {
        throw .remoteTwins(ours, entry.path, of: repository)
      }
    }
  }

  private func question(_ file: ShippedFile) throws -> PreuploadRequest.File {
    .init(
      path: file.path.text,
      sample: Data(try file.sample(512)).base64EncodedString(),
      size: file.digests.size
    )
  }

  func action(_ file: ShippedFile, _ oid: String?) -> UploadPlan.Action {
    guard let oid else { return .add }
    return file.isNamed(oid) ? .same : .change
  }
}
