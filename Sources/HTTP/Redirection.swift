/// The rules by which an answer that points elsewhere is followed.
enum Redirection {
  private static let statuses: Set<Int> = [301, 302, 303, 307, 308]
  // What a caller may have put there to prove who asks.
  private static let credentials: Set<String> = ["authorization", "proxy-authorization", "cookie"]

  /// The request to send next; nil when the answer is the last word.
  ///
  /// - Parameters:
  ///   - response: The answer.
  ///   - request: What it answers.
  ///   - followed: How many redirects were followed before.
  /// - Returns: The next request.
  /// - Throws: `HTTPError` with code `.redirectRefused`, or `.malformedURL`.
  static func next(
    after response: HTTPResponse,
    to request: HTTPRequest,
    followed: Int
  ) throws(HTTPError) -> HTTPRequest? {
    guard case .follow(let maximum) = request.redirects, statuses.contains(response.status),
      let location = response.headers["Location"]
    else { return nil }
    func refuse(_ reason: String) -> HTTPError { .redirectRefused(request, to: location, reason: reason) }
    guard followed < maximum else { throw refuse("it is more than the \(maximum) redirects allowed") }
    let target: WebURL
    do {
      target = try request.url.resolving(location)
    } catch {
      throw refuse(error.reason)
    }
    if request.url.scheme == .https, target.scheme == .http {
      throw refuse("it leads from https to http, where others could read and change everything")
    }
    let isSameOrigin = target.origin == request.url.origin
    let isWrite = request.method != .get && request.method != .head
    if isWrite, response.status != 307, response.status != 308 {
      throw refuse("status \(response.status) would turn a \(request.method.rawValue) into a GET")
    }
    if isWrite, !isSameOrigin { throw refuse("a \(request.method.rawValue) is sent again only to the same server") }
    var next = request
    next.url = target
    if !isSameOrigin {
      next.bearerToken = nil
      next.headers.remove(credentials)
    }
    return next
  }
}
