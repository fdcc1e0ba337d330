import Files
import Findings
import HTTP
import Synchronization

/// What became of an object.
public enum UploadOutcome: Sendable, Hashable {
  /// Storage had it; nothing was sent.
  case alreadyStored
  /// It was sent whole.
  case uploaded
}

extension HubClient {
  /// Sends one object to storage, in one piece or in parts as the Hub's answer asks, and has it verified.
  ///
  /// Storage gets no token, only the headers that the Hub named. Memory is constant. The file must not change
  /// meanwhile; that is checked.
  ///
  /// - Parameters:
  ///   - object: What was asked for in `lfsBatch`.
  ///   - answer: The Hub's answer about it.
  ///   - file: The local file with exactly that content.
  ///   - progress: Called with the bytes sent so far; on network threads, must return at once.
  /// - Returns: Whether anything was sent.
  /// - Throws: `HubError`; `.objectRefused` when storage does not take it. If the reason is an expired URL, ask
  ///   `lfsBatch` again.
  public func upload(
    _ object: LFSBatchRequest.Object,
    answer: LFSBatchResponse.Object,
    file: String,
    progress: (@Sendable (Int) -> Void)? = nil
  ) async throws(HubError) -> UploadOutcome {
    let operation = HubOperation("upload \(file)")
    if let failure = answer.error {
      throw HubError(
        .objectRefused,
        problem: operation.problem,
        reason: "the Hub refuses the object: “\(ServerText.cleaned(failure.message))” (code \(failure.code))",
        remedy: "Correct what the server names and run the command again."
      )
    }
    guard answer.oid == object.oid else {
      throw .malformedAnswer(operation, reason: "it is about another object")
    }
    guard let action = answer.actions?["upload"] else { return .alreadyStored }
    let stamp = try FileStamp(file, operation)
    guard stamp.size == object.size else { throw stamp.changed(file, operation) }
    if let chunk = action.header?["chunk_size"] {
      try await uploadParts(object, action, chunk: chunk, file: file, operation, progress)
    } else {
      try await uploadWhole(object, action, file: file, operation, progress)
    }
    guard try FileStamp(file, operation) == stamp else { throw stamp.changed(file, operation) }
    if let verify = answer.actions?["verify"] { try await self.verify(object, verify, operation) }
    return .uploaded
  }

  private func uploadWhole(
    _ object: LFSBatchRequest.Object,
    _ action: LFSBatchResponse.Action,
    file: String,
    _ operation: HubOperation,
    _ progress: (@Sendable (Int) -> Void)?
  ) async throws(HubError) {
    var request = storageRequest(.put, try actionURL(action.href, operation), action)
    request.body = .file(path: file, count: object.size)
    request.hashesSentBody = true
    if let progress { request.progress = { progress($0.sent) } }
    let response = try await send(request, operation)
    // A store that looks at them refuses such bytes; the reason is here.
    if let sent = response.sentSHA256, sent.hex != object.oid { throw .bytesChanged(sent, object, operation) }
    guard response.isSuccess, response.sentSHA256 != nil else { throw .objectRefused(response, operation) }
  }

  private func uploadParts(
    _ object: LFSBatchRequest.Object,
    _ action: LFSBatchResponse.Action,
    chunk: String,
    file: String,
    _ operation: HubOperation,
    _ progress: (@Sendable (Int) -> Void)?
  ) async throws(HubError) {
    let completion = try actionURL(action.href, operation)
    var requests: [HTTPRequest] = []
    let sent = PartProgress(progress)
    for part in try parts(of: object, action, chunk: chunk, operation) {
      var request = storageRequest(.put, part.url, nil)
      request.body = .file(path: file, offset: part.offset, count: part.count)
      let number = part.number
      if progress != nil { request.progress = { sent.set(number, $0.sent) } }
      requests.append(request)
    }
    // Parts leave side by side, and a hash wants them in order.
    let hashing = Task.detached { Result { () throws(FileError) in try SHA256Digest(ofFile: file) } }
    let tags = try await sendParts(requests, operation)
    switch await hashing.value {
    case .success(let sent): guard sent.hex == object.oid else { throw .bytesChanged(sent, object, operation) }
    case .failure(let error): throw .localFile(operation, error)
    }
    var request = try request(
      .post,
      completion,
      json: MultipartCompletion(oid: object.oid, parts: tags),
      type: Self.lfsType,
      isIdempotent: true,
      operation: operation
    )
    // The URL is signed, which is all the right it needs.
    request.bearerToken = nil
    request.timeouts = patientTimeouts
    let response = try await send(request, operation)
    guard response.isSuccess else { throw .objectRefused(response, operation) }
  }

  private struct Part {
    var number: Int
    var url: WebURL
    var offset: Int
    var count: Int
  }

  private func parts(
    of object: LFSBatchRequest.Object,
    _ action: LFSBatchResponse.Action,
    chunk: String,
    _ operation: HubOperation
  ) throws(HubError) -> [Part] {
    guard let size = Int(chunk), size > 0 else {
      throw .malformedAnswer(operation, reason: "the size of a part is \(ServerText.cleaned(chunk, limit: 40))")
    }
    let numbered = (action.header ?? [:])
      .filter { !$0.key.isEmpty && $0.key.utf8.allSatisfy { (0x30...0x39).contains($0) } }
      .compactMap { pair in Int(pair.key).map { (number: $0, href: pair.value) } }
      .sorted { $0.number < $1.number }
    // Not (a + b - 1) / b, which a hostile part size would overflow.
    let expected = object.size / size + (object.size % size == 0 ? 0 : 1)
    guard numbered.map(\.number) == Array(1..<max(1, numbered.count + 1)), numbered.count == expected else {
      throw .malformedAnswer(operation, reason: "it names \(numbered.count) parts of \(size) bytes for \(object.size)")
    }
    var parts: [Part] = []
    for (number, href) in numbered {
      let offset = (number - 1) * size
      let url = try actionURL(href, operation)
      parts.append(Part(number: number, url: url, offset: offset, count: min(size, object.size - offset)))
    }
    return parts
  }

