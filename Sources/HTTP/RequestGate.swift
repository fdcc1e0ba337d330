import Synchronization

/// Where every request of a client waits once a server asked for it, so that not each finds out by itself.
final class RequestGate: Sendable {
  /// Why and until when a server is left alone.
  struct Closing: Sendable {
    let cause: HTTPWait.Cause
    /// Seconds since 1970.
    let opening: Double
    /// How much later requests may come, so that they do not come at the same moment.
    let spread: Duration
    fileprivate let number: Int
    fileprivate var isTold = false

    /// Whether a request was refused; else it was only said that the quota is used up.
    var isRefusal: Bool { if case .asked = cause { true } else { false } }
  }

  private struct State {
    var closings: [WebURL.Origin: Closing] = [:]
    var count = 0
  }

  private let state = Mutex(State())
  private let configuration: HTTPConfiguration

  init(_ configuration: HTTPConfiguration) { self.configuration = configuration }

  /// Closes the gate to whoever answered, if the answer asks for it.
  ///
  /// - Parameters:
  ///   - response: The answer.
  ///   - bound: The longest pause after a refusal that does not say when to come back.
  func note(_ response: HTTPResponse, orElse bound: Duration) {
    let now = configuration.clock.now()
    let status = response.status
    let cause: HTTPWait.Cause
    var seconds = 0.0
    var spread = Duration.seconds(1)
    if status == 429 || status == 503 {
      let named = RetryPolicy.namedPause(response.headers, status: status, now: now)
      guard named != nil || status == 429 else { return }
      cause = .asked(status: status)
      seconds = named ?? 0
      if named == nil { spread = bound }
    } else if status < 400, let left = RetryPolicy.secondsToNewQuota(response.headers) {
      cause = .quotaUsed
      seconds = left
    } else {
      return
    }
    state.withLock { state in
      state.count += 1
      let new = Closing(cause: cause, opening: now + seconds, spread: spread, number: state.count)
      if let old = state.closings[response.url.origin] {
        // A refusal is surer than a quota that the next call may not count for.
        guard old.isRefusal == new.isRefusal ? old.opening < new.opening : new.isRefusal else { return }
      }
      state.closings[response.url.origin] = new
    }
  }

  /// Waits until the server of `request` may be asked.
  ///
  /// - Parameters:
  ///   - request: What is to be sent.
  ///   - waited: The pauses of this request so far; grows.
  /// - Throws: `HTTPError`: `.askedToWait` when it would be longer than the policy allows, `.cancelled`.
  func pass(_ request: HTTPRequest, waited: inout Duration) async throws(HTTPError) {
    let origin = request.url.origin
    let clock = configuration.clock
    while let closing = state.withLock({ $0.closings[origin] }) {
      let left = Duration.seconds(closing.opening - clock.now())
      let pause = left + closing.spread * clock.jitter()
      if pause > .zero {
        guard waited + pause <= configuration.retry.maximumWait else {
          // Whether this call counts for the quota the server knows.
          guard closing.isRefusal else { return }
          throw .askedToWait(request, until: closing.opening, left: left, limit: configuration.retry.maximumWait)
        }
        waited += pause
        tellOnce(pause, closing, request)
        try await sleep(pause, request)
      }
      // Whoever has waited opens for all, unless it was closed again meanwhile.
      state.withLock { state in
        if state.closings[origin]?.number == closing.number { state.closings[origin] = nil }
      }
    }
  }

  /// Whether requests to `origin` will wait.
  func isClosed(_ origin: WebURL.Origin) -> Bool { state.withLock { $0.closings[origin]?.isRefusal ?? false } }

  /// Waits a pause of one request alone.
  func wait(_ pause: Duration, because reason: String, _ request: HTTPRequest) async throws(HTTPError) {
    tell(pause, .failed(reason), request)
    try await sleep(pause, request)
  }

  private func sleep(_ pause: Duration, _ request: HTTPRequest) async throws(HTTPError) {
    do {
      try await configuration.clock.sleep(pause)
    } catch {
      throw .cancelled(request)
    }
  }

  private func tellOnce(_ pause: Duration, _ closing: Closing, _ request: HTTPRequest) {
    let isNews = state.withLock { state in
      guard let now = state.closings[request.url.origin], now.number == closing.number, !now.isTold else {
        return false
      }
      state.closings[request.url.origin]?.isTold = true
      return true
    }
    if isNews { tell(pause, closing.cause, request) }
  }

  private func tell(_ pause: Duration, _ cause: HTTPWait.Cause, _ request: HTTPRequest) {
    guard pause >= HTTPWait.worthTelling else { return }
    configuration.onWait?(HTTPWait(host: request.url.host, duration: pause, cause: cause))
  }
}
