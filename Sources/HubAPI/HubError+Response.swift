import HTTP

extension HubError {
  /// What an answer without success means.
  ///
  /// - Parameters:
  ///   - response: The answer.
  ///   - operation: What was asked.
  ///   - endpoint: Who was asked.
  ///   - token: The token that was sent, to keep it out of the texts.
  init(_ response: HTTPResponse, during operation: HubOperation, endpoint: HubEndpoint, token: Secret?) {
    let status = response.status
    let secrets = token.map { [$0] } ?? []
    let message = ServerText.message(of: response, hiding: secrets)
    let requestID = ServerText.requestID(of: response)
    let errorCode = response.headers["X-Error-Code"]
    let code = Self.code(
      of: response,
      errorCode: errorCode,
      message: message ?? "",
      hasToken: token != nil,
      operation: operation
    )

    var facts = ["status \(status)"]
    if let errorCode { facts.append(ServerText.cleaned(errorCode, limit: 60)) }
    if let requestID { facts.append("request \(requestID)") }
    let isPage = ServerText.isHTML(response)
    var reason =
      code == .notTheHub || (isPage && message == nil)
      ? Self.foreignAnswer(response)
      : "\(message.map { "the Hub says “\($0)”" } ?? "the Hub gave no words") (\(facts.joined(separator: ", ")))"
    let now = RetryClock.system.now()
    let wait = RetryPolicy.namedPause(response.headers, status: status, now: now)
    if let meaning = Self.meaning(of: code, operation: operation, hasToken: token != nil, wait: wait) {
      reason = "\(meaning); \(reason)"
    }
    self.init(
      code,
      problem: operation.problem,
      reason: reason,
      remedy: code == .rateLimited && wait != nil
        ? HTTPError.comeBack(at: now + (wait ?? 0))
        : Self.remedy(for: code, operation: operation, endpoint: endpoint, hasToken: token != nil),
      hiding: secrets
    )
    self.status = status
    self.requestID = requestID
    retryAfter = wait
  }

  /// An answer that is not JSON, in words.
  static func foreignAnswer(_ response: HTTPResponse) -> String {
    if ServerText.isHTML(response) {
      let title = ServerText.title(of: response).map { " titled ‹\($0)›" } ?? ""
      return "the server answered with an HTML page\(title) (status \(response.status)), not JSON: "
        + "a proxy or login page?"
    }
    let type = response.headers["Content-Type"].map { ServerText.cleaned($0, limit: 60) } ?? "no content type"
    return "the server answered with \(type) (status \(response.status)), not JSON: a proxy or login page?"
  }

  static func notTheHub(_ operation: HubOperation, _ response: HTTPResponse) -> HubError {
    var error = HubError(
      .notTheHub,
      problem: operation.problem,
      reason: foreignAnswer(response),
      remedy: notTheHubRemedy
    )
    error.status = response.status
    error.requestID = ServerText.requestID(of: response)
    return error
  }

  private static let notTheHubRemedy = "Check the endpoint (HF_ENDPOINT), the proxy variables and the network login."

  private static func code(
    of response: HTTPResponse,
    errorCode: String?,
    message: String,
    hasToken: Bool,
    operation: HubOperation
  ) -> Code {
    let status = response.status
    switch errorCode {
    case "RepoNotFound" where status == 404 || hasToken: return .repositoryNotFound
    case "RevisionNotFound": return .revisionNotFound
    case "EntryNotFound": return .entryNotFound
    case "GatedRepo": return .gated
    default: break
    }
    switch status {
    case 408, 500...: return .serverFault
    case 429: return .rateLimited
    case 412: return .parentMoved
    case 413: return .tooLarge
    case 409: return .conflict
    case ..<400, 407: return .notTheHub
    default: break
    }
    // A page without one of the Hub's own headers comes from somebody in between, whatever its status.
    if ServerText.isHTML(response), errorCode == nil, response.headers["X-Error-Message"] == nil { return .notTheHub }
    switch status {
    case 401: return hasToken ? .unauthorized : .noToken
    case 402, 403: return .forbidden
    case 404: return notFound(message, operation)
    default: return .badRequest
    }
  }

  private static func notFound(_ message: String, _ operation: HubOperation) -> Code {
    let message = message.lowercased()
    if message.contains("invalid rev id") { return .revisionNotFound }
    if message.contains("entry not found") || message.contains("does not exist on") { return .entryNotFound }
    return operation.repository == nil ? .notTheHub : .repositoryNotFound
  }

  private static func meaning(of code: Code, operation: HubOperation, hasToken: Bool, wait: Double?) -> String? {
    let repository = operation.repository.map { "\($0)" } ?? "the repository"
    switch code {
    case .unauthorized: return "the token is refused: it is wrong, expired or revoked"
    case .noToken: return "no token was sent, and without one this is not allowed or \(repository) is not visible"
    case .forbidden: return "the token lacks the right, or the account the room"
    case .gated: return "\(repository) is gated: its terms must be accepted on the web first"
    case .repositoryNotFound:
      return "\(repository) does not exist, or \(hasToken ? "this token cannot see it" : "is private")"
    case .revisionNotFound:
      return "\(repository) has no revision \(operation.revision.map { "\($0)" } ?? "of that name")"
    case .entryNotFound:
      guard let path = operation.path else { return "a file or folder is missing" }
      return "\(repository) has no \(path)" + (operation.revision.map { " at \($0)" } ?? "")
    case .parentMoved: return "somebody committed to \(repository) in between"
    case .tooLarge: return "it is more than the Hub takes at once"
    case .rateLimited:
      return "too many requests" + (wait.map { "; the Hub asks to wait \(Int($0.rounded(.up))) s" } ?? "")
    case .serverFault: return "the fault is on the server's side"
    default: return nil
    }
  }

  private static func remedy(
    for code: Code,
    operation: HubOperation,
    endpoint: HubEndpoint,
    hasToken: Bool
  ) -> String {
    let repository = operation.repository.map { "\($0)" } ?? "the repository"
    switch code {
    case .unauthorized: return "Create a new token at \(endpoint)/settings/tokens and set HF_TOKEN to it."
    case .noToken: return "Set HF_TOKEN to a token from \(endpoint)/settings/tokens, and check the repository's name."
    case .forbidden:
      return
        "Use a token with write access to \(repository) (\(endpoint)/settings/tokens), and check the account's quota."
    case .gated: return "Accept the terms at \(endpoint)/\(repository), then run the command again."
    case .repositoryNotFound:
      return hasToken
        ? "Check the name, create the repository, or use a token that can see it."
        : "Check the name, or set HF_TOKEN if the repository is private."
    case .revisionNotFound: return "Check the name, or create the branch first."
    case .entryNotFound: return "Look at the files at \(endpoint)/\(repository)/tree/main."
    case .conflict: return "Look at \(endpoint)/\(repository), then run the command again."
    case .parentMoved: return "Make a new plan: the files of \(repository) may have changed."
    case .tooLarge: return "Split the upload, or let large files go through LFS."
    case .rateLimited: return "Wait and run the command again; a token raises the limits."
    case .badRequest: return "Correct what the server names and run the command again."
    case .notTheHub: return notTheHubRemedy
    default: return "Run the command again later; https://status.huggingface.co tells about known trouble."
    }
  }
}
