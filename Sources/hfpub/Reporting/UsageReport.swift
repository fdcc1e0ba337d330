import ArgumentParser
import Findings
import Reports

/// Wrong usage in the form that was asked for: also who gives an option that does not exist reads JSON, if they said so.
enum UsageReport {
  /// Writes it, where the arguments ask for JSON.
  static func write(_ error: any Error) {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let format = format(in: arguments) else { return }
    let names = Set(Hfpub.configuration.subcommands.compactMap { $0.configuration.commandName })
    let command = arguments.first { names.contains($0) } ?? Hfpub.configuration.commandName ?? ""
    var document = ReportDocument(command: command, publication: nil, repository: nil)
    document.subject = nil
    document.exit = .usage
    document.error = failure(error)
    Console.write(format.text(of: document), to: 1)
  }

  /// The form that the arguments name, whether they can be read or not.
  static func format(in arguments: [String]) -> ReportFormat? {
    let arguments = arguments.prefix { $0 != "--" }
    for (place, argument) in arguments.enumerated() where argument.hasPrefix("--format") {
      let next = arguments.dropFirst(place + 1).first
      let value = argument == "--format" ? next : argument.split(separator: "=").last.map(String.init)
      switch value {
      case "json": return .json
      case "jsonl": return .jsonl
      default: continue
      }
    }
    return nil
  }

  /// The error of the argument parser, in a report.
  static func failure(_ error: any Error) -> ReportFailure {
    ReportFailure(
      code: "command.usage",
      problem: "the command cannot be run like this",
      reason: UsageText.message(of: error),
      remedy: "Look at what --help says.",
      exit: .usage
    )
  }
}