  // Four at a time: enough to fill a line, few enough to leave connections for other objects.
  private func sendParts(
    _ requests: [HTTPRequest],
    _ operation: HubOperation
  ) async throws(HubError) -> [MultipartCompletion.Part] {
    var tags: [Int: String] = [:]
    var failure: HubError?
    await withTaskGroup(of: (Int, Result<String, HubError>).self) { group in
      var next = 0
      func add() {
        guard next < requests.count, failure == nil else { return }
        let index = next
        next += 1
        group.addTask { (index, await self.sendPart(requests[index], operation)) }
      }
      for _ in 0..<4 { add() }
      for await (index, result) in group {
        switch result {
        case .success(let tag): tags[index] = tag
        case .failure(let error):
          // Later ones only report that they were cancelled.
          failure = failure ?? error
          group.cancelAll()
        }
        add()
      }
    }
    if let failure { throw failure }
    return tags.sorted { $0.key < $1.key }.map { MultipartCompletion.Part(partNumber: $0.key + 1, etag: $0.value) }
  }

  private func sendPart(_ request: HTTPRequest, _ operation: HubOperation) async -> Result<String, HubError> {
    do throws(HubError) {
      let response = try await send(request, operation)
      guard response.isSuccess else { throw .objectRefused(response, operation) }
      guard let tag = response.headers["ETag"], !tag.isEmpty else {
        throw .malformedAnswer(operation, reason: "storage took a part and gave no ETag")
      }
      return .success(tag)
    } catch {
      return .failure(error)
    }
  }

  private func verify(
    _ object: LFSBatchRequest.Object,
    _ action: LFSBatchResponse.Action,
    _ operation: HubOperation
  ) async throws(HubError) {
    var request = try request(
      .post,
      try actionURL(action.href, operation),
      json: LFSVerifyRequest(oid: object.oid, size: object.size),
      type: Self.lfsType,
      isIdempotent: true,
      operation: operation
    )
    for (name, value) in Self.harmlessHeaders(action) where request.headers[name] == nil {
      request.headers.append(name: name, value: value)
    }
    let response = try await send(request, operation)
    guard response.isSuccess else {
      throw request.bearerToken == nil ? .objectRefused(response, operation) : failure(response, operation)
    }
  }

  // No token, no redirect: a signed URL is for the server it names.
  private func storageRequest(
    _ method: HTTPRequest.Method,
    _ url: WebURL,
    _ action: LFSBatchResponse.Action?
  ) -> HTTPRequest {
    var request = HTTPRequest(method, url, isIdempotent: true)
    for (name, value) in action.map(Self.harmlessHeaders) ?? [] { request.headers.append(name: name, value: value) }
    request.redirects = .none
    request.maximumResponseBytes = 1 << 20
    return request
  }

  private static func harmlessHeaders(_ action: LFSBatchResponse.Action) -> [(String, String)] {
    let framing: Set<String> = [
      "authorization", "cookie", "host", "content-length", "transfer-encoding", "connection", "expect", "chunk_size",
    ]
    return (action.header ?? [:]).sorted { $0.key < $1.key }
      .filter { !framing.contains($0.key.lowercased()) && Int($0.key) == nil }
      .map { ($0.key, $0.value) }
  }
}

extension HubError {
  fileprivate static func bytesChanged(
    _ sent: SHA256Digest,
    _ object: LFSBatchRequest.Object,
    _ operation: HubOperation
  ) -> HubError {
    HubError(
      .localFile,
      problem: operation.problem,
      reason: "the bytes sent have SHA-256 \(sent), expected \(object.oid)",
      remedy: "Leave the file alone and run the command again."
    )
  }

  static func objectRefused(
    _ response: HTTPResponse,
    _ operation: HubOperation,
    deed: String = "does not take it"
  ) -> HubError {
    let words = ServerText.message(of: response).map { "“\($0)”" } ?? "no words"
    let request = ServerText.requestID(of: response).map { ", request \($0)" } ?? ""
    var error = HubError(
      .objectRefused,
      problem: operation.problem,
      reason: "storage at \(response.url.host) \(deed): \(words) (status \(response.status)\(request))",
      remedy: response.status == 403
        ? "The signed URL has probably expired; run the command again." : "Run the command again later."
    )
    error.status = response.status
    error.requestID = ServerText.requestID(of: response)
    return error
  }
}

/// The bytes of several parts that are sent at once, added up.
private final class PartProgress: Sendable {
  private let sent = Mutex<[Int: Int]>([:])
  private let report: (@Sendable (Int) -> Void)?

  init(_ report: (@Sendable (Int) -> Void)?) { self.report = report }

  func set(_ part: Int, _ bytes: Int) {
    let total = sent.withLock { sent in
      sent[part] = bytes
      return sent.values.reduce(0, +)
    }
    report?(total)
  }
}
