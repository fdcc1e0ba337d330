import ArgumentParser
import Findings

/// A word in the place of a command.
struct UnknownCommand {
  let name: String
  /// The commands that there are.
  let names: [String]

  /// The one in a call's arguments; nil if their first is a command or an option.
  static func first(in arguments: [String]) -> UnknownCommand? {
    guard let first = arguments.first, !first.hasPrefix("-") else { return nil }
    let known = Hfpub.configuration.subcommands.compactMap { $0.configuration.commandName }
    return first == "help" || known.contains(first) ? nil : UnknownCommand(name: first, names: known)
  }

  /// The error, with the nearest command or all of them.
  var error: ValidationError {
    let nearest = NearestName.suggestion(for: name, among: names)
    return ValidationError(
      "There is no command “\(name)”. "
        + (nearest.map { "Did you mean `hfpub \($0)`?" } ?? "Commands: \(names.joined(separator: ", ")).")
    )
  }
}
