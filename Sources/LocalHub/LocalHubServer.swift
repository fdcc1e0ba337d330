import Files
import Glibc
import HubAPI
import NIOCore
import NIOHTTP1
import NIOPosix

/// An embedded hub: the server side of the Hub's protocol on loopback, with its state in a folder.
///
/// It keeps model repositories with commits, branches, tags and LFS content, and shows them as pages. A hub runs from
/// `start` to `stop`; two hubs never share a folder.
///
/// ```swift
/// let account = LocalHubAccount(token: "hf_local", userName: "me")
/// let hub = try await LocalHubServer.start(
///   configuration: LocalHubConfiguration(folder: "hub-store", accounts: [account])
/// )
/// // HF_ENDPOINT=hub.url HF_TOKEN=hf_local HF_HUB_DISABLE_XET=1 hf upload me/model folder
/// await hub.stop()
/// ```
public final class LocalHubServer: Sendable {
  /// The address without a slash at the end: `http://127.0.0.1:PORT`.
  public let url: String
  /// The port it listens on.
  public let port: Int
  /// The port on which the content of LFS files travels, by signed addresses; chosen freely, kept over restarts.
  public let storagePort: Int
  private let store: HubStore
  private let listeners: [any Channel]
  private let clients: Clients

  private init(url: String, port: Int, storagePort: Int, store: HubStore, listeners: [any Channel], clients: Clients) {
    self.url = url
    self.port = port
    self.storagePort = storagePort
    self.store = store
    self.listeners = listeners
    self.clients = clients
  }

  deinit {
    for listener in listeners { listener.close(promise: nil) }
    clients.cancel()
  }

  /// The address of storage without a slash at the end: another origin than the hub's, as on the real Hub.
  public var storageURL: String { "http://127.0.0.1:\(storagePort)" }

