import EmbeddingCore
import Evaluation
import Files
import Findings
import HubAPI
import Publication

/// Loads a publication's model, runs its smoke tests, renders its files and runs all checks.
public struct Validator {
  /// The version of hfpub that measures.
  public var toolVersion: String
  /// The day of the run, as year-month-day.
  public var today: String

  /// A validator.
  public init(toolVersion: String, today: String) {
    self.toolVersion = toolVersion
    self.today = today
  }

  /// Validates; nothing is written and no network is used.
  ///
  /// - Parameters:
  ///   - manifest: what the publisher says.
  ///   - folder: the publication's folder.
  ///   - repository: where the files will be read; nil when that is not decided.
  /// - Returns: the model, its scores, the rendered files and the findings.
  /// - Throws: when the model cannot be loaded at all (`EmbeddingError`), a file cannot be read, or the files cannot
  ///   be rendered (`DocumentError`, `PublicationError`).
  public func run(_ manifest: Manifest, folder: String, repository: RepositoryID? = nil) throws -> ValidationReport {
    let model = try manifest.modelFolder.map { try StaticModel(folder: $0) }
    let digests = try model.map { try FileDigests(ofFile: "\($0.facts.folder)/\($0.facts.weightsFile.path)") }
    let results = try model.map { model in
      let evaluator = Evaluator(model: model)
      return try manifest.smokeTests.map { try evaluator.run($0.suite) }
    }
    let inputs = CardInputs(
      manifest: manifest,
      repository: repository ?? manifest.repository,
      model: model.flatMap { model in
        digests.map { MeasuredModel(facts: model.facts, weightsDigest: $0.sha256.hex) }
      },
      results: results ?? [],
      toolVersion: toolVersion
    )
    let context = CheckContext(
      manifest: manifest,
      folder: folder,
      model: model,
      weightsDigests: digests,
      results: inputs.results,
      documents: try DocumentRenderer(overriddenBy: manifest.templatesFolder).render(inputs),
      values: try inputs.values(),
      today: today
    )
    let checks = try CheckRegistry.all.map { try outcome(of: $0, context) }
    let covered = zip(CheckRegistry.all, checks).filter { $1.findings.hasErrors }.flatMap { $0.0.covers }
    let cards = try cards(manifest, folder: folder, documents: context.documents, repository: repository)
    return ValidationReport(
      model: model,
      weightsDigests: digests,
      results: inputs.results,
      documents: context.documents,
      outcomes: checks + outcomes(of: cards, without: covered)
    )
  }

  private func outcome(of type: any Check.Type, _ context: CheckContext) throws -> ValidationReport.Outcome {
    if type.needs == .model, context.model == nil {
      return .init(code: type.code, title: type.title, findings: [], skipped: "there is no model")
    }
    return .init(code: type.code, title: type.title, findings: try type.init().run(context))
  }

  /// The rendered texts that are published, as rules for cards look at them.
  ///
  /// - Throws: `FileError` when `requirements.txt` cannot be read.
  public func cards(
    _ manifest: Manifest,
    folder: String,
    documents: [RenderedFile],
    repository: RepositoryID?
  ) throws(FileError) -> [CardDocument] {
    let shipped = RepositoryLayout.paths(of: manifest, documents: documents)
    let requirements = try manifest.requirements(in: folder)
    return documents.filter { $0.isMarkdown && $0.isShipped }.map { document in
      CardDocument(
        text: document.text,
        file: document.path,
        isCard: document.path == "README.md",
        repository: repository ?? manifest.repository,
        shippedPaths: shipped,
        requirements: requirements
      )
    }
  }

  /// What the rules for cards say of each.
  private func outcomes(of cards: [CardDocument], without covered: [String]) -> [ValidationReport.Outcome] {
    CardRuleRegistry.all.filter { !covered.contains($0.code) }.map { rule in
      .init(code: rule.code, title: rule.title, findings: cards.flatMap { rule.init().run($0) })
    }
  }
}
