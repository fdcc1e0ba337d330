import Files
import HubAPI

/// Brings the content of LFS files into storage, each content once.
struct ObjectSender {
  let hub: HubClient
  let repository: RepositoryID
  let report: @Sendable (UploadEvent) -> Void

  func send(_ files: [ShippedFile], state: inout RemoteState) async throws {
    var seen: Set<SHA256Digest> = []
    let distinct = files.filter { seen.insert($0.digests.sha256).inserted }
    guard !distinct.isEmpty else { return }
    let folder = try TemporaryFolder()
    // Not before the last byte is sent.
    defer { withExtendedLifetime(folder) {} }
    let answers = try await ask(distinct.map(\.object))
    for (file, answer) in zip(distinct, answers) {
      let outcome = try await send(file, answer, staging: folder)
      if outcome == .uploaded { state = .objectsStored }
      report(.stored(path: file.path.text, size: file.digests.size, isNew: outcome == .uploaded))
    }
  }

  private func ask(_ objects: [LFSBatchRequest.Object]) async throws -> [LFSBatchResponse.Object] {
    let answer = try await hub.lfsBatch(repository, revision: .main, objects: objects)
    let answers = Dictionary(answer.objects.map { ($0.oid, $0) }, uniquingKeysWith: { first, _ in first })
    return try objects.map { object in
      guard let answer = answers[object.oid] else { throw PublishingError.incompleteAnswer(object.oid) }
      return answer
    }
  }

  private func send(
    _ file: ShippedFile,
    _ answer: LFSBatchResponse.Object,
    staging folder: TemporaryFolder
  ) async throws -> UploadOutcome {
    // Hashing is much quicker than sending, and parts are not hashed on their way.
    if answer.actions?["upload"] != nil { try file.requireUnchanged() }
    let path = try path(of: file, staging: folder)
    do {
      return try await upload(file, answer, path)
    } catch let error as HubError where error.code == .localFile {
      try file.requireUnchanged()
      throw error
    }
  }

  /// Signed addresses live for minutes, which a large object before this one may have used up: one is asked for again.
  private func upload(
    _ file: ShippedFile,
    _ answer: LFSBatchResponse.Object,
    _ path: String
  ) async throws -> UploadOutcome {
    do {
      return try await hub.upload(file.object, answer: answer, file: path)
    } catch {
      guard error.isExpiry else { throw error }
    }
    let fresh = try await ask([file.object])
    do {
      return try await hub.upload(file.object, answer: fresh[0], file: path)
    } catch {
      throw error.isExpiry ? error.again : error
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
}

extension ShippedFile {
  fileprivate var object: LFSBatchRequest.Object { .init(oid: digests.sha256.hex, size: digests.size) }
}

extension HubError {
  /// How a store says that an address is too old; other refusals share the status and do not mind a second try.
  fileprivate var isExpiry: Bool { code == .objectRefused && status == 403 }

  /// The same after a second try.
  fileprivate var again: HubError {
    var error = self
    error.reason += "; a fresh address was refused as well"
    error.remedy = "Check this machine's clock and any proxy in between, then run the command again."
    return error
  }
}
