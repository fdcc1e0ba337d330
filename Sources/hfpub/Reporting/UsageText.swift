import ArgumentParser

/// What is said of a call that cannot be run.
enum UsageText {
  /// What is wrong, in the argument parser's words, with what it does not say itself.
  static func message(of error: any Error) -> String {
    completed(Hfpub.message(for: error))
  }

  /// The same with the usage of the command that `arguments` call.
  static func whole(of error: any Error, in arguments: [String]) -> String {
    let text = completed(Hfpub.fullMessage(for: error))
    // Of an error that a command finds only when it runs, the parser does not know whose it is.
    guard let usage = text.firstRange(of: "\nUsage: hfpub <subcommand>"), let command = command(in: arguments) else {
      return text
    }
    let name = command.configuration.commandName ?? ""
    return """
      \(text[..<usage.lowerBound])
      Usage: \(Hfpub.usageString(for: command))
        See 'hfpub \(name) --help' for more information.
      """
  }

  private static func completed(_ text: String) -> String {
    text.replacing(#/is invalid for '[^']*<owner/name>'/#) { match in
      "\(match.output): expected an owner and a name of letters, digits, -, _ and ., such as minishlab/potion-base-2M"
    }
  }

  private static func command(in arguments: [String]) -> (any ParsableCommand.Type)? {
    Hfpub.configuration.subcommands.first { $0.configuration.commandName == arguments.first }
  }
}
