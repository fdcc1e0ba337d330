import NIOHTTP1
import Synchronization

/// How many requests an asker may make in a window of time, as on the Hub: fixed windows, a bucket for each kind.
public struct LocalHubQuotas: Sendable, Hashable {
  /// Calls of the protocol.
  public var api = 100_000
  /// Downloads of files (`/resolve/`, `/raw/`).
  public var resolvers = 500_000
  /// Pages for people.
  public var pages = 10_000
  /// Seconds of a window.
  public var window = 300

  /// The quotas that the Hub gives to those who pay most.
  public init() {}
}

/// Counts requests by asker and bucket.
final class RateWindows: Sendable {
  /// What requests are about.
  enum Bucket: String { case api, resolvers, pages }

  private struct Key: Hashable {
    var asker: String
    var bucket: Bucket
  }

  private struct Window {
    var start: Int
    var count: Int
  }

  /// What is left of a window, with this request counted.
  struct Standing {
    let bucket: Bucket
    let quota: Int
    let remaining: Int
    /// Seconds until the next window.
    let reset: Int
    let window: Int
    let isExceeded: Bool

    /// The two headers of every answer.
    var headers: [(name: String, value: String)] {
      [
        ("RateLimit", "\"\(bucket.rawValue)\";r=\(remaining);t=\(reset)"),
        ("RateLimit-Policy", "\"fixed window\";\"\(bucket.rawValue)\";q=\(quota);w=\(window)"),
      ]
    }
  }

  private let quotas: LocalHubQuotas
  private let windows = Mutex<[Key: Window]>([:])

  init(_ quotas: LocalHubQuotas) { self.quotas = quotas }

  /// Counts a request.
  func count(_ bucket: Bucket, asker: String, now: Int) -> Standing {
    let quota =
      switch bucket {
      case .api: quotas.api
      case .resolvers: quotas.resolvers
      case .pages: quotas.pages
      }
    let key = Key(asker: asker, bucket: bucket)
    let window = windows.withLock { windows in
      var window = windows[key] ?? Window(start: now, count: 0)
      // A clock that was set back begins anew as well.
      if !(window.start..<window.start + quotas.window).contains(now) { window = Window(start: now, count: 0) }
      window.count = min(window.count, quota) + 1
      windows[key] = window
      return window
    }
    return Standing(
      bucket: bucket,
      quota: quota,
      remaining: max(0, quota - window.count),
      reset: window.start + quotas.window - now,
      window: quotas.window,
      isExceeded: window.count > quota
    )
  }

  /// The bucket of a request.
  static func bucket(of request: Request) -> Bucket {
    let path = request.target.segments
    if path.count > 2, ["resolve", "raw"].contains(path[2]), path[0] != "api" { return .resolvers }
    let isAPI = path.first == "api" || path.first == "oauth" || (path.count > 1 && path[1].hasSuffix(".git"))
    return isAPI ? .api : .pages
  }
}
