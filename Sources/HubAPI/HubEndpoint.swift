import HTTP

/// The server that is spoken to: the Hub, a mirror, or a hub on this machine.
public struct HubEndpoint: Sendable, Hashable, CustomStringConvertible {
  /// Its base URL; the path ends without a slash unless it is the root.
  public let url: WebURL

  /// Scheme, host and port: the only place the token is sent to.
  public var origin: WebURL.Origin { url.origin }

  /// The Hub itself.
  public static let standard = HubEndpoint(
    url: WebURL(scheme: .https, host: "huggingface.co")
  )

  // Servers whose names the Hub writes into its answers, also when they come through a mirror.
  static let ownOrigins: Set<WebURL.Origin> = [
    standard.origin, WebURL(scheme: .https, host: "hub-ci.huggingface.co").origin,
  ]

  private init(url: WebURL) { self.url = url }

  /// Parses an endpoint such as `https://huggingface.co`; slashes at the end are dropped.
  ///
  /// - Throws: `HubError` with code `.invalidEndpoint`; plain `http` is only for this machine.
  public init(_ text: String) throws(HubError) {
    var text = text[...]
    while text.hasSuffix("/") { text = text.dropLast() }
    let url: WebURL
    do {
      url = try WebURL(String(text))
    } catch {
      throw .invalidEndpoint(error.problem, reason: error.reason, cause: error)
    }
    guard url.query == nil else {
      throw .invalidEndpoint("cannot use the endpoint \(url)", reason: "it has a query (?…)")
    }
    guard url.scheme == .https || url.origin.isLoopback else {
      throw .invalidEndpoint(
        "cannot use the endpoint \(url)",
        reason: "with http everyone on the way could read the token; only a hub on this machine may use it"
      )
    }
    self.url = url
  }

  /// The endpoint that `HF_ENDPOINT` names in `environment`, or the Hub.
  ///
  /// - Throws: `HubError` with code `.invalidEndpoint`.
  public static func discover(environment: [String: String]) throws(HubError) -> HubEndpoint {
    let text = (environment["HF_ENDPOINT"] ?? "").filter { !$0.isWhitespace }
    return text.isEmpty ? standard : try HubEndpoint(text)
  }

  /// The base URL without a slash at the end.
  public var description: String { url.path == "/" ? "\(url.origin)" : "\(url)" }

  /// The page of a repository, for people.
  public func page(of id: RepositoryID) -> String { "\(self)/\(id)" }

  /// The page of a commit, for people.
  public func page(of id: RepositoryID, commit: CommitID) -> String { "\(self)/\(id)/commit/\(commit)" }
}
