import ArgumentParser
import LocalHub

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run the embedded hub alone, on this machine, with a page to look at.",
    discussion: """
      It speaks the Hub's own protocol: point hfpub, `hf` or model2vec at it with HF_ENDPOINT. Two tokens are known, one \
      that may write and one that may only read; they are printed and mean nothing elsewhere.
      """
  )

  @Option(help: "The port; 0 takes a free one.")
  var port = 8787

  @Option(help: ArgumentHelp("The folder of its store.", valueName: "folder"))
  var store = "build/hub"

  func run() async throws {
    let configuration = LocalHubConfiguration(folder: store, port: port, accounts: LocalAccounts.all)
    let server = try await LocalHubServer.start(configuration: configuration)
    Console.result(server.url)
    let writer = LocalAccounts.writer
    Console.note(
      """
      Store: \(store). Stop with Ctrl-C.
      To see private models on the page, sign in as \(writer.userName) with \(writer.token) as password.
      To use it from hfpub, hf or model2vec:
      """
    )
    for account in LocalAccounts.all {
      Console.note("  HF_ENDPOINT=\(server.url) HF_TOKEN=\(account.token)   (may \(account.role.rawValue))")
    }
    await Interruption.wait()
    await server.stop()
  }
}
