import HTTP

/// A branch or a tag of a repository.
public struct HubReference: Sendable, Hashable {
  /// Its plain name.
  public var name: String
  /// The commit that it stands at.
  public var commit: CommitID

  /// A reference.
  public init(name: String, commit: CommitID) {
    self.name = name
    self.commit = commit
  }
}

extension HubClient {
  /// The branches and the tags of a repository.
  ///
  /// - Throws: `HubError`.
  public func references(
    _ id: RepositoryID
  ) async throws(HubError) -> (branches: [HubReference], tags: [HubReference]) {
    let operation = HubOperation("list the branches and tags of \(id)", repository: id)
    let answer = try await call(
      request(.get, model(id, "refs"), isIdempotent: true),
      operation,
      as: ReferencesAnswer.self
    )
    return (answer.branches.compactMap(\.reference), (answer.tags ?? []).compactMap(\.reference))
  }

  /// Makes a branch at a commit, or at the head of the default branch.
  ///
  /// - Returns: whether it was made; false when it was there already.
  /// - Throws: `HubError`.
  @discardableResult
  public func createBranch(
    _ id: RepositoryID,
    _ name: Revision,
    at commit: CommitID? = nil
  ) async throws(HubError) -> Bool {
    let operation = HubOperation("make the branch \(name) of \(id)", repository: id)
    return try await make(model(id, "branch", name.name), BranchRequest(startingPoint: commit?.hex), operation)
  }

  /// Makes a tag at a commit.
  ///
  /// - Returns: whether it was made; false when there is one of that name already, wherever it stands.
  /// - Throws: `HubError`.
  @discardableResult
  public func createTag(_ id: RepositoryID, _ name: Revision, at commit: CommitID) async throws(HubError) -> Bool {
    let operation = HubOperation("make the tag \(name) of \(id)", repository: id)
    return try await make(model(id, "tag", commit.hex), TagRequest(tag: name.name), operation)
  }

  /// Opens a pull request as a draft, which nobody is told of; commits go to `refs/pr/<number>`.
  ///
  /// Sent once: asking again would open another.
  ///
  /// - Returns: its number.
  /// - Throws: `HubError`; `.outcomeUnknown` when no usable answer came.
  public func openPullRequest(_ id: RepositoryID, title: String, description: String) async throws(HubError) -> Int {
    let operation = HubOperation("open a pull request at \(id)", repository: id)
    try requireToken(for: operation)
    let body = PullRequestRequest(title: title, description: description, pullRequest: true)
    let request = try request(.post, model(id, "discussions"), json: body, isIdempotent: false, operation: operation)
    do {
      return try await call(request, operation, as: PullRequestAnswer.self).num
    } catch {
      switch error.code {
      case .unreachable, .serverFault, .malformedAnswer, .notTheHub:
        var unknown = error
        unknown.code = .outcomeUnknown
        unknown.reason = "it was asked for, but no usable answer came: \(error.reason)"
        unknown.remedy =
          "Look whether \(endpoint.page(of: id))/discussions has a draft of this name before trying again."
        throw unknown
      default: throw error
      }
    }
  }

  /// Shows a draft to everybody.
  ///
  /// - Throws: `HubError`.
  public func publishPullRequest(_ id: RepositoryID, number: Int) async throws(HubError) {
    let operation = HubOperation("publish the pull request \(number) of \(id)", repository: id)
    let request = try request(
      .post,
      model(id, "discussions", "\(number)", "status"),
      json: StatusRequest(status: "open"),
      isIdempotent: true,
      operation: operation
    )
    let response = try await send(request, operation)
    guard response.isSuccess else { throw failure(response, operation) }
  }

  /// Asks for a reference; the body of the answer may be empty or the text `OK`.
  private func make(_ url: WebURL, _ body: some Encodable, _ operation: HubOperation) async throws(HubError) -> Bool {
    try requireToken(for: operation)
    // Asking twice does no harm: the second answer is "exists already".
    let request = try request(.post, url, json: body, isIdempotent: true, operation: operation)
    let response = try await send(request, operation)
    if response.isSuccess { return true }
    guard response.status == 409 else { throw failure(response, operation) }
    return false
  }
}

private struct ReferencesAnswer: Decodable {
  struct Item: Decodable {
    var name: String
    var targetCommit: String

    var reference: HubReference? { CommitID(targetCommit).map { HubReference(name: name, commit: $0) } }
  }
  var branches: [Item]
  var tags: [Item]?
}

private struct BranchRequest: Encodable {
  var startingPoint: String?
}

private struct TagRequest: Encodable {
  var tag: String
}

private struct PullRequestRequest: Encodable {
  var title: String
  var description: String
  var pullRequest: Bool
}

private struct PullRequestAnswer: Decodable {
  var num: Int
}

private struct StatusRequest: Encodable {
  var status: String
}
