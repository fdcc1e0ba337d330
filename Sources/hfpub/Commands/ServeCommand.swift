import ArgumentParser
import Documents
import HubAPI
import LocalHub

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run the embedded hub alone, with pages to look at.",
    usage: "hfpub serve [<options>]",
    discussion: """
      EXAMPLES
        hfpub serve
        hfpub serve --port 0 --store build/other
        hfpub serve --trust me/model

      It speaks the Hub's own protocol: point hfpub, `hf` or model2vec at it with HF_ENDPOINT. Two tokens are known, one \
      that may write and one that may only read; they are printed and mean nothing elsewhere.

      With --faults it does wrong on purpose what a YAML file says, such as losing the answer to the first commit:

        - { on: POST */commit/*, nth: 1, then: drop-after-apply }

      Every fault that it plays is printed. Documentation/EmbeddedHub.md lists the faults.

      With --trust a job is a trusted publisher of a repository: its ID token is printed, and /oauth/token gives a token \
      of that repository for it.
      """
  )

  @Option(help: "The port; 0 takes a free one.")
  var port = 8787

  @Option(help: ArgumentHelp("The folder of its store.", valueName: "folder"))
  var store = "build/hub"

  @Option(help: ArgumentHelp("A script of faults to play.", valueName: "file"), completion: .file())
  var faults: String?

  @Flag(help: "Print a line for every request that was answered.")
  var requests = false

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Let a job publish to this repository. May be repeated.", valueName: "owner/name")
  )
  var trust: [RepositoryID] = []

  func run() async throws {
    let script = try faults.map { try FaultScript.read(file: $0) }
    var configuration = LocalHubConfiguration(
      folder: store,
      port: port,
      accounts: LocalAccounts.all,
      requestLog: requests ? Self.show : nil,
      faults: script,
      faultLog: { Console.step("Fault", "\($0)") }
    )
    configuration.trusted = trust.map { LocalHubTrust(repository: $0, idToken: LocalAccounts.idToken) }
    let server = try await LocalHubServer.start(configuration: configuration)
    Console.result(server.url)
    let writer = LocalAccounts.writer
    Console.note(
      """
      Store: \(store); LFS content travels on port \(server.storagePort). Stop with Ctrl-C.
      To see private models, sign in as \(writer.userName) with \(writer.token) as password.
      To use it from hfpub, hf or model2vec:
      """
    )
    for account in LocalAccounts.all {
      Console.note("  HF_ENDPOINT=\(server.url) HF_TOKEN=\(account.token)   (may \(account.role.rawValue))")
    }
    for repository in trust {
      Console.note(
        "  HF_ENDPOINT=\(server.url) HF_OIDC_RESOURCE=\(repository) HF_OIDC_ID_TOKEN=\(LocalAccounts.idToken)"
      )
    }
    if let script, let faults {
      Console.note("Faults: \(script.rules.count == 1 ? "1 rule" : "\(script.rules.count) rules") of \(faults).")
    }
    await Interruption.wait()
    await server.stop()
  }

  private static func show(_ record: LocalHubRequestRecord) {
    Console.step(String(record.status), "\(record.method) \(record.path) \(NumberFormat.bytes(record.bytes))")
  }
}
