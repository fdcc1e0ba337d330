import Files

/// Sends HTTP requests over kept connections.
///
/// A client owns one thread, started with its first request and ended with the client. It may be used from any number
/// of tasks at once. It follows redirects by hand and repeats requests that do no harm twice; see `HTTPRequest`.
///
/// ```swift
/// let client = HTTPClient(configuration: HTTPConfiguration(userAgent: "example/1.0"))
/// let response = try await client.send(HTTPRequest(.get, try WebURL("https://huggingface.co/robots.txt")))
/// ```
public final class HTTPClient: Sendable {
  /// What all requests share.
  public let configuration: HTTPConfiguration
  private let engine: CurlEngine
  private let gate: RequestGate
  let limiter: RateLimiter?

  /// A client without any connection yet.
  public init(configuration: HTTPConfiguration) {
    self.configuration = configuration
    limiter = configuration.maximumRate.map { RateLimiter(rate: $0, now: configuration.clock.uptime) }
    engine = CurlEngine(connectionsPerHost: configuration.maximumConnectionsPerHost, limiter: limiter)
    gate = RequestGate(configuration)
  }

  deinit { engine.stop() }

  /// Ends the thread and its connections, and returns when they are gone; requests under way end as cancelled.
  ///
  /// Afterwards every request fails with `.cancelled`. Not needed before the client is released.
  public func shutdown() async {
    engine.stop()
    await engine.ended()
  }

  /// Sends a request and returns the answer with its body in memory, whatever the status.
  ///
  /// - Throws: `HTTPError`.
  public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    try await attempt(request, file: nil).response
  }

  /// Sends a request and streams the body of a success into a new file, hashing as it goes; memory stays constant.
  ///
  /// Without a success, whether an error or another status, no file is left.
  ///
  /// - Parameters:
  ///   - request: What to ask for.
  ///   - path: The file to make; nothing may be there yet.
  ///   - maximumBytes: The largest body taken.
  /// - Returns: The answer, with size and hash of the file for a success.
  /// - Throws: `HTTPError`.
  public func download(
    _ request: HTTPRequest,
    toFile path: String,
    maximumBytes: Int = .max
  ) async throws(HTTPError) -> HTTPDownload {
    let file = try DownloadFile(path: path, maximumBytes: maximumBytes)
    let (response, content, _) = try await attempt(request, file: file)
    guard response.isSuccess else { return HTTPDownload(response: response, file: nil) }
    try file.keep(size: content.size)
    return HTTPDownload(response: response, file: content)
  }

  /// Sends a request and reads the body of a success to its end, keeping nothing of it but size and hash.
  ///
  /// - Parameters:
  ///   - request: What to ask for.
  ///   - maximumBytes: The largest body taken.
  /// - Returns: The answer, with size and hash of the content for a success.
  /// - Throws: `HTTPError`.
  public func downloadHash(
    _ request: HTTPRequest,
    maximumBytes: Int = .max
  ) async throws(HTTPError) -> HTTPDownload {
    let (response, content, _) = try await attempt(request, file: DownloadFile(forgetting: maximumBytes))
    return HTTPDownload(response: response, file: response.isSuccess ? content : nil)
  }

  /// Sends a request for what is missing of a file, and adds it there; without a file it is made.
  ///
  /// What has come stays in the file, however the download ends, so that it can be continued: by this call's own further
  /// attempts, or by another call. A server that sends the whole file again is taken at its word. Whether beginning and
  /// end belong together only the file's hash can tell.
  ///
  /// - Parameters:
  ///   - request: What to ask for; it must be free to be asked again.
  ///   - path: The file to go on with.
  ///   - maximumBytes: The largest file taken.
  /// - Returns: The answer, with size and hash of the whole file for a success.
  /// - Throws: `HTTPError`.
  public func download(
    _ request: HTTPRequest,
    continuing path: String,
    maximumBytes: Int = .max
  ) async throws(HTTPError) -> HTTPDownload {
    let file = try DownloadFile(continuing: path, maximumBytes: maximumBytes)
    var (response, content, isContinuation) = try await attempt(request, file: file)
    guard response.isSuccess else { return HTTPDownload(response: response, file: nil) }
    try file.keep(size: content.size)
    if isContinuation {
      do {
        content.sha256 = try SHA256Digest(ofFile: path)
      } catch {
        throw .localFile(error)
      }
    }
    return HTTPDownload(response: response, file: content)
  }

  private typealias Answer = (response: HTTPResponse, content: HTTPDownload.Content, isContinuation: Bool)

  private func attempt(_ request: HTTPRequest, file: DownloadFile?) async throws(HTTPError) -> Answer {
    var waited = Duration.zero
    var number = 1
    // Attempts that the server did not ask for.
    var counted = 1
    while true {
      let result: Result<Answer, HTTPError>
      do {
        result = .success(try await follow(request, file: file, waited: &waited))
      } catch {
        result = .failure(error)
      }
      let pause = configuration.retry.pause(
        after: result.map { $0.response },
        attempt: counted,
        waited: waited,
        clock: configuration.clock
      )
      let response = try? result.get().response
      if let response { gate.note(response, orElse: configuration.retry.bound(after: counted)) }
      guard request.isIdempotent || isRefusedForNow(result), let pause else {
        return try Self.settle(result, attempts: number)
      }
      number += 1
      if !(response.map { RetryPolicy.isAppointment($0, now: configuration.clock.now()) } ?? false) { counted += 1 }
      if let response, gate.isClosed(response.url.origin), response.url.origin == request.url.origin { continue }
      waited += pause
      try await gate.wait(pause, because: Self.reason(result), request)
    }
  }

  private static func reason(_ result: Result<Answer, HTTPError>) -> String {
    switch result {
    case .success(let answer): "status \(answer.response.status)"
    case .failure(let error): error.reason
    }
  }

  /// Whether the server did nothing and said when to come back, so that even a request that does harm twice may return.
  private func isRefusedForNow(_ result: Result<Answer, HTTPError>) -> Bool {
    guard case .success(let answer) = result, answer.response.status == 429 else { return false }
    let now = configuration.clock.now()
    return RetryPolicy.namedPause(answer.response.headers, status: 429, now: now) != nil
  }

  private static func settle(_ result: Result<Answer, HTTPError>, attempts: Int) throws(HTTPError) -> Answer {
    switch result {
    case .success(var answer):
      answer.response.attempts = attempts
      return answer
    case .failure(var error):
      if attempts > 1 { error.reason += " (\(attempts) attempts)" }
      throw error
    }
  }

  private func follow(
    _ original: HTTPRequest,
    file: DownloadFile?,
    waited: inout Duration
  ) async throws(HTTPError) -> Answer {
    var request = original
    if let beginning = try file?.beginAttempt(), beginning > 0 {
      request.headers["Range"] = "bytes=\(beginning)-"
      if let progress = original.progress {
        request.progress = { progress(.init(sent: $0.sent, received: beginning + $0.received)) }
      }
    }
    var redirects: [HTTPResponse.Redirect] = []
    while true {
      try await gate.pass(request, waited: &waited)
      let transfer = try Transfer(request, configuration: configuration, file: file, limiter: limiter)
      switch await engine.perform(transfer) {
      case .failed(let error): throw error
      case .answered(var response, let content, let isContinuation):
        guard let next = try Redirection.next(after: response, to: request, followed: redirects.count) else {
          response.redirects = redirects
          return (response, content, isContinuation)
        }
        gate.note(response, orElse: configuration.retry.firstPause)
        redirects.append(.init(url: response.url, status: response.status, headers: response.headers))
        request = next
      }
    }
  }
}
