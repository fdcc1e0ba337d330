import Files
import HTTP
import HubAPI
import LocalHub

/// A hub to talk to: the one of the environment, or one that lives as long as the command.
struct HubConnection {
  let hub: HubClient
  /// What to call it.
  let name: String
  private var server: LocalHubServer?
  private var folder: TemporaryFolder?

  /// The hub that the environment names, with the token found in the usual places.
  static func remote() throws -> HubConnection {
    let variables = Environment.variables
    let endpoint = try HubEndpoint.discover(environment: variables)
    let token = try TokenDiscovery(environment: variables).discover()
    if let warning = token?.warning { Console.note("warning: \(warning)") }
    guard let token else { throw HubError.noToken(endpoint) }
    return HubConnection(
      hub: HubClient(endpoint: endpoint, token: token.secret, http: Environment.httpClient(variables)),
      name: endpoint.description
    )
  }

  /// An embedded hub on a free port of the loopback interface; without `store` it forgets everything at the end.
  static func rehearsal(store: String?) async throws -> HubConnection {
    let folder = store == nil ? try TemporaryFolder() : nil
    let account = LocalHubConfiguration.Account.rehearsal
    let server = try await LocalHubServer.start(
      LocalHubConfiguration(folder: store ?? folder?.path ?? "", accounts: [account])
    )
    Console.step(
      "Hosting",
      "an embedded hub at \(server.url)" + (store.map { ", store \($0)" } ?? ", forgotten at the end")
    )
    return HubConnection(
      hub: HubClient(
        endpoint: try HubEndpoint(server.url),
        token: Secret(account.token),
        http: Environment.httpClient([:])
      ),
      name: server.url,
      server: server,
      folder: folder
    )
  }

  /// Ends the embedded hub, if there is one.
  func close() async { await server?.stop() }
}
