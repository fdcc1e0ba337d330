import Files
import Findings
import HubAPI

extension Planner {
  /// The plan as far as it can be known without the right to write, or without the remote; it is not for sending.
  ///
  /// Reading asks nobody's leave: with a token that may only read, or with none for a public repository, the remote's
  /// own listing is compared. How a file travels is then guessed from its size. What could not be asked is among the
  /// caveats.
  ///
  /// - Throws: what is wrong with the shipment itself; `CancellationError`.
  public func preview(_ shipment: Shipment) async throws -> UploadPlan {
    do {
      return try await plan(shipment)
    } catch let error as HubError {
      let plan: UploadPlan
      switch error.code {
      case .noToken, .unauthorized, .forbidden: plan = try await listing(shipment, because: error)
      default: plan = unseen(shipment, because: error)
      }
      // Who interrupts the question wants no answer with a caveat.
      try Task.checkCancellation()
      return plan
    }
  }

  private func listing(_ shipment: Shipment, because error: HubError) async throws(PublishingError) -> UploadPlan {
    let head: CommitID
    let remote: [TreeEntry]
    do {
      let info = try await hub.repositoryInfo(repository, revision: options.revision)
      guard let sha = info.sha.flatMap({ CommitID($0) }) else { return unseen(shipment, because: error) }
      head = sha
      remote = try await hub.tree(repository, revision: Revision(head))
    } catch {
      return unseen(shipment, because: error)
    }
    try requireNoTwins(shipment, remote)
    let files = RemoteFiles(remote)
    let entries = shipment.files.map { entry($0, files[$0.path.text]?.oid) }
    var plan = plan(shipment, head: head, entries: entries, remote: remote)
    await plan.noteDrift(hub, remote)
    plan.caveats += ["this token may not write there (\(error.reason)); how files travel is a guess"]
    return plan
  }

  private func unseen(_ shipment: Shipment, because error: any ExplainedError) -> UploadPlan {
    var plan = plan(shipment, head: nil, entries: shipment.files.map { entry($0, nil) }, remote: [])
    let why =
      (error as? HubError)?.code == .repositoryNotFound
      ? "it does not exist, or this token cannot see it" : "\(error.problem): \(error.reason)"
    plan.caveats = ["\(repository) was not compared: \(why); every file counts as new"]
    return plan
  }

  private func entry(_ file: ShippedFile, _ oid: String?) -> UploadPlan.Entry {
    // The Hub's own `.gitattributes` sends these through storage, and everything above 10 MiB must go there.
    let isObject = file.path.text.hasSuffix(".safetensors") || file.digests.size > 10 << 20
    return UploadPlan.Entry(file: file, action: action(file, oid), mode: isObject ? .lfs : .regular)
  }
}
