import Files
import HubAPI

/// Brings the content of LFS files into storage, each content once, several at a time.
///
/// Addresses in storage are signed for minutes, so they are asked for shortly before they are used, a group of objects
/// at a time. Memory is bounded by the group: bodies are streamed.
struct ObjectSender {
  /// More at once only wait for the line.
  private static let parallel = 4
  /// What one question for addresses is about, at most: so much is sent before they expire.
  static let group = (count: 100, bytes: 1 << 30)

  let hub: HubClient
  let repository: RepositoryID
  let report: @Sendable (UploadEvent) -> Void

  private typealias Sent = (file: ShippedFile, result: Result<UploadOutcome, any Error>)

  /// Sends what storage lacks, and reports each file as it is there; the first failure ends the others.
  ///
  /// - Throws: the first failure; `state` then knows of every object that came to be in storage.
  func send(_ files: [ShippedFile], state: inout RemoteState) async throws {
    var seen: Set<SHA256Digest> = []
    let distinct = files.filter { seen.insert($0.digests.sha256).inserted }
    guard !distinct.isEmpty else { return }
    let tally = TransferTally(total: distinct.reduce(0) { $0 + $1.digests.size })
    let folder = try TemporaryFolder()
    // Not before the last byte is sent.
    defer { withExtendedLifetime(folder) {} }
    var groups = Self.groups(distinct)[...]
    var waiting: [(file: ShippedFile, answer: LFSBatchResponse.Object)] = []
    var failure: (any Error)?
    await withTaskGroup(of: Sent.self) { tasks in
      var running = 0
      while true {
        while failure == nil, running < Self.parallel {
          if waiting.isEmpty {
            guard let group = groups.popFirst() else { break }
            do {
              waiting = zip(group, try await ask(group.map(\.object))).reversed()
            } catch {
              failure = error
              tasks.cancelAll()
              break
            }
          }
          guard let next = waiting.popLast() else { break }
          running += 1
          tasks.addTask {
            (next.file, await self.result { try await send(next.file, next.answer, staging: folder, tally) })
          }
        }
        guard let sent = await tasks.next() else { return }
        running -= 1
        switch sent.result {
        case .success(let outcome):
          if outcome == .uploaded { state = .objectsStored }
          note(sent.file, sent.file.digests.size, tally)
          report(.stored(path: sent.file.path.text, size: sent.file.digests.size, isNew: outcome == .uploaded))
        case .failure(let error):
          // Later ones only say that they were cancelled.
          failure = failure ?? error
          tasks.cancelAll()
        }
      }
    }
    if let failure { throw failure }
  }

  private func result(_ work: () async throws -> UploadOutcome) async -> Result<UploadOutcome, any Error> {
    do {
      return .success(try await work())
    } catch {
      return .failure(error)
    }
  }

  /// The files in groups that one question each is about.
  static func groups(_ files: [ShippedFile]) -> [[ShippedFile]] {
    var groups: [[ShippedFile]] = []
    var bytes = 0
    for file in files {
      let size = file.digests.size
      if let last = groups.last, last.count < group.count, size <= group.bytes - bytes {
        groups[groups.count - 1].append(file)
        bytes += size
      } else {
        groups.append([file])
        bytes = size
      }
    }
    return groups
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
    staging folder: TemporaryFolder,
    _ tally: TransferTally
  ) async throws -> UploadOutcome {
    let path = try path(of: file, staging: folder)
    defer { if case .bytes = file.source { try? LocalFiles.remove(path) } }
    do {
      return try await upload(file, answer, path, tally)
    } catch let error as HubError where error.code == .localFile {
      // What it was about is said in the words for all files.
      try file.requireUnchanged()
      throw error
    }
  }

  /// Signed addresses live for minutes, which a large object before this one may have used up: one is asked for again.
  private func upload(
    _ file: ShippedFile,
    _ answer: LFSBatchResponse.Object,
    _ path: String,
    _ tally: TransferTally
  ) async throws -> UploadOutcome {
    do {
      return try await hub.upload(file.object, answer: answer, file: path) { note(file, $0, tally) }
    } catch {
      guard error.isExpiry else { throw error }
    }
    let fresh = try await ask([file.object])
    do {
      return try await hub.upload(file.object, answer: fresh[0], file: path) { note(file, $0, tally) }
    } catch {
      throw error.isExpiry ? error.again : error
    }
  }

  private func note(_ file: ShippedFile, _ bytes: Int, _ tally: TransferTally) {
    report(.sending(sent: tally.note(file.path.text, bytes), of: tally.total))
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
