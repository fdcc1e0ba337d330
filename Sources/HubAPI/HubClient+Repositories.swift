import HTTP

/// A repository after `createRepository`.
public struct CreatedRepository: Sendable, Hashable {
  /// Its name.
  public var id: RepositoryID
  /// Its page.
  public var url: String
  /// Whether this call made it; false when it was there before.
  public var wasCreated: Bool
  /// Whether only members see it; nil when it was there before and the Hub did not say.
  public var isPrivate: Bool?

  /// A repository that was created or found.
  public init(id: RepositoryID, url: String, wasCreated: Bool, isPrivate: Bool?) {
    self.id = id
    self.url = url
    self.wasCreated = wasCreated
    self.isPrivate = isPrivate
  }
}

extension HubClient {
  /// Who the token belongs to and what it may do.
  ///
  /// The Hub limits this call tightly: once a run.
  ///
  /// - Throws: `HubError`; `.noToken` without asking, `.unauthorized`.
  public func whoAmI() async throws(HubError) -> WhoAmI {
    let operation = HubOperation("find out whose token this is")
    try requireToken(for: operation)
    return Self.cleaned(
      try await call(request(.get, api("whoami-v2"), isIdempotent: true), operation, as: WhoAmI.self)
    )
  }

  /// The answer with names fit to be shown to people: only the server vouches for them.
  static func cleaned(_ answer: WhoAmI) -> WhoAmI {
    var answer = answer
    answer.name = ServerText.cleaned(answer.name)
    answer.orgs = answer.orgs?.map { .init(name: ServerText.cleaned($0.name), roleInOrg: $0.roleInOrg) }
    if let name = answer.auth?.accessToken?.displayName {
      answer.auth?.accessToken?.displayName = ServerText.cleaned(name)
    }
    if let rights = answer.auth?.accessToken?.fineGrained {
      func cleaned(_ words: [String]) -> [String] { words.map { ServerText.cleaned($0, limit: 60) } }
      answer.auth?.accessToken?.fineGrained = FineGrained(
        global: rights.global.map(cleaned),
        scoped: rights.scoped?.map { scope in
          let name = scope.entity.name.map { ServerText.cleaned($0) }
          return .init(
            entity: .init(type: ServerText.cleaned(scope.entity.type, limit: 60), name: name),
            permissions: cleaned(scope.permissions)
          )
        }
      )
    }
    return answer
  }

  /// Makes a model repository, or finds that it is there already.
  ///
  /// A token that may write to one repository but make none is refused by the Hub; then the repository is looked up,
  /// and the refusal only thrown when it does not exist.
  ///
  /// - Throws: `HubError`.
  public func createRepository(_ id: RepositoryID, isPrivate: Bool) async throws(HubError) -> CreatedRepository {
    let operation = HubOperation("create the repository \(id)", repository: id)
    try requireToken(for: operation)
    let body = CreateRepositoryRequest(
      name: id.name,
      organization: id.owner,
      visibility: isPrivate ? "private" : "public"
    )
    // Asking twice does no harm: the second answer is "exists already".
    let request = try request(.post, api("repos", "create"), json: body, isIdempotent: true, operation: operation)
    let page = endpoint.page(of: id)
    var attempt = 1
    while true {
      let response = try await send(request, operation)
      if response.isSuccess {
        _ = try decode(CreateRepositoryResponse.self, from: response, operation)
        return CreatedRepository(id: id, url: page, wasCreated: true, isPrivate: isPrivate)
      }
      let refusal = failure(response, operation)
      switch response.status {
      case 409 where ServerText.message(of: response)?.contains("conflicting operation") == true:
        guard attempt < http.configuration.retry.maximumAttempts else { throw refusal }
        attempt += 1
        try await pause(operation)
      case 409:
        return CreatedRepository(id: id, url: page, wasCreated: false, isPrivate: nil)
      case 401, 402, 403:
        guard let info = try? await repositoryInfo(id) else { throw refusal }
        return CreatedRepository(id: id, url: page, wasCreated: false, isPrivate: info.private)
      default:
        throw refusal
      }
    }
  }

  /// Facts about a repository, at a revision or at its default branch.
  ///
  /// - Throws: `HubError`; `.repositoryNotFound`, `.revisionNotFound`.
  public func repositoryInfo(_ id: RepositoryID, revision: Revision? = nil) async throws(HubError) -> RepositoryInfo {
    let operation = HubOperation("look up \(id)", repository: id, revision: revision)
    let url = revision.map { model(id, "revision", $0.name) } ?? model(id)
    var request = request(.get, url, isIdempotent: true)
    // Every file of the repository is listed.
    request.maximumResponseBytes = 64 << 20
    return try await call(request, operation, as: RepositoryInfo.self)
  }

  /// Asks the Hub to check a card's metadata; complaints are returned, not thrown.
  ///
  /// Needs no token and sends none.
  ///
  /// - Returns: the answer; nil when the endpoint has no such check, as mirrors of the Hub may not.
  /// - Throws: `HubError`.
  public func validateCard(_ text: String) async throws(HubError) -> ValidateCardResponse? {
    let operation = HubOperation("have the card checked")
    var request = try request(
      .post,
      api("validate-yaml"),
      json: ValidateCardRequest(content: text),
      isIdempotent: true,
      operation: operation
    )
    request.bearerToken = nil
    let response = try await send(request, operation)
    guard ![404, 405, 501].contains(response.status) else { return nil }
    guard response.isSuccess || response.status == 400 else { throw failure(response, operation) }
    guard response.isSuccess || (try? decode(ValidateCardResponse.self, from: response, operation))?.errors != nil
    else {
      throw failure(response, operation)
    }
    var answer = try decode(ValidateCardResponse.self, from: response, operation)
    answer.errors = answer.errors?.map { .init(message: ServerText.cleaned($0.message, limit: 1000)) }
    answer.warnings = answer.warnings?.map { .init(message: ServerText.cleaned($0.message, limit: 1000)) }
    return answer
  }

  private func pause(_ operation: HubOperation) async throws(HubError) {
    do {
      try await http.configuration.clock.sleep(.seconds(1))
    } catch {
      throw HubError(
        .cancelled,
        problem: operation.problem,
        reason: "the request was cancelled",
        remedy: "Run the command again."
      )
    }
  }
}