  /// Opens the store and listens.
  ///
  /// - Throws: `LocalHubError` when the configuration cannot be, the folder is damaged or used by another hub, or the
  ///   port is taken.
  public static func start(configuration: LocalHubConfiguration) async throws(LocalHubError) -> LocalHubServer {
    try check(configuration)
    let store = try HubStore(folder: configuration.folder)
    let key: [UInt8]
    do {
      key = try store.signingKey()
    } catch {
      throw .store(configuration.folder, error)
    }
    let clients = Clients()
    // The hub's address is known only when it listens; clients that are quicker wait for it.
    let connection = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Connection.self)
    func serve(_ role: Router.Role) -> @Sendable (Connection.Channel) -> Void {
      { channel in
        clients.serve { try? await connection.futureResult.get().serving(role).serve(channel) }
      }
    }
    let listener: any Channel
    let storage: any Channel
    do throws(LocalHubError) {
      listener = try await openListener(configuration, port: configuration.port, serve: serve(.hub))
      storage = try await openStorage(configuration, store, serve: serve(.storage))
    } catch {
      connection.fail(error)
      throw error
    }
    let port = listener.localAddress?.port ?? configuration.port
    let storagePort = storage.localAddress?.port ?? 0
    let url = "http://127.0.0.1:\(port)"
    let storageURL = "http://127.0.0.1:\(storagePort)"
    let hub = Hub(
      store: store,
      access: Access(
        accounts: configuration.accounts,
        issued: IssuedTokens(trusted: configuration.trusted, lifetime: configuration.trustedTokenLifetime)
      ),
      signer: AddressSigner(key: key, base: storageURL, lifetime: configuration.signedAddressLifetime),
      url: url,
      storageURL: storageURL,
      multipartThreshold: configuration.multipartThreshold,
      multipartPartSize: configuration.multipartPartSize
    )
    let faults = configuration.faults.map { FaultPlayer(board: FaultBoard($0), log: configuration.faultLog) }
    connection.succeed(
      Connection(
        router: Router(hub: hub, windows: RateWindows(configuration.quotas)),
        log: configuration.requestLog,
        faults: faults
      )
    )
    return LocalHubServer(
      url: url,
      port: port,
      storagePort: storagePort,
      store: store,
      listeners: [listener, storage],
      clients: clients
    )
  }

  /// Closes all connections, also those in the middle of a request, and frees ports and folder.
  public func stop() async {
    // It fails only when the listener is closed already.
    for listener in listeners { try? await listener.close().get() }
    await clients.stop()
    await store.release()
  }

  // MARK: Starting

  private static func check(_ configuration: LocalHubConfiguration) throws(LocalHubError) {
    guard ["127.0.0.1", "localhost"].contains(configuration.host) else {
      throw LocalHubError(
        .notLoopback,
        problem: "cannot start the embedded hub on \(configuration.host)",
        reason: "it listens on this machine's loopback address only",
        remedy: "Use 127.0.0.1."
      )
    }
    func bad(_ reason: String, _ remedy: String) -> LocalHubError {
      LocalHubError(.badConfiguration, problem: "cannot start the embedded hub", reason: reason, remedy: remedy)
    }
    guard (0...65_535).contains(configuration.port) else {
      throw bad("\(configuration.port) is not a port", "Use 0 to 65535; 0 chooses a free port.")
    }
    guard configuration.multipartPartSize > 0, configuration.multipartThreshold > 0 else {
      throw bad("the multipart sizes must be above 0 bytes", "Leave them at their defaults.")
    }
    var tokens: Set<String> = []
    for account in configuration.accounts {
      let name = account.userName
      guard RepositoryID("\(name)/x") != nil, !Hub.reservedOwners.contains(name.lowercased()) else {
        throw bad("\"\(name)\" cannot be a user name", "Use letters, digits, \"-\", \"_\" and \".\".")
      }
      guard !account.token.isEmpty, account.token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw bad("the token of \(name) is empty or holds a blank or a special character", "Use visible ASCII.")
      }
      guard tokens.insert(account.token).inserted else {
        throw bad("the token of \(name) is another account's too", "Give every account its own token.")
      }
    }
    for trust in configuration.trusted where trust.idToken.isEmpty {
      throw bad("the ID token of a publisher of \(trust.repository) is empty", "Give it any text.")
    }
    let quotas = configuration.quotas
    guard [quotas.api, quotas.resolvers, quotas.pages, quotas.window].allSatisfy({ $0 > 0 }) else {
      throw bad("quotas must be above 0", "Leave them at their defaults.")
    }
    guard configuration.trustedTokenLifetime > 0 else {
      throw bad("a publisher's token must work for some time", "Leave it at its default.")
    }
  }

  /// Listens for storage on the port of the last time, so that addresses outlive a restart, or on any other.
  private static func openStorage(
    _ configuration: LocalHubConfiguration,
    _ store: HubStore,
    serve: @escaping @Sendable (Connection.Channel) -> Void
  ) async throws(LocalHubError) -> any Channel {
    if let port = store.storagePort(),
      let listener = try? await openListener(configuration, port: port, serve: serve)
    {
      return listener
    }
    let listener = try await openListener(configuration, port: 0, serve: serve)
    do {
      try store.rememberStoragePort(listener.localAddress?.port ?? 0)
    } catch {
      throw .store(configuration.folder, error)
    }
    return listener
  }

  private static func openListener(
    _ configuration: LocalHubConfiguration,
    port: Int,
    serve: @escaping @Sendable (Connection.Channel) -> Void
  ) async throws(LocalHubError) -> any Channel {
    do {
      return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .serverChannelOption(.backlog, value: 256)
        .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        .childChannelOption(
          .recvAllocator,
          value: AdaptiveRecvByteBufferAllocator(minimum: 4096, initial: 65_536, maximum: 1 << 20)
        )
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderFieldSize = 32 << 10
            limits.maxHeaderListSize = 64 << 10
            limits.maxHeaderFieldCount = 100
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(
              withPipeliningAssistance: false,
              withErrorHandling: true,
              withOutboundHeaderValidation: true,
              withEncoderConfiguration: .init(),
              withDecoderLimitConfiguration: limits
            )
            try channel.pipeline.syncOperations.addHandler(IdleStateHandler(allTimeout: .minutes(10)))
            try channel.pipeline.syncOperations.addHandler(IdleCloser())
            serve(try Connection.Channel(wrappingChannelSynchronously: channel))
          }
        }
        .bind(host: "127.0.0.1", port: port).get()
    } catch let error as IOError where error.errnoCode == EADDRINUSE {
      throw LocalHubError(
        .portTaken,
        problem: "cannot start the embedded hub on port \(port)",
        reason: "another program listens on port \(port)",
        remedy: "Choose another port, or 0 for any free one.",
        cause: error
      )
    } catch {
      throw cannotListen(port, reason: "\(error)")
    }
  }

  private static func cannotListen(_ port: Int, reason: String) -> LocalHubError {
    LocalHubError(
      .cannotListen,
      problem: "cannot start the embedded hub on port \(port)",
      reason: reason,
      remedy: "Choose another port, or 0 for any free one."
    )
  }
}
