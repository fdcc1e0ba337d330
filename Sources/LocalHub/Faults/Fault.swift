import HubAPI

/// What a hub does wrong on purpose.
///
/// `status`, `html`, `rateLimit`, `stall`, `stallRequest` and `cutRequest` happen in place of the request: nothing of it
/// is applied. All others let the hub do its work and spoil the answer, or what was there before.
public enum Fault: Sendable, Hashable {
  /// How a refusal for too many requests says when to come back.
  public enum RateLimitForm: String, Sendable, Hashable, CaseIterable {
    /// `Retry-After` in seconds.
    case seconds
    /// `Retry-After` as a date.
    case date
    /// The `RateLimit` header, as the Hub sends it.
    case header
  }

  /// A header of an answer.
  public struct Header: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its value.
    public var value: String

    /// A header.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The content of an answer.
  public struct Content: Sendable, Hashable {
    /// The value of `Content-Type`.
    public var type: String
    /// The bytes.
    public var bytes: [UInt8]

    /// Content of a type.
    public init(type: String, bytes: [UInt8]) {
      self.type = type
      self.bytes = bytes
    }
  }

  /// An answer with this status; without content an error in the Hub's JSON form.
  case status(Int, headers: [Header] = [], content: Content? = nil)
  /// A page where a client expects JSON: a gateway's error, or a login page with status 200.
  case html(status: Int, title: String)
  /// 429, and when to come back.
  case rateLimit(RateLimitForm, seconds: Int)
  /// The request is applied at once, its answer begins so many seconds later.
  case delay(seconds: Double)
  /// The request is read, and nothing ever follows.
  case stall
  /// The request is applied, and nothing ever follows.
  case stallAfterApply
  /// So many bytes of the request's content are read, then nothing more, while the connection stays open.
  case stallRequest(bytes: Int)
  /// The answer stops after so many bytes of its content, while the connection stays open.
  case stallResponse(bytes: Int)
  /// The connection is closed after so many bytes of the request's content; the request is never applied.
  case cutRequest(bytes: Int)
  /// The connection is closed after so many bytes of the answer's content.
  case cutResponse(bytes: Int)
  /// The request is applied, and the connection closed without an answer.
  case dropAfterApply
  /// The answer's content comes in pieces of so many bytes, one a second.
  case slow(bytesPerSecond: Int)
  /// The answer's content ends after so many bytes, by default half, under a correct length.
  case truncatedJSON(bytes: Int? = nil)
  /// The byte at this offset of the answer's content is another one.
  case corrupt(offset: Int)
  /// The storage addresses in the answer have expired already.
  case expiredLinks
  /// Somebody else's commit appears just before the request is handled.
  case race([CommitLine])

  /// The kind's name in a script.
  public var name: String { kind.rawValue }

  /// The names of all kinds.
  package enum Kind: String, CaseIterable {
    case status, html, rateLimit = "rate-limit", delay, stall, stallAfterApply = "stall-after-apply"
    case stallRequest = "stall-request", stallResponse = "stall-response", cutRequest = "cut-request"
    case cutResponse = "cut-response", dropAfterApply = "drop-after-apply", slow, truncatedJSON = "truncated-json"
    case corrupt, expiredLinks = "expired-links", race
  }

  var kind: Kind {
    switch self {
    case .status: .status
    case .html: .html
    case .rateLimit: .rateLimit
    case .delay: .delay
    case .stall: .stall
    case .stallAfterApply: .stallAfterApply
    case .stallRequest: .stallRequest
    case .stallResponse: .stallResponse
    case .cutRequest: .cutRequest
    case .cutResponse: .cutResponse
    case .dropAfterApply: .dropAfterApply
    case .slow: .slow
    case .truncatedJSON: .truncatedJSON
    case .corrupt: .corrupt
    case .expiredLinks: .expiredLinks
    case .race: .race
    }
  }

  /// What happens, in a few words for a log.
  var effect: String {
    switch self {
    case .status(let code, _, _): "answered \(code), not applied"
    case .html(let status, _): "answered \(status) with a page, not applied"
    case .rateLimit(let form, let seconds): "answered 429 (\(form.rawValue), \(seconds) s), not applied"
    case .delay(let seconds): "applied, the answer waits \(seconds) s"
    case .stall: "read, not applied, no answer"
    case .stallAfterApply: "applied, no answer"
    case .stallRequest(let bytes): "not read beyond \(bytes) bytes, not applied"
    case .stallResponse(let bytes): "applied, the answer stops after \(bytes) bytes"
    case .cutRequest(let bytes): "cut after \(bytes) bytes of the request, not applied"
    case .cutResponse(let bytes): "applied, cut after \(bytes) bytes of the answer"
    case .dropAfterApply: "applied, cut without an answer"
    case .slow(let bytes): "applied, the answer comes with \(bytes) bytes a second"
    case .truncatedJSON: "applied, the answer's content is cut short"
    case .corrupt(let offset): "applied, byte \(offset) of the answer is changed"
    case .expiredLinks: "applied, its storage addresses have expired"
    case .race: "somebody else committed just before"
    }
  }
}
