import HTTP

/// What one look at the server shows: that it answers, what time it has, and what it thinks of the token.
public struct HubProbe: Sendable {
  /// Whose token it is, or why the server does not say; `.noToken` without one.
  public var account: Result<WhoAmI, HubError>
  /// The server's time in seconds since 1970, from its `Date` header; nil when it names none.
  public var serverTime: Double?
  /// This machine's time in the middle of the exchange, in seconds since 1970.
  public var localTime: Double
  /// How long the exchange took, in seconds.
  public var duration: Double
  /// The server that answered in the end, when it is another than the endpoint; the token was not sent there.
  public var movedTo: WebURL.Origin?

  /// Seconds by which this machine's clock is ahead of the server's; nil when the server names no time.
  public var clockLead: Double? { serverTime.map { localTime - $0 } }
}

/// What is known about writing to a repository.
public enum WriteAccess: Sendable, Hashable {
  /// It is there under this very name, and the token may write to it.
  case allowed
  /// It is not there, or the token cannot see it.
  case missing
  /// The server does not say.
  case unknown
}

extension HubClient {
  /// Asks the server once who the token belongs to, and keeps what the answer says beside that.
  ///
  /// The question is asked without a token too: a hub then refuses in its own way, and anything else is no hub.
  ///
  /// - Throws: `HubError` when nothing answers, or what answers is not a hub.
  public func probe() async throws(HubError) -> HubProbe {
    let operation = HubOperation("find out whose token this is")
    let now = http.configuration.clock.now
    let start = now()
    let response = try await send(request(.get, api("whoami-v2"), isIdempotent: true), operation)
    let end = now()
    let account: Result<WhoAmI, HubError>
    do throws(HubError) {
      guard response.isSuccess else { throw failure(response, operation) }
      account = .success(Self.cleaned(try decode(WhoAmI.self, from: response, operation)))
    } catch {
      guard error.code != .notTheHub, error.code != .malformedAnswer else { throw error }
      account = .failure(error)
    }
    return HubProbe(
      account: account,
      serverTime: response.headers["Date"].flatMap { HTTPDate.seconds($0) },
      localTime: (start + end) / 2,
      duration: end - start,
      movedTo: response.url.origin == endpoint.origin ? nil : response.url.origin
    )
  }

  /// What the server's own check says about writing to a repository, before there is anything to write.
  ///
  /// - Throws: `HubError` when the token is refused, or lacks the right; it says which right, of which repository. Also
  ///   when nothing answers, or the server has a fault.
  public func checkWrite(to id: RepositoryID) async throws(HubError) -> WriteAccess {
    let operation = HubOperation("write to \(id)", repository: id)
    try requireToken(for: operation)
    let response = try await send(request(.get, model(id, "auth-check", "write"), isIdempotent: true), operation)
    // A former name leads on to another repository, which was not meant.
    guard response.redirects.isEmpty else { return .unknown }
    guard !response.isSuccess else { return ServerText.isHTML(response) ? .unknown : .allowed }
    var refusal = failure(response, operation)
    switch refusal.code {
    case .serverFault where response.status == 501: return .unknown
    case .unauthorized, .gated, .serverFault, .rateLimited: throw refusal
    case .forbidden:
      let words = refusal.reason
      refusal.reason = "the token lacks the right to write (\(TokenRights.writePermission)) to \(id)"
      if let account = try? await whoAmI(), case .no(let why) = TokenRights(account: account).write(to: id) {
        refusal.reason += ": \(why)"
      } else {
        refusal.reason += "; \(words)"
      }
      throw refusal
    case .repositoryNotFound where response.headers["X-Error-Code"] != nil: return .missing
    default: return .unknown
    }
  }

  /// Whether the token may write to a repository, as the server's own check says it; nil when there is no such check.
  ///
  /// - Throws: `HubError` when the question gets no answer.
  public func mayWrite(to id: RepositoryID) async throws(HubError) -> Bool? {
    let operation = HubOperation("find out whether the token may write to \(id)", repository: id)
    try requireToken(for: operation)
    let response = try await send(request(.get, model(id, "auth-check", "write"), isIdempotent: true), operation)
    if response.isSuccess { return ServerText.isHTML(response) ? nil : true }
    let refusal = failure(response, operation)
    switch refusal.code {
    case .unauthorized, .forbidden: return false
    // Mirrors answer so where they do not know the question.
    case .repositoryNotFound, .badRequest, .notTheHub, .entryNotFound: return nil
    default: throw refusal
    }
  }
}
