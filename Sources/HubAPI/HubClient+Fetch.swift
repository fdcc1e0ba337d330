import Files
import Findings
import Glibc
import HTTP

extension HubClient {
  /// Downloads what is still missing of a file into `part`, which afterwards holds exactly the listed content.
  ///
  /// After a broken connection the part stays and the next call goes on where it ended. What turns out not to be the
  /// listed content is removed, so that the next call begins anew. The Hub may send the client on to a store; the token
  /// does not go there. Nobody else may write to `part` meanwhile.
  ///
  /// - Parameters:
  ///   - file: The file as the Hub lists it.
  ///   - id: The repository.
  ///   - commit: The commit it is listed at.
  ///   - part: Where the content goes; the folder must exist.
  ///   - progress: Called with the bytes that are there; on the network thread, must return at once.
  /// - Throws: `HubError`; `.contentMismatch` when the content is not what was listed.
  public func fetch(
    _ file: HubFile,
    of id: RepositoryID,
    at commit: CommitID,
    into part: String,
    progress: (@Sendable (Int) -> Void)? = nil
  ) async throws(HubError) {
    let revision = Revision(commit)
    let operation = HubOperation("download \(file.path) of \(id)", repository: id, revision: revision, path: file.path)
    let beginning = Self.size(of: part)
    var isContinued = (beginning ?? 0) > 0
    // A refusal leaves nothing behind.
    defer { if file.size > 0, Self.size(of: part) == 0 { unlink(part) } }
    if let beginning, beginning >= file.size {
      // All there, if a run ended just before giving it its name.
      if Self.holds(part, file) { return }
      unlink(part)
      isContinued = false
    }
    do {
      try await complete(part, file, id, revision, operation, progress)
      return
    } catch {
      guard error.code == .contentMismatch else { throw error }
      unlink(part)
      guard isContinued else { throw error }
    }
    // The beginning from an earlier run may have been the wrong part: once more from nothing.
    do {
      try await complete(part, file, id, revision, operation, progress)
    } catch {
      if error.code == .contentMismatch { unlink(part) }
      throw error
    }
  }

  private func complete(
    _ part: String,
    _ file: HubFile,
    _ id: RepositoryID,
    _ revision: Revision,
    _ operation: HubOperation,
    _ progress: (@Sendable (Int) -> Void)?
  ) async throws(HubError) {
    let url = endpoint.url.appending(
      [id.owner, id.name, "resolve", revision.name] + file.path.components.map(String.init)
    )
    var request = request(.get, url, headers: ["Accept-Encoding": "identity"], isIdempotent: true)
    request.acceptsCompression = false
    request.maximumResponseBytes = 1 << 20
    if let progress { request.progress = { progress($0.received) } }
    request = try await authorized(request)
    let result: HTTPDownload
    do {
      result = try await http.download(request, continuing: part, maximumBytes: file.size)
    } catch {
      guard error.code == .responseTooLarge, Self.size(of: part) != nil else {
        throw .transport(operation, error, token: token)
      }
      throw .contentMismatch("more than the \(file.size) bytes announced came", operation)
    }
    guard let content = result.file else {
      // The server has less than the part already holds.
      if result.response.status == 416 { throw .contentMismatch("the server has fewer bytes of it", operation) }
      throw result.response.url.origin == endpoint.origin
        ? failure(result.response, operation)
        : .objectRefused(result.response, operation, deed: "does not give it")
    }
    let announced: Announcement
    do {
      announced = try Announcement(result.response, revision, endpoint, operation)
    } catch {
      // A login page is no beginning of a file.
      unlink(part)
      throw error
    }
    guard announced.tag == file.tag else {
      throw .contentMismatch("it is announced as \(announced.tag), and listed as \(file.tag)", operation)
    }
    guard content.size == file.size else {
      throw .contentMismatch("\(content.size) bytes came, \(file.size) were announced", operation)
    }
    try announced.check(content, at: part, operation)
  }

  private static func holds(_ path: String, _ file: HubFile) -> Bool {
    (try? FileDigests(ofFile: path)).map(file.matches) ?? false
  }

  private static func size(of path: String) -> Int? {
    var status = stat()
    return lstat(path, &status) == 0 ? Int(status.st_size) : nil
  }
}
