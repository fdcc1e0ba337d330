import ArgumentParser
import Documents
import EmbeddingCore
import Evaluation
import Files
import Findings
import HubAPI
import Publication

struct EvaluateCommand: AsyncParsableCommand {
  /// How results are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Score models with suites, beside their controls.",
    usage: "hfpub evaluate [<folder>] [<options>]",
    discussion: """
      EXAMPLES
        hfpub evaluate
        hfpub evaluate --repo minishlab/potion-base-2M
        hfpub evaluate --repo owner/name --revision v1 --model model
        hfpub evaluate --model ours --model theirs -o results.json

      A score says little without its control: what the same suite gives when partners, grades or topics are mixed up. \
      Each suite therefore has a verdict: supported, weak, or uninformative when the control explains the score. \
      Intervals hold 95 % of 2,000 resamples of the suite's items, drawn with a fixed seed: the same model gives the \
      same digits everywhere.

      Several models stand side by side. Models that are run by different protocols (semantics, max_length, \
      normalisation, prompt) get tables of their own. The models' folders are only read.

      With --repo a published model is scored, alone or beside those of --model: its files are fetched into the cache \
      that all of the Hub's tools share, as far as they are missing (HF_HUB_OFFLINE=1 takes the cache alone).
      """
  )

  @OptionGroup var publication: PublicationOptions
  @OptionGroup var remote: RemoteModelOptions

  @Option(
    name: .customLong("model"),
    help: ArgumentHelp("A model's folder; may be given often. Default: the publication's model.", valueName: "folder")
  )
  var models: [String] = []

  @Option(help: "What the files mean: as model2vec or as sentence-transformers reads them.")
  var semantics = ModelSemantics.model2vec

  @Option(
    name: .customLong("prompt"),
    help: ArgumentHelp("With sentence-transformers: the model's prompt of this name.", valueName: "name")
  )
  var promptName: String?

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Also write everything, item by item, to this JSON file.", valueName: "file")
  )
  var output: String?

  @Option(help: "What to print; json is what --output writes.")
  var format = Format.text

  @Option(help: ArgumentHelp("The day that the results state. Default: today.", valueName: "yyyy-mm-dd"))
  var date: String?

  @Option(help: ArgumentHelp("The machine that the results state. Default: this one's processor.", valueName: "text"))
  var machine: String?

  func validate() throws {
    if remote.revision != nil, publication.repository == nil { throw ValidationError("--revision goes with --repo.") }
    if let date, !EvaluationResults.isDay(date) {
      throw ValidationError("--date has to be a day such as 2026-01-31.")
    }
  }

  func run() async throws {
    let manifest = try publication(for: publication.repository).manifest
    let suites = manifest.smokeTests.map(\.suite)
    guard !suites.isEmpty else {
      throw EvaluationError(
        .unusableSuite,
        problem: "cannot evaluate with \(manifest.name)",
        reason: "its manifest names no suites",
        remedy: "Name them in \(manifest.file) as `smoke_tests`."
      )
    }
    let repository = publication.repository
    var folders = try models.isEmpty && repository == nil ? [manifest.requiredModelFolder()] : models
    try folders.forEach(refuseOutput(in:))
    var names = models.isEmpty && repository == nil ? [manifest.name] : EvaluatedModel.names(of: folders)
    if let repository {
      folders.append(try await RemoteModel(repository, remote).folder())
      names.append(remote.revision.map { "\(repository)@\($0)" } ?? "\(repository)")
    }
    let composites = try composites(of: manifest)
    let evaluated = try zip(folders, names).map { folder, name in
      try EvaluatedModel(
        folder: folder,
        name: name,
        semantics: semantics,
        promptName: promptName,
        suites: suites,
        composites: composites
      )
    }
    let results = EvaluationResults(
      tool: .init(name: "hfpub", version: Tool.version),
      machine: machine ?? Machine.summary,
      date: date ?? Tool.today,
      runs: evaluated.map(\.run)
    )
    if let output {
      try LocalFiles.writeAtomically(Array(results.json().utf8), to: output)
      Console.step("Written", output)
    }
    switch format {
    case .text: EvaluationPrinter(models: evaluated).printAll()
    case .json: Console.write(results.json(), to: 1)
    }
  }

  /// The publication whose suites are run: with somebody else's model the one here, whatever its repository.
  private func publication(for repository: RepositoryID?) throws -> PublicationFinder.Choice {
    do {
      return try publication.find()
    } catch let error as PublicationError {
      guard error.code == .otherRepository else { throw error }
      return try Environment.publicationFinder.find(folder: publication.folder, repository: nil)
    }
  }

  /// The manifest's composites of which every metric is measured by a suite.
  private func composites(of manifest: Manifest) throws -> [Composite] {
    try manifest.composites.compactMap { definition in
      let members = definition.weights.compactMap { name, weight -> Composite.Member? in
        guard let metric = manifest.metrics.first(where: { $0.id == name }), let suite = metric.suite,
          let measure = metric.measure.flatMap(Metric.init(rawValue:))
        else { return nil }
        return .init(suite: suite, metric: measure, weight: weight)
      }
      guard members.count == definition.weights.count else {
        Console.note("note: \(definition.id) is left out: not every metric of it is measured by a suite")
        return nil
      }
      return try Composite(id: definition.id, title: definition.title, members: members)
    }
  }

  private func refuseOutput(in folder: String) throws {
    guard let output, let parent = LocalFiles.parent(of: output), let place = LocalFiles.resolved(parent),
      let model = LocalFiles.resolved(folder), "\(place)/".hasPrefix("\(model)/")
    else { return }
    throw ValidationError("\(output) is inside the model's folder \(folder), which hfpub only reads.")
  }
}
