import Files
import Findings
import FoundationEssentials
import HubAPI

/// Carries a plan out: objects to storage, then one commit.
struct Uploader {
  let hub: HubClient
  let report: @Sendable (UploadEvent) -> Void

  func apply(_ plan: UploadPlan, card: String, state: inout RemoteState) async throws -> HubCommit {
    // The Hub would refuse the commit for a bad card; asking first costs one request and sends no weights in vain.
    try await check(card)
    try await store(plan.changes.filter { $0.mode == .lfs }, of: plan, state: &state)
    do {
      let count = plan.changes.count
      let commit = try await hub.commit(
        plan.repository,
        revision: .main,
        message: CommitMessage(summary: "Upload \(count) file\(count == 1 ? "" : "s") with hfpub", parent: plan.parent),
        operations: plan.changes.map(operation)
      )
      state = .committed(commit.id)
      report(.committed(commit.id, url: commit.url))
      return commit
    } catch {
      guard error.code == .outcomeUnknown else { throw error }
      return try await settle(plan, error, state: &state)
    }
  }

  private func check(_ card: String) async throws {
    let complaints = try await hub.validateCard(card).errors ?? []
    guard complaints.isEmpty else { throw PublishingError.cardRefused(complaints.map(\.message)) }
  }

  private func store(_ entries: [UploadPlan.Entry], of plan: UploadPlan, state: inout RemoteState) async throws {
    var files: [SHA256Digest: ShippedFile] = [:]
    for entry in entries { files[entry.file.digests.sha256] = entry.file }
    guard !files.isEmpty else { return }
    let folder = try TemporaryFolder()
    let objects = files.values.sorted { $0.path < $1.path }
    let wanted = objects.map { LFSBatchRequest.Object(oid: $0.digests.sha256.hex, size: $0.digests.size) }
    let answer = try await hub.lfsBatch(plan.repository, revision: .main, objects: wanted)
    let answers = Dictionary(answer.objects.map { ($0.oid, $0) }, uniquingKeysWith: { first, _ in first })
    for (file, object) in zip(objects, wanted) {
      guard let answer = answers[object.oid] else { throw PublishingError.incompleteAnswer(file.path.text) }
      let outcome = try await hub.upload(object, answer: answer, file: try path(of: file, staging: folder))
      if outcome == .uploaded { state = .objectsStored }
      report(.stored(path: file.path.text, size: file.digests.size, isNew: outcome == .uploaded))
    }
  }

  /// Where the bytes are on disk; rendered ones are put into `folder` first, as storage takes files.
  private func path(of file: ShippedFile, staging folder: TemporaryFolder) throws -> String {
    switch file.source {
    case .file(let path): return path
    case .bytes(let bytes):
      let path = "\(folder.path)/\(file.digests.sha256)"
      try LocalFiles.writeAtomically(bytes, to: path)
      return path
    }
  }

  private func operation(_ entry: UploadPlan.Entry) -> CommitOperation {
    let file = entry.file
    switch (entry.mode, file.source) {
    case (.lfs, _): return .addObject(file.path, sha256: file.digests.sha256, size: file.digests.size)
    case (.regular, .bytes(let bytes)): return .add(file.path, content: bytes)
    case (.regular, .file(let path)):
      return .addFile(file.path, localPath: path, expected: file.digests.gitBlobID)
    }
  }

  /// The commit's answer was lost: what the remote shows now decides, nothing is sent again.
  private func settle(_ plan: UploadPlan, _ error: HubError, state: inout RemoteState) async throws -> HubCommit {
    state = .unknown
    guard let now = try? await hub.tree(plan.repository, revision: .main),
      let head = try? await hub.repositoryInfo(plan.repository, revision: .main).sha.flatMap(CommitID.init)
    else { throw error }
    if head == plan.parent {
      state = .objectsStored
      throw error
    }
    let oids = Dictionary(now.map { ($0.path, $0.lfs?.oid ?? $0.oid) }, uniquingKeysWith: { first, _ in first })
    let isOurs = plan.entries.allSatisfy { entry in
      let oid = oids[entry.file.path.text]
      return oid == entry.file.digests.sha256.hex || oid == entry.file.digests.gitBlobID.hex
    }
    guard isOurs else { throw error }
    state = .committed(head)
    let commit = HubCommit(id: head, url: hub.endpoint.page(of: plan.repository, commit: head))
    report(.committed(head, url: commit.url))
    return commit
  }
}
