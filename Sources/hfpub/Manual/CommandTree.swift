import ArgumentParser
import FoundationEssentials

/// The commands with their arguments, as the argument parser describes them.
struct CommandTree: Decodable {
  /// A command.
  struct Command: Decodable {
    var commandName: String
    var abstract: String?
    var discussion: String?
    var subcommands: [Command]?
    var arguments: [Argument]?

    /// The parser's own `help` left out.
    var ownSubcommands: [Command] { (subcommands ?? []).filter { $0.commandName != "help" } }
    var shownArguments: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }
  }

  /// An argument, an option or a flag.
  struct Argument: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String

      var text: String { (kind == "long" ? "--" : "-") + name }
    }

    var kind: String
    var shouldDisplay: Bool
    var isOptional: Bool
    var isRepeating: Bool
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var allValues: [String]?
    var abstract: String?

    var isFlag: Bool { kind == "flag" }
    var isPositional: Bool { kind == "positional" }
  }

  var command: Command

  /// The tree of this tool.
  ///
  /// - Throws: `DecodingError` when the parser describes itself in another form than its version here does.
  static func own() throws -> Command {
    try JSONDecoder().decode(CommandTree.self, from: Data(Hfpub._dumpHelp().utf8)).command
  }
}
