/// When a client gives up waiting.
public struct HTTPTimeouts: Sendable, Hashable {
  /// For name resolution, connection and TLS together; whole milliseconds.
  public var connect: Duration
  /// How long less than ``minimumSpeed`` may move; whole seconds, at least one.
  public var stall: Duration
  /// Bytes a second below which nothing counts as moving; a trickle would otherwise last for ever.
  public var minimumSpeed = 1024
  /// For the whole exchange; nil means no limit, as transfers of any size need.
  public var total: Duration?

  /// Time-outs; 10 s to connect, 30 s of silence, no total.
  public init(connect: Duration = .seconds(10), stall: Duration = .seconds(30), total: Duration? = nil) {
    self.connect = connect
    self.stall = stall
    self.total = total
  }
}

/// What all requests of a client share.
public struct HTTPConfiguration: Sendable {
  /// The `User-Agent`.
  public var userAgent: String
  /// When to give up waiting.
  public var timeouts = HTTPTimeouts()
  /// When and how often to try again.
  public var retry = RetryPolicy()
  /// The time for pauses; tests put their own.
  public var clock = RetryClock.system
  /// Bytes a second that all bodies together may take, sent and received; nil for as fast as possible.
  public var maximumRate: Int?
  /// Told of pauses of two seconds and more, once for all requests that wait for the same reason.
  public var onWait: (@Sendable (HTTPWait) -> Void)?
  /// Whether curl's proxy variables are obeyed; a loopback host never goes through a proxy.
  public var usesProxy = true
  /// What names the proxy, so that errors can tell; libcurl itself reads the variables of the process.
  public var proxies: ProxySettings?
  /// A file of certificate authorities instead of the system's.
  public var caFile: String?
  /// A folder of hashed certificate authorities instead of the system's.
  public var caPath: String?
  /// Connections to one server at a time; further requests wait for a free one.
  public var maximumConnectionsPerHost = 8

  /// The defaults under a name such as `hfpub/1.0`.
  public init(userAgent: String) { self.userAgent = userAgent }
}
