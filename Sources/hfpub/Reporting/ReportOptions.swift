import ArgumentParser
import Files
import Findings
import Glibc
import Reports

/// In which forms a command says what it found, and where to.
struct ReportOptions: ParsableArguments {
  @Option(
    help: """
      The form on standard output; quiet is the verdict in one line. `hfpub schema` describes the JSON.
      """
  )
  var format = OutputFormat.text

  @Option(
    name: .customLong("report"),
    help: ArgumentHelp(
      "Write a report as well: json, jsonl, junit, sarif, github or markdown; may be given often. A - as path is "
        + "standard output.",
      valueName: "kind=path"
    )
  )
  var reports: [ReportDestination] = []

  @Option(
    help: ArgumentHelp("An earlier JSON result; what it has already does not fail the command.", valueName: "file")
  )
  var baseline: String?

  @Option(help: "What fails the command: an error, or a warning too.")
  var failOn = FailingSeverity.error

  @Flag(help: "Name each check, those that passed too.")
  var verbose = false

  @OptionGroup var colors: ColorOptions

  /// The least severity that fails the command.
  enum FailingSeverity: String, ExpressibleByArgument, CaseIterable {
    case error, warning
  }

  func validate() throws {
    guard format != .text || reports.count(where: { $0.path == nil }) > 1 else { return }
    if let second = reports.first(where: { $0.path == nil }) {
      throw ValidationError("Standard output is taken: give --report \(second.format.rawValue) a path.")
    }
  }

  /// Runs a command that judges, writes what it found in every form asked for, and ends it as that demands.
  ///
  /// - Parameters:
  ///   - command: The command's name.
  ///   - body: Looks, and returns what was found, with the lines that stand before it for people.
  /// - Throws: what stopped the command, after it was reported too; `BadResult` when something fails it.
  func run(_ command: String, _ body: () async throws -> Judgement) async throws {
    // There are no events but those of the result.
    Console.prepare(format == .quiet ? .errors : .people, colors.color)
    let judgement: Judgement
    do {
      var found = try await body()
      Console.await(nil)
      try settle(&found.document)
      judgement = found
    } catch let error as any ExplainedError {
      let tool = ReportDocument.Tool(name: "hfpub", version: Tool.version)
      var document = ReportDocument(tool: tool, command: command, exit: error.exitStatus, date: Tool.today)
      document.error = ReportFailure(error)
      document.baseFolder = LocalFiles.resolved(".")
      try write(document, modelFolder: nil)
      if format == .json || format == .jsonl { show(document) }
      throw error
    }
    try write(judgement.document, modelFolder: judgement.modelFolder)
    if format == .text { judgement.preface.forEach { Console.report($0 + "\n") } }
    show(judgement.document)
    if !judgement.document.isOK { throw BadResult(status: judgement.document.exit) }
  }

  /// What a command found.
  struct Judgement {
    var document: ReportDocument
    /// Lines for people that stand before the findings.
    var preface: [String] = []
    /// Never written to.
    var modelFolder: String?
  }

  private func settle(_ document: inout ReportDocument) throws {
    if let baseline { document.apply(try ReportBaseline(file: baseline), where: CheckPages.isWaivable) }
    let summary = document.summary
    let fails = summary.errors > 0 || failOn == .warning && summary.warnings > 0
    document.exit = fails ? .checkFailed : .success
  }

  private func write(_ document: ReportDocument, modelFolder: String?) throws {
    for report in reports {
      let text = report.format.text(of: document)
      guard let path = report.path else {
        Console.write(text, to: STDOUT_FILENO)
        continue
      }
      try LocalOutput(path, modelFolder: modelFolder).write(text)
    }
  }

  private func show(_ document: ReportDocument) {
    switch format {
    case .text:
      Console.report(TextReport.text(of: document, isVerbose: verbose, width: Console.width))
    case .quiet: Console.report(TextReport.verdict(of: document))
    case .json: Console.write(ReportFormat.json.text(of: document), to: STDOUT_FILENO)
    case .jsonl: Console.write(ReportFormat.jsonl.text(of: document), to: STDOUT_FILENO)
    }
  }
}

/// A report as a file, or on standard output.
struct ReportDestination: ExpressibleByArgument {
  let format: ReportFormat
  /// Nil for standard output.
  let path: String?

  init?(argument: String) {
    guard let mark = argument.firstIndex(of: "="), let format = ReportFormat(rawValue: String(argument[..<mark])) else {
      return nil
    }
    let path = argument[argument.index(after: mark)...]
    guard !path.isEmpty else { return nil }
    self.format = format
    self.path = path == "-" ? nil : String(path)
  }
}
