import Files
import FoundationEssentials
import HubAPI

/// Compares a shipment with a repository.
struct Planner {
  let hub: HubClient
  let repository: RepositoryID

  /// The plan against the head of `main`.
  func plan(_ shipment: Shipment) async throws -> UploadPlan {
    let answer = try await hub.preupload(repository, revision: .main, files: try shipment.files.map(question))
    guard let parent = answer.commitOid.flatMap(CommitID.init) else {
      throw PublishingError.incompleteAnswer("commitOid")
    }
    // At that commit, not at the branch: it may move between the two questions.
    let remote = try await hub.tree(repository, revision: Revision(parent))
    let answers = Dictionary(answer.files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let entries = try shipment.files.map { file in
      guard let answer = answers[file.path.text] else { throw PublishingError.incompleteAnswer(file.path.text) }
      guard answer.shouldIgnore != true else { throw PublishingError.ignoredByRemote(file.path.text) }
      // The object store takes no empty objects, whatever the Hub says.
      let mode = file.digests.size == 0 ? .regular : answer.uploadMode
      return UploadPlan.Entry(file: file, action: action(file, answer.oid), mode: mode)
    }
    let shipped = Set(shipment.files.map(\.path.text))
    return UploadPlan(
      repository: repository,
      parent: parent,
      entries: entries,
      remoteOnly: remote.filter { $0.type == "file" && !shipped.contains($0.path) }
        .map { .init(path: $0.path, size: $0.size) }.sorted { $0.path < $1.path },
      leftOut: shipment.leftOut
    )
  }

  private func question(_ file: ShippedFile) throws -> PreuploadRequest.File {
    .init(
      path: file.path.text,
      sample: Data(try file.sample(512)).base64EncodedString(),
      size: file.digests.size
    )
  }

  private func action(_ file: ShippedFile, _ oid: String?) -> UploadPlan.Action {
    guard let oid else { return .add }
    return file.isNamed(oid) ? .same : .change
  }
}
