import Findings

/// A request that got no usable answer.
///
/// Texts never hold tokens or signed queries. An answer with any status is not an error here.
public struct HTTPError: ExplainedError {
  /// What kind of failure.
  public enum Code: String, Sendable, CaseIterable {
    /// Nobody listens, or the way is blocked.
    case cannotConnect = "cannot-connect"
    /// The name has no address.
    case nameResolution = "name-resolution"
    /// No connection, no byte, or no end in time.
    case timedOut = "timed-out"
    /// No trusted encrypted connection.
    case tls
    /// A proxy does not let the request through.
    case proxyRefused = "proxy-refused"
    /// The server asked for a longer pause than is waited, when another request was made.
    case askedToWait = "asked-to-wait"
    /// The answer is larger than allowed.
    case responseTooLarge = "response-too-large"
    /// A redirect that would send a secret or a body where it must not go, or one too many.
    case redirectRefused = "redirect-refused"
    /// The task was cancelled or the client shut down.
    case cancelled
    /// A URL or a header that cannot be sent.
    case malformedURL = "malformed-url"
    /// The connection broke, or what came back is not HTTP.
    case brokenTransfer = "broken-transfer"
    /// A local file could not be read or written, or changed while it was sent.
    case localFile = "local-file"
    /// The network library is not on this system.
    case libraryMissing = "library-missing"
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
  /// Whether the server may have got the whole request and acted on it.
  public var mayHaveTakenEffect = false

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
  public var codeName: String { "http.\(code.rawValue)" }

  /// The exit status it leads to.
  public var exitStatus: ExitStatus {
    switch code {
    case .cancelled: .interrupted
    case .malformedURL: .usage
    case .localFile: .localInput
    default: .remoteUnavailable
    }
  }

  /// Whether another attempt may go better.
  public var isTransient: Bool {
    switch code {
    case .cannotConnect, .nameResolution, .timedOut, .brokenTransfer: true
    default: false
    }
  }
}

extension HTTPError {
  static func malformedURL(_ text: String, reason: String) -> HTTPError {
    HTTPError(
      .malformedURL,
      problem: "cannot use the URL \(escaped(text))",
      reason: reason,
      remedy: "Give a URL such as https://huggingface.co."
    )
  }

  static func askedToWait(
    _ request: HTTPRequest,
    until opening: Double,
    left: Duration,
    limit: Duration
  ) -> HTTPError {
    HTTPError(
      .askedToWait,
      problem: "did not send \(request.method.rawValue) \(request.url)",
      reason:
        "\(request.url.host) asked to wait \(HTTPWait.words(left)), longer than the \(HTTPWait.words(limit)) allowed",
      remedy: comeBack(at: opening)
    )
  }

  /// What to do about a server that takes no requests before a time, in seconds since 1970.
  public static func comeBack(at opening: Double) -> String {
    "Run the command again after \(UTCTime.text(opening)), or let it wait longer with --max-wait."
  }

  static func cancelled(_ request: HTTPRequest) -> HTTPError {
    HTTPError(
      .cancelled,
      problem: "stopped \(request.method.rawValue) \(request.url)",
      reason: "the request was cancelled",
      remedy: "Run the command again."
    )
  }

  static func redirectRefused(_ request: HTTPRequest, to target: String, reason: String) -> HTTPError {
    HTTPError(
      .redirectRefused,
      problem: "\(request.method.rawValue) \(request.url) was redirected to \(escaped(target)), which is not followed",
      reason: reason,
      remedy: "Check the endpoint and any proxy in between."
    )
  }

  static func localFile(_ error: any ExplainedError) -> HTTPError {
    HTTPError(.localFile, problem: error.problem, reason: error.reason, remedy: error.remedy, cause: error)
  }

  // A URL that broke the rules may hold anything, so what a terminal would act on is shown as its number.
  private static func escaped(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars.prefix(200) {
      let isPlain = scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
      shown += isPlain ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
    }
    return text.unicodeScalars.count > 200 ? shown + "…" : shown
  }
}
