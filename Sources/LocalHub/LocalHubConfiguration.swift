import Findings

/// What an embedded hub is started with.
public struct LocalHubConfiguration: Sendable {
  /// The folder of the store; made when it is missing, with access for this user only.
  public var folder: String
  /// The loopback address to listen on: `127.0.0.1` or `localhost`, nothing else.
  public var host: String
  /// The port; 0 lets the system choose a free one.
  public var port: Int
  /// Who may do what; without accounts everything public can be read and nothing written.
  public var accounts: [LocalHubAccount]
  /// Objects above this many bytes travel in parts, as on the Hub above 5 GB.
  public var multipartThreshold: Int
  /// Size in bytes of a part of a multipart upload, the last one excepted.
  public var multipartPartSize: Int
  /// Seconds for which a signed storage address works; 0 hands out addresses that are expired already.
  public var signedAddressLifetime: Int
  /// Called after each answer, from any thread.
  public var requestLog: (@Sendable (LocalHubRequestRecord) -> Void)?
  /// What goes wrong on purpose; nothing by default.
  public var faults: FaultScript?
  /// Called when a fault is played, from any thread, before its effect.
  public var faultLog: (@Sendable (LocalHubFaultRecord) -> Void)?
  /// Jobs that are taken for trusted publishers; nobody by default.
  public var trusted: [LocalHubTrust] = []
  /// Seconds for which the token of a trusted publisher works.
  public var trustedTokenLifetime = 3600
  /// How many requests an asker may make.
  public var quotas = LocalHubQuotas()

  /// A hub on a free port of 127.0.0.1 with its store in `folder`.
  public init(
    folder: String,
    host: String = "127.0.0.1",
    port: Int = 0,
    accounts: [LocalHubAccount] = [],
    multipartThreshold: Int = 5_000_000_000,
    multipartPartSize: Int = 100_000_000,
    signedAddressLifetime: Int = 900,
    requestLog: (@Sendable (LocalHubRequestRecord) -> Void)? = nil,
    faults: FaultScript? = nil,
    faultLog: (@Sendable (LocalHubFaultRecord) -> Void)? = nil
  ) {
    self.folder = folder
    self.host = host
    self.port = port
    self.accounts = accounts
    self.multipartThreshold = multipartThreshold
    self.multipartPartSize = multipartPartSize
    self.signedAddressLifetime = signedAddressLifetime
    self.requestLog = requestLog
    self.faults = faults
    self.faultLog = faultLog
  }
}

/// One answered request, for a log; never holds a query, a token or a signature.
public struct LocalHubRequestRecord: Sendable, Hashable {
  /// The method, such as `GET`.
  public var method: String
  /// The path as sent, still percent-encoded, without the query.
  public var path: String
  /// The status of the answer.
  public var status: Int
  /// Bytes of content that were sent back.
  public var bytes: Int

  /// A record of one answer.
  public init(method: String, path: String, status: Int, bytes: Int) {
    self.method = method
    self.path = path
    self.status = status
    self.bytes = bytes
  }
}
