import Files
import Findings
import Glibc
import HTTP

/// A file that was downloaded and found to be what the Hub announced.
public struct HubDownload: Sendable, Hashable {
  /// The commit it is from.
  public var commit: CommitID
  /// Size in bytes.
  public var size: Int
  /// SHA-256 of the content.
  public var sha256: SHA256Digest

  /// A downloaded file.
  public init(commit: CommitID, size: Int, sha256: SHA256Digest) {
    self.commit = commit
    self.size = size
    self.sha256 = sha256
  }
}

extension HubClient {
  /// Downloads one file to `file`, which appears only when its content matches the hash that the Hub announced.
  ///
  /// The Hub may send the client on to a store; the token does not go there. An existing file is replaced.
  ///
  /// - Parameters:
  ///   - id: The repository.
  ///   - revision: The branch, tag or commit.
  ///   - path: The file's path in the repository.
  ///   - file: Where it goes; the folder must exist.
  ///   - maximumBytes: The largest file taken.
  ///   - progress: Called with the bytes received so far; on the network thread, must return at once.
  /// - Returns: Commit, size and hash.
  /// - Throws: `HubError`; `.contentMismatch` when the content is not what was announced.
  public func download(
    _ id: RepositoryID,
    revision: Revision,
    path: RepositoryPath,
    to file: String,
    maximumBytes: Int = .max,
    progress: (@Sendable (Int) -> Void)? = nil
  ) async throws(HubError) -> HubDownload {
    let operation = downloadOperation(id, revision, path)
    var request = downloadRequest(id, revision, path)
    if let progress { request.progress = { progress($0.received) } }
    let temporary = "\(file).incomplete-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    request = try await authorized(request)
    let result: HTTPDownload
    do {
      result = try await http.download(request, toFile: temporary, maximumBytes: maximumBytes)
    } catch {
      throw .transport(operation, error, token: token)
    }
    defer { unlink(temporary) }
    let content = try content(result, operation)
    let announced = try Announcement(result.response, revision, endpoint, operation)
    try announced.check(content, at: temporary, operation)
    guard rename(temporary, file) == 0 else {
      throw .localFile(operation, FileError.system("write", file, number: errno))
    }
    return HubDownload(commit: announced.commit, size: content.size, sha256: content.sha256)
  }

  /// Downloads one file, and keeps nothing of it but size and hash; neither memory nor disk is used for it.
  ///
  /// What the Hub announced about an object is compared with what came. Git's id of a file in the repository itself is
  /// not: that takes its size beforehand. The caller compares the SHA-256.
  ///
  /// - Parameters:
  ///   - id: The repository.
  ///   - revision: The branch, tag or commit.
  ///   - path: The file's path in the repository.
  ///   - maximumBytes: The largest file taken.
  ///   - progress: Called with the bytes received so far; on the network thread, must return at once.
  /// - Returns: Commit, size and hash.
  /// - Throws: `HubError`; `.contentMismatch` when the content is not what was announced.
  public func downloadHash(
    _ id: RepositoryID,
    revision: Revision,
    path: RepositoryPath,
    maximumBytes: Int,
    progress: (@Sendable (Int) -> Void)? = nil
  ) async throws(HubError) -> HubDownload {
    let operation = downloadOperation(id, revision, path)
    var request = try await authorized(downloadRequest(id, revision, path))
    if let progress { request.progress = { progress($0.received) } }
    let result: HTTPDownload
    do {
      result = try await http.downloadHash(request, maximumBytes: maximumBytes)
    } catch {
      throw .transport(operation, error, token: token)
    }
    let content = try content(result, operation)
    let announced = try Announcement(result.response, revision, endpoint, operation)
    try announced.check(content, at: nil, operation)
    return HubDownload(commit: announced.commit, size: content.size, sha256: content.sha256)
  }

  private func downloadOperation(_ id: RepositoryID, _ revision: Revision, _ path: RepositoryPath) -> HubOperation {
    HubOperation("download \(path) of \(id) at \(revision)", repository: id, revision: revision, path: path)
  }

  private func downloadRequest(_ id: RepositoryID, _ revision: Revision, _ path: RepositoryPath) -> HTTPRequest {
    let url = endpoint.url.appending(
      [id.owner, id.name, "resolve", revision.name] + path.components.map(String.init)
    )
    var request = request(.get, url, headers: ["Accept-Encoding": "identity"], isIdempotent: true)
    request.acceptsCompression = false
    request.maximumResponseBytes = 1 << 20
    return request
  }

  private func content(
    _ result: HTTPDownload,
    _ operation: HubOperation
  ) throws(HubError) -> HTTPDownload.Content {
    if let content = result.file { return content }
    // A store's refusal says nothing about the token or the repository.
    throw result.response.url.origin == endpoint.origin
      ? failure(result.response, operation)
      : .objectRefused(result.response, operation, deed: "does not give it")
  }
}

/// What the Hub itself, not a store, said about a file.
struct Announcement {
  let commit: CommitID
  private let hash: HubFile.Hash
  private let size: Int?

  init(
    _ response: HTTPResponse,
    _ revision: Revision,
    _ endpoint: HubEndpoint,
    _ operation: HubOperation
  ) throws(HubError) {
    let answers = response.redirects.map { ($0.url, $0.headers) } + [(response.url, response.headers)]
    let own = answers.filter { $0.0.origin == endpoint.origin && $0.1["X-Repo-Commit"] != nil }
    guard let headers = own.last?.1 else {
      if ServerText.isHTML(response) { throw .notTheHub(operation, response) }
      throw .malformedAnswer(operation, reason: "the header X-Repo-Commit is missing")
    }
    guard let commit = CommitID(headers["X-Repo-Commit"] ?? "") else {
      throw .malformedAnswer(operation, reason: "the header X-Repo-Commit holds no commit id")
    }
    if let wanted = revision.commit, wanted != commit {
      throw .malformedAnswer(operation, reason: "it is from the commit \(commit)")
    }
    var tag = (headers["X-Linked-Etag"] ?? headers["ETag"] ?? "")[...]
    if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
    let digits = tag.filter { $0 != "\"" }
    if let sha256 = SHA256Digest(hex: digits) {
      hash = .sha256(sha256)
    } else if let git = GitBlobID(hex: digits) {
      hash = .git(git)
    } else {
      throw .malformedAnswer(operation, reason: "the header ETag holds no hash of the file")
    }
    self.commit = commit
    size = headers["X-Linked-Size"].flatMap { Int($0) }
  }

  /// The hash as text.
  var tag: String { hash.text }

  /// Compares what came with what was announced; git's id needs the file itself.
  func check(_ content: HTTPDownload.Content, at path: String?, _ operation: HubOperation) throws(HubError) {
    if let size, size != content.size {
      throw .contentMismatch("\(content.size) bytes came, \(size) were announced", operation)
    }
    switch hash {
    case .sha256(let expected):
      guard content.sha256 == expected else {
        throw .contentMismatch("its SHA-256 is \(content.sha256), \(expected) was announced", operation)
      }
    case .git(let expected):
      guard let path else { return }
      let found: GitBlobID
      do {
        found = try FileDigests(ofFile: path).gitBlobID
      } catch {
        throw .localFile(operation, error)
      }
      guard found == expected else {
        throw .contentMismatch("its git id is \(found), \(expected) was announced", operation)
      }
    }
  }
}

extension HubError {
  static func contentMismatch(_ reason: String, _ operation: HubOperation) -> HubError {
    HubError(
      .contentMismatch,
      problem: operation.problem,
      reason: reason,
      remedy: "Run the command again; if it stays, something in between changes the files."
    )
  }
}
