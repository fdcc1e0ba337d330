/// A pause that is long enough to be told of.
public struct HTTPWait: Sendable, Hashable {
  /// Why there is a pause.
  public enum Cause: Sendable, Hashable {
    /// The server refused a request for the moment, with this status.
    case asked(status: Int)
    /// The server said that the quota of requests is used up.
    case quotaUsed
    /// An attempt failed, for this reason; there will be another.
    case failed(String)
  }

  /// Shorter ones are over before they are read.
  static let worthTelling = Duration.seconds(2)

  /// The server.
  public var host: String
  /// How long.
  public var duration: Duration
  /// Why.
  public var cause: Cause

  /// A pause.
  public init(host: String, duration: Duration, cause: Cause) {
    self.host = host
    self.duration = duration
    self.cause = cause
  }

  /// The pause in words, such as “30 s: huggingface.co takes no more requests for now (status 429)”.
  public var sentence: String {
    let reason =
      switch cause {
      case .asked(let status): "\(host) takes no more requests for now (status \(status))"
      case .quotaUsed: "the quota of requests to \(host) is used up"
      case .failed(let reason): "\(host) is tried again: \(reason)"
      }
    return "\(Self.words(duration)): \(reason)"
  }

  /// A length of time for people: “90 s”, “5 min”, “2 h 5 min”.
  static func words(_ duration: Duration) -> String {
    let seconds = Int((duration / .seconds(1)).rounded(.up))
    if seconds < 120 { return "\(seconds) s" }
    let minutes = (seconds + 59) / 60
    if minutes < 120 { return "\(minutes) min" }
    return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
  }
}
