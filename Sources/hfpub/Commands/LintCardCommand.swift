import ArgumentParser
import Documents
import Files
import Findings
import HTTP
import HubAPI
import Publication
import Publishing
import Reports
import Validation

struct LintCardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint-card",
    abstract: "Judge any card: metadata, text, links, examples.",
    usage: "hfpub lint-card [<file>] [<options>]",
    discussion: """
      EXAMPLES
        hfpub lint-card                     what the publication renders
        hfpub lint-card README.md           a card with the files beside it
        hfpub lint-card --run-examples --python .venv/bin/python

      Without a file it judges what the publication renders, as `hfpub validate` does. With one it judges that card, \
      anybody's: the files beside it count as the repository. No model is needed. Only --online asks the servers behind \
      links, each address once; only --run-examples runs anything: each Python block by itself, on a copy of the files, \
      without network, token or home.
      """
  )

  @Argument(help: ArgumentHelp("A card. Default: what the publication renders.", valueName: "file"))
  var file: String?

  @Option(name: .customLong("repo"), help: ArgumentHelp("The repository on the Hub.", valueName: "owner/name"))
  var repository: RepositoryID?

  @OptionGroup var model: ModelOverride

  @Flag(help: "Ask the servers whether the links lead to pages that are there.")
  var online = false

  @Flag(help: "Run the Python blocks and compare what they print with the text block behind each.")
  var runExamples = false

  @Option(help: ArgumentHelp("The interpreter for --run-examples.", valueName: "path"))
  var python = "python3"

  @OptionGroup var reports: ReportOptions

  func validate() throws {
    if file != nil, model.folder != nil { throw ValidationError("--model goes with a publication, not with a file.") }
  }

  /// Whether the servers behind links are asked, as a variable may forbid it.
  private var asksServers: Bool { online && Environment.settings.offlineVariable == nil }

  func run() async throws {
    try await reports.run("lint-card") { try await judge() }
  }

  private func judge() async throws -> ReportOptions.Judgement {
    let subject = try file.map { try LintSubject(file: $0, repository: repository) } ?? publication()
    let cards = subject.cards
    var findings = cards.map { CardLinter.run($0) }
    if let variable = Environment.settings.offlineVariable, online {
      Console.note("note: the links to other servers were not asked for: \(variable) is set")
    }
    if asksServers {
      Console.step("Asking", "the servers behind the links, each address once")
      let client = Environment.httpClient(Environment.variables)
      let links = cards.flatMap(\.webAddresses).map { CardLink(address: $0.address, location: $0.location) }
      Console.await("the servers behind the links")
      let found = await LinkChecker(client: client).run(links)
      await client.shutdown()
      Console.await(nil)
      for (index, card) in cards.enumerated() { findings[index] += found.filter { $0.location?.file == card.file } }
    }
    if runExamples {
      let runner = try ExampleRunner(
        python: python,
        files: subject.files(),
        repository: subject.repository,
        environment: Environment.variables
      )
      if let note = runner.networkNote { Console.note("note: \(note)") }
      for (index, card) in cards.enumerated() {
        let blocks = card.codeBlocks.filter { ["python", "py", "python3"].contains($0.language) }
        guard !blocks.isEmpty else { continue }
        Console.step("Running", "\(blocks.count) Python block\(blocks.count == 1 ? "" : "s") of \(card.file)")
        Console.await("\(python) to run the blocks")
        findings[index] += try runner.run(
          blocks.map { ExampleBlock(code: $0.code, output: $0.output, location: $0.location) }
        )
      }
    }
    return judgement(of: cards, Array(findings.joined()))
  }

  private func publication() throws -> LintSubject {
    let options = try PublicationOptions.parse(repository.map { ["--repo", $0.description] } ?? [])
    let choice = try model.applied(to: options.find())
    return try LintSubject(choice, repository: repository)
  }

  private func judgement(of cards: [CardDocument], _ findings: [Finding]) -> ReportOptions.Judgement {
    var left: [String: String] = [:]
    if !online {
      left[LinkChecker.code] = "nobody asked for links to other servers (--online)"
    } else if let variable = Environment.settings.offlineVariable {
      left[LinkChecker.code] = "\(variable) forbids requests"
    }
    if !runExamples { left[ExampleRunner.code] = "nobody asked for examples to be run (--run-examples)" }
    var document = ReportDocument(findings, repository: repository, without: left)
    if cards.contains(where: { $0.shippedPaths == nil }) {
      document.notChecked.append("links to files, because there are too many files beside the card.")
    }
    document.mainFile = cards.first?.file
    let names = cards.map { TextEscape.printable($0.file) }.joined(separator: ", ")
    return ReportOptions.Judgement(document: document, preface: [names, ""])
  }
}
