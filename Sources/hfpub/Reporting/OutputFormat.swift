import ArgumentParser

/// The form of a result on standard output.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  /// Lines for people.
  case text
  /// One JSON object.
  case json
  /// A JSON object a line, as things happen; the result is the last.
  case jsonl
  /// One line, and beside it nothing but errors.
  case quiet

  /// What is said beside the result.
  var voice: Console.Voice {
    switch self {
    case .text, .json: .people
    case .jsonl: .events
    case .quiet: .errors
    }
  }
}

/// Whether lines for people have colours.
struct ColorOptions: ParsableArguments {
  @Option(
    help: "Colours; auto: on a terminal, unless NO_COLOR, TERM=dumb or CI say otherwise."
  )
  var color = TerminalStyle.ColorChoice.auto
}

extension TerminalStyle.ColorChoice: ExpressibleByArgument {}
