import ArgumentParser
import Documents
import FoundationEssentials
import HTTP
import HubAPI

struct WhoAmICommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "whoami",
    abstract: "Say whose token is used and what it may do.",
    discussion: """
      EXAMPLES
        hfpub whoami
        hfpub whoami --format json

      Asks the endpoint (HF_ENDPOINT, default https://huggingface.co). The token itself is never printed. The exit \
      status is 4 when there is no token or it is refused. With HF_OIDC_RESOURCE the token of a trusted publisher is \
      fetched first.
      """
  )

  /// How the account is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Option(help: "How to print the account.")
  var format = Format.text

  func run() async throws {
    let endpoint = try HubEndpoint.discover(environment: Environment.variables)
    if let variable = Environment.settings.offlineVariable {
      throw HubError.offline("cannot ask \(endpoint) whose token this is", variable: variable)
    }
    let client = Environment.httpClient(Environment.variables)
    guard let found = try await HubConnection.identity(Environment.variables, at: endpoint, over: client) else {
      throw HubError(
        .noToken,
        problem: "cannot say who this is",
        reason: "no access token was found: HF_TOKEN is not set and there is no token file",
        remedy: "Run `hfpub login`, or set HF_TOKEN."
      )
    }
    if let warning = found.warning { Console.note("warning: \(warning)") }
    let report = AccountReport(
      try await Self.ask(endpoint, found.credential, client),
      found,
      endpoint,
      stored: Self.storedTokens()
    )
    switch format {
    case .text: report.lines.forEach(Console.result)
    case .json: Console.result(try report.json())
    }
  }

  private static func ask(
    _ endpoint: HubEndpoint,
    _ credential: HubCredential,
    _ client: HTTPClient
  ) async throws -> WhoAmI {
    let hub = HubClient(endpoint: endpoint, credential: credential, http: client)
    let answer = Answer()
    Console.await("\(endpoint)")
    try await Interruption.cancelling { await answer.set(try await hub.whoAmI()) }
    await client.shutdown()
    Console.await(nil)
    guard let account = await answer.account else { throw CancellationError() }
    return account
  }

  /// What the other tokens are called; they are not what was asked for, so that a bad file is only a warning.
  private static func storedTokens() -> [TokenStore.NamedToken] {
    do {
      return try TokenStore(Environment.settings).tokens()
    } catch {
      Console.note(TextEscape.printable("warning: \(error.problem): \(error.reason)"))
      return []
    }
  }

  private actor Answer {
    private(set) var account: WhoAmI?
    func set(_ account: WhoAmI) { self.account = account }
  }
}

/// An account as `hfpub whoami` shows it.
struct AccountReport: Encodable {
  struct Organization: Encodable {
    var name: String
    var role: String?
  }

  struct Token: Encodable {
    var name: String?
    var role: String?
    var source: String
  }

  struct StoredToken: Encodable {
    var name: String
    var inUse: Bool
  }

  let name: String
  let type: String
  let organizations: [Organization]
  let token: Token
  let endpoint: String
  let storedTokens: [StoredToken]

  init(
    _ account: WhoAmI,
    _ found: HubIdentity,
    _ endpoint: HubEndpoint,
    stored: [TokenStore.NamedToken]
  ) {
    name = account.name
    type = account.type
    organizations = (account.orgs ?? []).map { Organization(name: $0.name, role: $0.roleInOrg) }
    let facts = account.auth?.accessToken
    token = Token(name: facts?.displayName, role: facts?.role, source: found.source)
    self.endpoint = endpoint.description
    storedTokens = stored.map { StoredToken(name: $0.name, inUse: $0.token == found.credential.current) }
  }

  /// The lines for people; the first is the name alone.
  var lines: [String] {
    var table = Table(.left, .left)
    for (index, organization) in organizations.enumerated() {
      let role = organization.role.map { " (\($0.prefix(60)))" } ?? ""
      table.add(index == 0 ? "organizations" : "", "\(organization.name)\(role)")
    }
    let known = [token.name.map { "“\($0)”" }, token.role.map { "role \($0.prefix(60))" }].compactMap { $0 }
    table.add("token", (known + ["from \(token.source)"]).joined(separator: ", "))
    table.add("endpoint", endpoint)
    for (index, stored) in storedTokens.enumerated() {
      table.add(index == 0 ? "stored tokens" : "", "“\(stored.name)”\(stored.inUse ? ", in use" : "")")
    }
    return [TextEscape.printable(name)] + table.lines()
  }

  /// One JSON object.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
