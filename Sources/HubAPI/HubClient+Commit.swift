import Files
import Findings
import HTTP

extension HubClient {
  /// Makes one commit of all operations; sent exactly once.
  ///
  /// Objects named by `.addObject` must be in storage already. The body is built in a temporary file.
  ///
  /// - Parameters:
  ///   - id: The repository.
  ///   - revision: The branch.
  ///   - message: Summary, description and the parent that must still be the head.
  ///   - operations: What changes; each path once, at least one.
  /// - Returns: The new commit.
  /// - Throws: `HubError`; `.parentMoved` when the head is another, `.outcomeUnknown` when the commit was sent and no
  ///   usable answer came, so that it may have been made: look before sending it again.
  public func commit(
    _ id: RepositoryID,
    revision: Revision,
    message: CommitMessage,
    operations: [CommitOperation]
  ) async throws(HubError) -> HubCommit {
    let operation = HubOperation("commit to \(id) at \(revision)", repository: id, revision: revision)
    try requireToken(for: operation)
    try check(message, operations, operation)
    let (folder, body) = try prepare(message, operations, operation)
    var request = request(
      .post,
      model(id, "commit", revision.name),
      headers: ["Accept": "application/json", "Content-Type": "application/x-ndjson"],
      body: .file(path: body),
      isIdempotent: false
    )
    request.timeouts = patientTimeouts
    request = try await authorized(request)
    let response: HTTPResponse
    do {
      response = try await withExtendedFolder(folder) { [request] () throws(HTTPError) in try await http.send(request) }
    } catch {
      let failure = HubError.transport(operation, error, token: token)
      throw error.mayHaveTakenEffect ? .outcomeUnknown(failure, id, revision) : failure
    }
    guard response.isSuccess else {
      let failure = failure(response, operation)
      // The Hub has been seen to answer 500 to commits that it made.
      throw failure.code == .serverFault ? .outcomeUnknown(failure, id, revision) : failure
    }
    do throws(HubError) {
      let answer = try decode(CommitResponse.self, from: response, operation)
      guard answer.success != false, let commit = CommitID(answer.commitOid) else {
        throw HubError.malformedAnswer(operation, reason: "it names no commit")
      }
      return HubCommit(
        id: commit,
        url: endpoint.page(of: id, commit: commit),
        hookOutput: ServerText.cleaned(answer.hookOutput ?? "", limit: 1000)
      )
    } catch {
      // A success without a commit, or a page of somebody in between: nothing says whether the Hub saw the request.
      guard error.code == .malformedAnswer || error.code == .notTheHub else { throw error }
      throw .outcomeUnknown(error, id, revision)
    }
  }

  private func check(
    _ message: CommitMessage,
    _ operations: [CommitOperation],
    _ operation: HubOperation
  ) throws(HubError) {
    func refuse(_ reason: String, _ remedy: String) -> HubError {
      HubError(.badRequest, problem: operation.problem, reason: reason, remedy: remedy)
    }
    guard message.summary.contains(where: { !$0.isWhitespace }) else {
      throw refuse("the commit's summary is empty", "Give a summary.")
    }
    guard !operations.isEmpty else {
      throw refuse("the commit changes nothing", "Add a file; an empty commit would only hide the last one.")
    }
    var paths: Set<RepositoryPath> = []
    for change in operations where !paths.insert(change.path).inserted {
      throw refuse("\(change.path) is changed twice in one commit", "Name every path once.")
    }
  }

  private func prepare(
    _ message: CommitMessage,
    _ operations: [CommitOperation],
    _ operation: HubOperation
  ) throws(HubError) -> (TemporaryFolder, body: String) {
    do {
      let folder = try TemporaryFolder()
      let body = "\(folder.path)/commit.ndjson"
      try CommitBody.write(message, operations, to: body)
      return (folder, body)
    } catch let error as any ExplainedError {
      throw .localFile(operation, error)
    } catch {
      throw HubError(
        .badRequest,
        problem: operation.problem,
        reason: "the commit cannot be written as JSON",
        remedy: "Check the summary and the paths for characters that are not Unicode."
      )
    }
  }

  // The body is read until the answer is there, so the folder must not go earlier.
  private func withExtendedFolder<Answer>(
    _ folder: TemporaryFolder,
    _ body: () async throws(HTTPError) -> Answer
  ) async throws(HTTPError) -> Answer {
    defer { withExtendedLifetime(folder) {} }
    return try await body()
  }
}

extension HubError {
  static func outcomeUnknown(_ error: HubError, _ id: RepositoryID, _ revision: Revision) -> HubError {
    var unknown = HubError(
      .outcomeUnknown,
      problem: "cannot tell whether the commit to \(id) at \(revision) was made",
      reason: "it was sent, but no usable answer came: \(error.reason)",
      remedy: "Compare the files of \(id) with what was to be published before sending anything again.",
      cause: error
    )
    unknown.status = error.status
    unknown.requestID = error.requestID
    return unknown
  }
}
