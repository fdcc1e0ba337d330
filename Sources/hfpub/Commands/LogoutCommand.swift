import ArgumentParser
import Documents
import HubAPI

struct LogoutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logout",
    abstract: "Remove the access tokens from this machine.",
    discussion: """
      EXAMPLES
        hfpub logout

      Removes what `hfpub login` and `hf auth login` keep: the token in use, and all tokens by name. The tokens \
      themselves stay valid; they are revoked on the Hub's page of tokens. No request is made.
      """
  )

  func run() throws {
    let removed = try TokenStore(Environment.settings).remove()
    for file in removed { Console.result(TextEscape.printable("Removed \(file)")) }
    if removed.isEmpty { Console.note("There is no token file: nothing to remove.") }
    let variables = Environment.variables
    for name in TokenFacts.variables where variables[name]?.isEmpty == false {
      Console.note("note: \(name) is still set, and every tool goes on using its token; unset it")
    }
  }
}
