import Files
import HTTP
import HubAPI
import LocalHub
import Synchronization

/// A hub to talk to: the one of the environment, or one that lives as long as the command.
struct HubConnection {
  let hub: HubClient
  /// What to call it.
  let name: String
  private var server: LocalHubServer?
  private var folder: TemporaryFolder?

  /// The hub that the environment names, with the token found in the usual places.
  ///
  /// - Parameters:
  ///   - needsToken: Whether to fail without a token; public repositories can be read without.
  ///   - repository: What is going to be written to; a trusted publisher may write to no other than its own.
  ///   - limits: What the network may cost.
  /// - Returns: The connection.
  /// - Throws: `HubError` when there is no token, or a variable forbids requests.
  static func remote(
    needsToken: Bool = true,
    writingTo repository: RepositoryID? = nil,
    limits: NetworkLimits = NetworkLimits()
  ) async throws -> HubConnection {
    let variables = Environment.variables
    let endpoint = try HubEndpoint.discover(environment: variables)
    if let variable = Environment.settings.offlineVariable {
      throw HubError.offline("cannot go to \(endpoint)", variable: variable)
    }
    let http = Environment.httpClient(variables, limits: limits)
    let found = try await identity(variables, writingTo: repository, at: endpoint, over: http)
    guard found != nil || !needsToken else { throw Self.noToken(endpoint) }
    if let warning = found?.warning { Console.note("warning: \(warning)") }
    return HubConnection(
      hub: HubClient(endpoint: endpoint, credential: found?.credential, http: http),
      name: endpoint.description
    )
  }

  /// Who the environment says we are; Ctrl-C ends the question.
  static func identity(
    _ variables: [String: String],
    writingTo repository: RepositoryID? = nil,
    at endpoint: HubEndpoint,
    over http: HTTPClient
  ) async throws -> HubIdentity? {
    let answer = Mutex<HubIdentity?>(nil)
    Console.await("\(endpoint)")
    try await Interruption.cancelling {
      let found = try await HubIdentity.find(
        environment: variables,
        writingTo: repository,
        at: endpoint,
        over: http
      )
      answer.withLock { $0 = found }
    }
    Console.await(nil)
    return answer.withLock { $0 }
  }

  /// An embedded hub on a free port of the loopback interface; without `store` it forgets everything at the end.
  static func rehearsal(
    store: String?,
    limits: NetworkLimits = NetworkLimits()
  ) async throws -> HubConnection {
    let folder = store == nil ? try TemporaryFolder() : nil
    let account = LocalAccounts.writer
    let server = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(folder: store ?? folder?.path ?? "", accounts: [account])
    )
    Console.step(
      "Hosting",
      "an embedded hub at \(server.url)" + (store.map { ", store \($0)" } ?? ", forgotten at the end")
    )
    return HubConnection(
      hub: HubClient(
        endpoint: try HubEndpoint(server.url),
        token: Secret(account.token),
        http: Environment.httpClient([:], limits: limits)
      ),
      name: server.url,
      server: server,
      folder: folder
    )
  }

  private static func noToken(_ endpoint: HubEndpoint) -> HubError {
    HubError(
      .noToken,
      problem: "cannot write to \(endpoint)",
      reason: "no access token was found: HF_TOKEN is not set and there is no token file",
      remedy: "Make a token with write access on the Hub and set HF_TOKEN, or run `hfpub login`; "
        + "to try without an account: hfpub upload --rehearse."
    )
  }

  /// Ends the embedded hub, if there is one, and forgets what it was to forget.
  func close() async {
    await server?.stop()
    // Somebody may still hold the folder when the process ends.
    if let folder { try? LocalFiles.remove(folder.path) }
  }
}

/// Who may use an embedded hub.
///
/// The tokens are no secrets: they mean nothing elsewhere.
enum LocalAccounts {
  static let writer = LocalHubAccount(token: "hf_local_write", userName: "local", namespaces: ["*"])
  static let reader = LocalHubAccount(token: "hf_local_read", userName: "reader", role: .read)
  static let all = [writer, reader]
  /// Stands for the ID token of a trusted publisher's job.
  static let idToken = "local-id-token"
}
