import ArgumentParser
import Findings
import Reports

/// In which form a command that talks to a hub says how it ended.
struct ResultOptions: ParsableArguments {
  @Option(
    help: """
      The form on standard output; jsonl is events as they happen, quiet one line and nothing beside it but errors. \
      `hfpub schema` describes the JSON.
      """
  )
  var format = OutputFormat.text

  @OptionGroup var colors: ColorOptions

  /// Runs a command and writes its result, however it ends.
  ///
  /// - Parameters:
  ///   - command: The command's name.
  ///   - body: Does the work, and takes down what is known.
  /// - Throws: what stopped the command; on standard output its result is written by then.
  func run(_ command: String, _ body: (CommandResult) async throws -> Void) async throws {
    Console.prepare(format.voice, colors.color)
    let result = CommandResult(command)
    do {
      try await body(result)
    } catch {
      throw fail(error, result)
    }
    Console.await(nil)
    switch format {
    case .text: show(result)
    case .quiet: result.answer.map(Console.result)
    case .json, .jsonl: write(result.document(endedBy: nil))
    }
  }

  /// Writes the result of a command that failed; returns what is left to be said of it.
  private func fail(_ error: any Error, _ result: CommandResult) -> any Error {
    var error = error
    if var interrupted = error as? Interrupted, interrupted.remote == nil {
      interrupted.remote = result.remote
      error = interrupted
    }
    let document = result.document(endedBy: error)
    switch format {
    case .text:
      if error is BadResult { show(result) }
      return error
    case .json, .jsonl: write(document)
    case .quiet:
      for item in document.findings where item.waiver == nil && item.finding.severity == .error {
        Console.error(TextReport.text(of: [item], in: document).trimmingLastNewline)
      }
    }
    if error is FailedValidation { return BadResult(status: document.exit) }
    return document.exit == .usage && !(error is any ExplainedError) ? ReportedUsage(underlying: error) : error
  }

  private func show(_ result: CommandResult) {
    result.lines.forEach { Console.report($0 + "\n") }
  }

  private func write(_ document: ReportDocument) {
    let form = format == .json ? ReportFormat.json : .jsonl
    Console.write(form.text(of: document), to: 1)
  }
}

extension String {
  /// The text without the newline at its end.
  fileprivate var trimmingLastNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
