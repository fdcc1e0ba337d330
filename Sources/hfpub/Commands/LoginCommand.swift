import ArgumentParser
import Documents
import Findings
import HTTP
import HubAPI

struct LoginCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "login",
    abstract: "Check an access token, and keep it for all tools.",
    usage: "hfpub login [< <file>]",
    discussion: """
      EXAMPLES
        hfpub login
        hfpub login < token.txt
        pass show hub | hfpub login

      The token is read from standard input; typed on a terminal it is not shown. It is never taken from the command \
      line, where other users of the machine could see it. The endpoint is asked whose it is; only a token that works \
      is kept, where huggingface_hub keeps its own (HF_TOKEN_PATH, else HF_HOME/token, else \
      ~/.cache/huggingface/token), so that Python and `hf` use it too. Only this user can read the file.

      A job that the Hub trusts as a publisher needs no login: set HF_OIDC_RESOURCE to its repository, and on GitHub \
      Actions give it `permissions: id-token: write`; elsewhere set HF_OIDC_ID_TOKEN, too.
      """
  )

  func run() async throws {
    let variables = Environment.variables
    let endpoint = try HubEndpoint.discover(environment: variables)
    if let variable = Environment.settings.offlineVariable {
      throw HubError.offline("cannot check a token at \(endpoint)", variable: variable)
    }
    let store = try TokenStore(Environment.settings)
    try await Interruption.cancelling {
      let token = try TokenInput.read(prompt: "Token from \(endpoint)/settings/tokens (not shown while you type): ")
      try Self.refuseOrganization(token, endpoint)
      let account = try await Self.owner(of: token, at: endpoint)
      try Task.checkCancellation()
      let name = account.auth?.accessToken?.displayName ?? ""
      try store.save(token, name: name.isEmpty ? "oauth-\(account.name)" : name)
      Self.say(account, store, endpoint, variables)
    }
  }

  private static func owner(of token: Secret, at endpoint: HubEndpoint) async throws -> WhoAmI {
    let client = Environment.httpClient(Environment.variables)
    Console.await("\(endpoint)")
    do {
      let account = try await HubClient(endpoint: endpoint, token: token, http: client).whoAmI()
      await client.shutdown()
      Console.await(nil)
      return account
    } catch {
      var failure = error
      failure.problem = "cannot log in, nothing was kept: \(error.problem)"
      if error.code == .unauthorized {
        failure.remedy = "Make a new token at \(endpoint)/settings/tokens and log in with it."
      }
      throw failure
    }
  }

  private static func refuseOrganization(_ token: Secret, _ endpoint: HubEndpoint) throws {
    guard token.reveal().hasPrefix("api_org") else { return }
    throw HubError(
      .unauthorized,
      problem: "cannot log in",
      reason: "this is a token of an organization, which the Hub takes from no user",
      remedy: "Make a token of your own account at \(endpoint)/settings/tokens."
    )
  }

  private static func say(
    _ account: WhoAmI,
    _ store: TokenStore,
    _ endpoint: HubEndpoint,
    _ variables: [String: String]
  ) {
    let token = AccountText.token(account)
    Console.result(
      TextEscape.printable("Logged in to \(endpoint) as \(account.name)\(token.isEmpty ? "" : ", \(token)")")
    )
    Console.step("Keeping", "the token in \(Environment.settings.shortened(store.tokenFile))")
    if account.auth?.accessToken?.role == "read" {
      Console.note("note: this token may only read; to upload, make one that may write")
    }
    for name in ["HF_OIDC_RESOURCE"] + TokenFacts.variables where variables[name]?.isEmpty == false {
      Console.note("note: \(name) is set and is used in place of this token; unset it to use this one")
    }
  }
}

/// An account's token, for people.
enum AccountText {
  /// Name and role of the token, without the token.
  static func token(_ account: WhoAmI) -> String {
    guard let token = account.auth?.accessToken else { return "" }
    return "token “\(token.displayName)”, role \(token.role.prefix(60))"
  }
}
