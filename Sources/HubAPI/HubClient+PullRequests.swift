import HTTP

/// Where a pull request stands.
public struct PullRequest: Sendable, Hashable {
  /// The ways it can stand.
  public enum Status: String, Sendable, Hashable, Decodable {
    /// Its author is at work on it.
    case draft
    /// Open for others.
    case open
    /// Closed without being taken in.
    case closed
    /// Taken in.
    case merged
  }

  /// How it stands.
  public var status: Status
  /// The commit that took it in, where the server names it.
  public var mergeCommit: CommitID?

  /// Where a pull request stands.
  public init(status: Status, mergeCommit: CommitID? = nil) {
    self.status = status
    self.mergeCommit = mergeCommit
  }
}

extension HubClient {
  /// Where a pull request stands.
  ///
  /// - Throws: `HubError`; `.entryNotFound` or `.repositoryNotFound` when there is none of this number.
  public func pullRequest(_ id: RepositoryID, number: Int) async throws(HubError) -> PullRequest {
    let operation = HubOperation("look up the pull request \(number) of \(id)", repository: id)
    var request = request(.get, model(id, "discussions", "\(number)"), isIdempotent: true)
    // Every event of it is listed.
    request.maximumResponseBytes = 64 << 20
    let answer = try await call(request, operation, as: DiscussionAnswer.self)
    return PullRequest(status: answer.status, mergeCommit: answer.changes?.mergeCommitId.flatMap { CommitID($0) })
  }

  /// Takes an open pull request into the default branch, in one step; sent once.
  ///
  /// The answer names no commit: `pullRequest(_:number:)` does.
  ///
  /// - Throws: `HubError`; `.conflict` when the branch changed the same files, `.outcomeUnknown` when no usable answer
  ///   came, so that it may have been taken in.
  public func mergePullRequest(_ id: RepositoryID, number: Int) async throws(HubError) {
    let operation = HubOperation("merge the pull request \(number) of \(id)", repository: id)
    try requireToken(for: operation)
    var request = try request(
      .post,
      model(id, "discussions", "\(number)", "merge"),
      json: [String: String](),
      isIdempotent: false,
      operation: operation
    )
    request.timeouts = patientTimeouts
    let refusal: HubError
    do {
      let response = try await http.send(request)
      guard !response.isSuccess else {
        // A page of somebody in between says nothing of the Hub.
        guard ServerText.isHTML(response) else { return }
        throw HubError.unknownMerge(.notTheHub(operation, response), id, number)
      }
      refusal = failure(response, operation)
    } catch let error as HTTPError {
      let failure = HubError.transport(operation, error, token: token)
      throw error.mayHaveTakenEffect ? .unknownMerge(failure, id, number) : failure
    } catch let error as HubError {
      throw error
    } catch {
      throw .malformedAnswer(operation, reason: "\(error)")
    }
    throw refusal.code == .serverFault ? .unknownMerge(refusal, id, number) : refusal
  }

  /// Closes a pull request, with a comment that says why.
  ///
  /// - Throws: `HubError`.
  public func closePullRequest(_ id: RepositoryID, number: Int, comment: String) async throws(HubError) {
    let operation = HubOperation("close the pull request \(number) of \(id)", repository: id)
    try requireToken(for: operation)
    // Twice would leave the comment twice, which does no harm.
    let request = try request(
      .post,
      model(id, "discussions", "\(number)", "status"),
      json: ["status": "closed", "comment": comment],
      isIdempotent: true,
      operation: operation
    )
    let response = try await send(request, operation)
    guard response.isSuccess else { throw failure(response, operation) }
  }
}

extension HubError {
  fileprivate static func unknownMerge(_ error: HubError, _ id: RepositoryID, _ number: Int) -> HubError {
    var unknown = HubError(
      .outcomeUnknown,
      problem: "cannot tell whether the pull request \(number) of \(id) was merged",
      reason: "that was asked for, but no usable answer came: \(error.reason)",
      remedy: "Look at the pull request before sending anything again.",
      cause: error
    )
    unknown.status = error.status
    unknown.requestID = error.requestID
    return unknown
  }
}

/// Answer of `GET …/discussions/{n}`, as far as a publisher needs it.
private struct DiscussionAnswer: Decodable {
  struct Changes: Decodable { var mergeCommitId: String? }
  var status: PullRequest.Status
  var changes: Changes?
}
