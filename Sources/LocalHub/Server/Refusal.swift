import HubAPI
import NIOHTTP1

/// An answer that is not what was asked for: thrown by endpoints, turned into the Hub's error form in one place.
struct Refusal: Error {
  /// The Hub's machine-readable names of what is missing.
  enum Code: String {
    case repository = "RepoNotFound", revision = "RevisionNotFound", entry = "EntryNotFound"
    case gated = "GatedRepo"
  }

  var status: HTTPResponseStatus
  var message: String
  var code: Code?
  /// Where the thing is that exists already.
  var url: String?
  /// Further headers, such as `Content-Range`.
  var headers: [(name: String, value: String)] = []

  init(_ status: HTTPResponseStatus, _ message: String, code: Code? = nil, url: String? = nil) {
    self.status = status
    self.message = message
    self.code = code
    self.url = url
  }

  static let invalidCredentials = Refusal(.unauthorized, "Invalid credentials in Authorization header")
  static let anonymous = Refusal(.unauthorized, "Invalid username or password.")
  static let stale = Refusal(.preconditionFailed, "A commit has happened since. Please refresh and try again.")

  static func repositoryNotFound(anonymous: Bool) -> Refusal {
    // Like the Hub: whether a private repository exists is not told to strangers.
    anonymous
      ? Refusal(.unauthorized, "Invalid username or password.", code: .repository)
      : Refusal(.notFound, "Repository not found", code: .repository)
  }

  static func revisionNotFound(_ revision: String) -> Refusal {
    Refusal(.notFound, "Invalid rev id: \(revision)", code: .revision)
  }

  static func entryNotFound(_ path: String) -> Refusal {
    Refusal(.notFound, "Entry not found: \(path)", code: .entry)
  }

  static func discussionNotFound(_ number: Int) -> Refusal {
    Refusal(.notFound, "Discussion \(number) not found")
  }

  /// The files are for those who were let through the gate.
  static func gated(_ id: String, url: String, anonymous: Bool) -> Refusal {
    anonymous
      ? Refusal(
        .unauthorized,
        "Access to model \(id) is restricted. You must have access to it and be authenticated to access it. "
          + "Please log in.",
        code: .gated
      )
      : Refusal(
        .forbidden,
        "Access to model \(id) is restricted and you are not in the authorized list. "
          + "Visit \(url)/\(id) to ask for access.",
        code: .gated
      )
  }

  static func badRequest(_ message: String) -> Refusal { Refusal(.badRequest, message) }

  static func tooLarge(_ message: String) -> Refusal { Refusal(.payloadTooLarge, message) }

  /// The Hub's JSON form with the `X-Error-…` headers.
  var response: Response {
    var response = Response.json(ErrorBody(error: message, url: url), status: status)
    response.headers.add(name: "X-Error-Message", value: Self.headerText(message))
    if let code { response.headers.add(name: "X-Error-Code", value: code.rawValue) }
    if status == .unauthorized {
      response.headers.add(name: "WWW-Authenticate", value: "Bearer realm=\"Authentication required\"")
    }
    for header in headers { response.headers.add(name: header.name, value: header.value) }
    return response
  }

  /// A message made fit for a header: one line of visible ASCII.
  static func headerText(_ message: String) -> String {
    String(
      decoding: message.unicodeScalars.prefix(1000).map { scalar -> UInt8 in
        if scalar == "\n" || scalar == "\r" || scalar == "\t" { return UInt8(ascii: " ") }
        return (0x20...0x7E).contains(scalar.value) ? UInt8(scalar.value) : UInt8(ascii: "?")
      },
      as: UTF8.self
    )
  }
}
