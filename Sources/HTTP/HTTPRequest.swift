/// One HTTP request as a value.
public struct HTTPRequest: Sendable {
  /// What is asked for.
  public enum Method: String, Sendable, Hashable {
    /// Read.
    case get = "GET"
    /// Read the headers only.
    case head = "HEAD"
    /// Act.
    case post = "POST"
    /// Store.
    case put = "PUT"
    /// Remove.
    case delete = "DELETE"
  }

  /// What is sent; its length is always known and announced, so a body is never chunked.
  public enum Body: Sendable, Hashable {
    /// Nothing.
    case none
    /// Bytes in memory.
    case bytes([UInt8])
    /// `count` bytes of a file from `offset`, streamed; nil means up to its end.
    case file(path: String, offset: Int = 0, count: Int? = nil)
  }

  /// What is done with an answer that points elsewhere.
  public enum RedirectPolicy: Sendable, Hashable {
    /// The 3xx answer is returned.
    case none
    /// Followed by hand, at most so many times.
    ///
    /// The token goes along only while scheme, host and port stay; `https` never becomes `http`; POST, PUT and DELETE
    /// are sent again only for 307 and 308 and only to the same origin.
    case follow(maximum: Int = 5)
  }

  /// Bytes that have moved so far in the current attempt.
  public struct Progress: Sendable, Hashable {
    /// Bytes of the body handed to the connection.
    public var sent: Int
    /// Bytes of the answer's body; in a continued download those that were there before are counted, too.
    public var received: Int
  }

  /// What is asked for.
  public var method: Method
  /// Where.
  public var url: WebURL
  /// Header fields; curl adds `Host`, `Accept` and the length.
  public var headers: HTTPHeaders
  /// What is sent.
  public var body: Body
  /// Sent as `Authorization: Bearer …` to the origin of `url` and nowhere else.
  public var bearerToken: Secret?
  /// What is done with an answer that points elsewhere.
  public var redirects: RedirectPolicy = .follow()
  /// Whether sending it twice does no harm; only such requests are retried.
  public var isIdempotent: Bool
  /// Whether a compressed answer is asked for and undone.
  public var acceptsCompression = false
  /// The largest body of an answer kept in memory, in bytes; a larger one is an error.
  public var maximumResponseBytes = 16 << 20
  /// Whether SHA-256 is computed over the bytes sent; see `HTTPResponse.sentSHA256`.
  public var hashesSentBody = false
  /// Time-outs instead of the client's.
  public var timeouts: HTTPTimeouts?
  /// Called on the client's network thread as bytes move; must return at once.
  public var progress: (@Sendable (Progress) -> Void)?

  /// A request; GET, HEAD and PUT count as idempotent unless said otherwise.
  public init(
    _ method: Method = .get,
    _ url: WebURL,
    headers: HTTPHeaders = [:],
    body: Body = .none,
    bearerToken: Secret? = nil,
    isIdempotent: Bool? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.bearerToken = bearerToken
    self.isIdempotent = isIdempotent ?? (method == .get || method == .head || method == .put)
  }
}
