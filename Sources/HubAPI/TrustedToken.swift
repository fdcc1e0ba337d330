import FoundationEssentials
import HTTP
import Synchronization

/// The token of a trusted publisher: exchanged for an ID token, kept in memory only, renewed before it expires.
///
/// Any number of tasks may ask for it at once; it is renewed once.
public final class TrustedToken: Sendable {
  private struct State {
    var token: Secret
    var renewsAt: Double
    var expiresAt: Double
    var renewal: Task<Result<Secret, HubError>, Never>?

    init(_ token: Secret, lifetime: Double, now: Double) {
      self.token = token
      expiresAt = now + lifetime
      // A server with short-lived tokens is not asked before every request.
      renewsAt = now + max(lifetime - TrustedToken.margin, lifetime / 2)
    }
  }

  /// What it is for.
  public let publishing: TrustedPublishing
  private let endpoint: HubEndpoint
  private let http: HTTPClient
  private let state: Mutex<State>

  /// A token that has less left to live than this is renewed: in it, a request and its repetitions have their time.
  private static let margin = 300.0
  /// How long a renewal that failed is let rest, while the old token lives.
  private static let rest = 30.0

  private init(_ publishing: TrustedPublishing, _ endpoint: HubEndpoint, _ http: HTTPClient, _ state: State) {
    self.publishing = publishing
    self.endpoint = endpoint
    self.http = http
    self.state = Mutex(state)
  }

  /// Gets a token from the endpoint.
  ///
  /// - Throws: `HubError`; there is no other way to a token then.
  public static func exchange(
    _ publishing: TrustedPublishing,
    at endpoint: HubEndpoint,
    over http: HTTPClient
  ) async throws(HubError) -> TrustedToken {
    let exchange = TokenExchange(publishing: publishing, endpoint: endpoint, http: http)
    let (token, lifetime) = try await exchange.run()
    return TrustedToken(
      publishing,
      endpoint,
      http,
      State(token, lifetime: lifetime, now: http.configuration.clock.now())
    )
  }

  /// The token as it is, which may be about to expire.
  public var current: Secret { state.withLock { $0.token } }

  /// The token, renewed first when its time is nearly over.
  ///
  /// - Throws: `HubError` when it cannot be renewed and has expired.
  func fresh() async throws(HubError) -> Secret {
    while true {
      let renewal = state.withLock { state -> Task<Result<Secret, HubError>, Never>? in
        guard http.configuration.clock.now() >= state.renewsAt else { return nil }
        if state.renewal == nil { state.renewal = Task { await self.renew() } }
        return state.renewal
      }
      guard let renewal else { return current }
      let result = await withTaskCancellationHandler {
        await renewal.value
      } onCancel: {
        renewal.cancel()
      }
      // Somebody else's Ctrl-C is not ours.
      if case .failure(let error) = result, error.code == .cancelled, !Task.isCancelled { continue }
      return try result.get()
    }
  }

  private func renew() async -> Result<Secret, HubError> {
    let exchange = TokenExchange(publishing: publishing, endpoint: endpoint, http: http)
    let answer: Result<(Secret, Double), HubError>
    do throws(HubError) {
      answer = .success(try await exchange.run())
    } catch {
      answer = .failure(error)
    }
    let now = http.configuration.clock.now()
    return state.withLock { state in
      state.renewal = nil
      switch answer {
      case .success((let token, let lifetime)): state = State(token, lifetime: lifetime, now: now)
      case .failure(let error):
        guard error.code != .cancelled, now < state.expiresAt else { return .failure(error) }
        state.renewsAt = min(now + Self.rest, state.expiresAt)
      }
      return .success(state.token)
    }
  }
}
