import Findings
import HTTP

/// A call to the Hub that did not do what it should.
///
/// Texts are redacted, tags and control characters of the server's words are gone; the request id is in `reason`.
public struct HubError: ExplainedError {
  /// What kind of failure.
  public enum Code: String, Sendable, CaseIterable {
    /// 401: the token is refused.
    case unauthorized
    /// 403 or 402: the token lacks a right, or the account a quota.
    case forbidden
    /// The repository does not exist, or this token cannot see it.
    case repositoryNotFound = "repository-not-found"
    /// The branch, tag or commit does not exist.
    case revisionNotFound = "revision-not-found"
    /// The file or folder does not exist.
    case entryNotFound = "entry-not-found"
    /// Terms must be accepted on the web first.
    case gated
    /// 409: it exists already, or another operation is under way.
    case conflict
    /// 412: somebody committed in between.
    case parentMoved = "parent-moved"
    /// 413: more than the server takes at once.
    case tooLarge = "too-large"
    /// 429: too many requests for now.
    case rateLimited = "rate-limited"
    /// 400: the server refuses what was sent; also a request that cannot be sent.
    case badRequest = "bad-request"
    /// Something else answered: a login page, a proxy.
    case notTheHub = "not-the-hub"
    /// An answer that breaks the protocol.
    case malformedAnswer = "malformed-answer"
    /// 5xx or 408.
    case serverFault = "server-fault"
    /// Storage does not take an object.
    case objectRefused = "object-refused"
    /// A commit was sent and its answer lost; it may have been made.
    case outcomeUnknown = "outcome-unknown"
    /// The call needs a token and there is none.
    case noToken = "no-token"
    /// No connection, no answer in time, or a broken one.
    case unreachable
    /// The task was cancelled.
    case cancelled
    /// A local file or token file cannot be used, or changed while it was sent.
    case localFile = "local-file"
    /// What was downloaded is not what the Hub announced.
    case contentMismatch = "content-mismatch"
    /// A variable of the environment forbids requests.
    case offline
    /// The endpoint's URL cannot be used.
    case invalidEndpoint = "invalid-endpoint"
  }

  /// What kind of failure.
  public var code: Code
  /// What could not be done.
  public var problem: String
  /// Why, with the deciding values.
  public var reason: String
  /// What to do next.
  public var remedy: String
  /// The error below this one.
  public var cause: (any Error)?
  /// The status of the answer, if there was one.
  public var status: Int?
  /// The server's name for the request, for its support.
  public var requestID: String?
  /// The seconds that a rate-limiting server asks to wait.
  public var retryAfter: Double?

  /// A failure; the texts are redacted here, so that no caller can forget it.
  public init(
    _ code: Code,
    problem: String,
    reason: String,
    remedy: String,
    hiding secrets: [Secret] = [],
    cause: (any Error)? = nil
  ) {
    let redactor = Redactor(secrets: secrets)
    self.code = code
    self.problem = redactor.redact(problem)
    self.reason = redactor.redact(reason)
    self.remedy = redactor.redact(remedy)
    self.cause = cause
  }

  /// The stable name of the error.
  public var codeName: String { "hub.\(code.rawValue)" }

  /// The exit status it leads to.
  public var exitStatus: ExitStatus {
    switch code {
    case .unauthorized, .forbidden, .gated, .noToken: .notAuthorized
    case .repositoryNotFound, .revisionNotFound, .entryNotFound, .conflict, .parentMoved: .remoteMoved
    case .tooLarge, .badRequest: .checkFailed
    case .rateLimited, .notTheHub, .malformedAnswer, .serverFault, .objectRefused, .unreachable, .contentMismatch,
      .offline:
      .remoteUnavailable
    case .outcomeUnknown: .outcomeUnknown
    case .cancelled: .interrupted
    case .localFile: .localInput
    case .invalidEndpoint: .usage
    }
  }
}

extension HubError {
  static func invalidEndpoint(_ problem: String, reason: String, cause: (any Error)? = nil) -> HubError {
    HubError(
      .invalidEndpoint,
      problem: problem,
      reason: reason,
      remedy: "Set HF_ENDPOINT to a URL such as https://huggingface.co, or unset it.",
      cause: cause
    )
  }

  /// Nothing may be asked because of a variable such as HF_HUB_OFFLINE.
  public static func offline(_ problem: String, variable: String) -> HubError {
    HubError(
      .offline,
      problem: problem,
      reason: "\(variable) is set, which forbids requests to the Hub",
      remedy: "Unset \(variable) and run the command again."
    )
  }

  static func noToken(_ operation: HubOperation) -> HubError {
    HubError(
      .noToken,
      problem: operation.problem,
      reason: "it needs an access token and none was found",
      remedy: "Set HF_TOKEN, or put the token into the file ~/.cache/huggingface/token."
    )
  }

  static func malformedAnswer(_ operation: HubOperation, reason: String) -> HubError {
    HubError(
      .malformedAnswer,
      problem: operation.problem,
      reason: "the server's answer breaks the protocol: \(reason)",
      remedy: "Check the endpoint; if it is the Hub, run the command again later."
    )
  }

  static func localFile(_ operation: HubOperation, _ error: any ExplainedError) -> HubError {
    HubError(
      .localFile,
      problem: operation.problem,
      reason: "\(error.problem): \(error.reason)",
      remedy: error.remedy,
      cause: error
    )
  }

  static func transport(_ operation: HubOperation, _ error: HTTPError, token: Secret?) -> HubError {
    let code: Code =
      switch error.code {
      case .cancelled: .cancelled
      case .localFile: .localFile
      case .malformedURL: .badRequest
      case .askedToWait: .rateLimited
      default: .unreachable
      }
    return HubError(
      code,
      problem: operation.problem,
      reason: "\(error.problem): \(error.reason)",
      remedy: error.remedy,
      hiding: token.map { [$0] } ?? [],
      cause: error
    )
  }
}
