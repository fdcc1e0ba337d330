import Files
import HTTP

extension HubClient {
  /// Asks how each file should travel and what is at its path now.
  ///
  /// Asks in pages of 256. Empty files come back as `regular` whatever the Hub says, because storage refuses empty
  /// objects.
  ///
  /// - Parameters:
  ///   - id: The repository.
  ///   - revision: The branch.
  ///   - files: Path, size and first bytes of each file.
  ///   - gitIgnore: The text of the root `.gitignore`, if it is among the files.
  /// - Returns: One answer for each file, in the order asked; the head of the branch at the first page.
  /// - Throws: `HubError`.
  public func preupload(
    _ id: RepositoryID,
    revision: Revision,
    files: [PreuploadRequest.File],
    gitIgnore: String? = nil
  ) async throws(HubError) -> PreuploadResponse {
    let operation = HubOperation("prepare the upload to \(id) at \(revision)", repository: id, revision: revision)
    try requireToken(for: operation)
    var answers: [String: PreuploadResponse.File] = [:]
    var head: String?
    let pages = files.pages(of: 256)
    let ask = { @Sendable (page: [PreuploadRequest.File]) async throws(HubError) -> PreuploadResponse in
      let request = try request(
        .post,
        model(id, "preupload", revision.name),
        json: PreuploadRequest(files: page, gitIgnore: gitIgnore),
        isIdempotent: true,
        operation: operation
      )
      return try await call(request, operation, as: PreuploadResponse.self)
    }
    if let first = pages.first {
      let answer = try await ask(first)
      for file in answer.files { answers[file.path] = file }
      // The first head is the one to build on: if it moves between pages, the commit is refused.
      head = answer.commitOid
    }
    for answer in try await pages.dropFirst().mapConcurrently(atMost: 4, ask) {
      for file in answer.files { answers[file.path] = file }
      head = head ?? answer.commitOid
    }
    if let head, CommitID(head) == nil {
      throw .malformedAnswer(operation, reason: "the head \(ServerText.cleaned(head, limit: 60)) is no commit id")
    }
    var ordered: [PreuploadResponse.File] = []
    for file in files {
      guard var answer = answers[file.path] else {
        throw .malformedAnswer(operation, reason: "it says nothing about \(file.path)")
      }
      if file.size == 0 { answer.uploadMode = .regular }
      ordered.append(answer)
    }
    return PreuploadResponse(files: ordered, commitOid: head)
  }

  /// Asks storage which objects it wants and where they go.
  ///
  /// Each content is asked for once, in pages of 256. The URLs in the answer expire after minutes, so ask shortly
  /// before `upload`.
  ///
  /// - Throws: `HubError`; objects that storage refuses are in the answer, with `error` set.
  public func lfsBatch(
    _ id: RepositoryID,
    revision: Revision,
    objects: [LFSBatchRequest.Object]
  ) async throws(HubError) -> LFSBatchResponse {
    let operation = HubOperation("ask for storage for \(id)", repository: id, revision: revision)
    try requireToken(for: operation)
    var seen: Set<String> = []
    let distinct = objects.filter { seen.insert($0.oid).inserted }
    var merged = LFSBatchResponse(transfer: nil, objects: [])
    for page in distinct.pages(of: 256) {
      let request = try request(
        .post,
        endpoint.url.appending([id.owner, "\(id.name).git", "info", "lfs", "objects", "batch"]),
        json: LFSBatchRequest(objects: page, ref: .init(name: revision.name)),
        type: Self.lfsType,
        isIdempotent: true,
        operation: operation
      )
      let answer = try await call(request, operation, as: LFSBatchResponse.self)
      if let transfer = answer.transfer, transfer != "basic", transfer != "multipart" {
        throw .malformedAnswer(operation, reason: "it chose a way of transfer that was not offered")
      }
      var answers: [String: LFSBatchResponse.Object] = [:]
      for object in answer.objects { answers[object.oid] = object }
      for object in page {
        guard let found = answers[object.oid], found.size ?? object.size == object.size else {
          throw .malformedAnswer(operation, reason: "it says nothing about the object \(object.oid)")
        }
        merged.objects.append(found)
      }
      merged.transfer = merged.transfer ?? answer.transfer
    }
    return merged
  }

  static let lfsType = "application/vnd.git-lfs+json"
}
