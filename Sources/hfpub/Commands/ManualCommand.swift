import ArgumentParser
import Files
import Publishing

struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "man",
    abstract: "Print a manual page, or write all of them to a folder.",
    discussion: """
      EXAMPLES
        hfpub man | man -l -
        hfpub man upload | man -l -
        hfpub man -o ~/.local/share/man/man1

      The pages are made from the same words as --help.
      """
  )

  @Argument(help: ArgumentHelp("The command. Default: hfpub itself.", valueName: "command"))
  var command: String?

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Write all pages to this folder, which is made where needed.", valueName: "folder")
  )
  var output: String?

  func validate() throws {
    if command != nil, output != nil { throw ValidationError("--output writes all pages; give it without a command.") }
  }

  func run() throws {
    let root = try CommandTree.own()
    let pages = ([root] + root.ownSubcommands).map { ManualPage(command: $0, root: root) }
    if let output {
      let folder = try OutputFolder(output, modelFolder: nil)
      for page in pages { try folder.write(page.text, as: page.file) }
      Console.step("Written", "\(pages.count) pages to \(output)")
      return
    }
    let name = command ?? root.commandName
    guard let page = pages.first(where: { $0.command.commandName == name }) else {
      throw UnknownCommand(name: name, names: root.ownSubcommands.map(\.commandName)).error
    }
    Console.write(page.text, to: 1)
  }
}
