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
  /// Which checks run.
  public var selection = CheckSelection.all
  /// Is told what comes next, before each step, and how far hashing is.
  public var progress: (ValidationStep) -> Void = { _ in }

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
  /// - Throws: when the model's folder does not exist, a file cannot be read, or the files cannot be rendered
  ///   (`DocumentError`, `PublicationError`). A model that cannot be loaded is a finding.
  public func run(_ manifest: Manifest, folder: String, repository: RepositoryID? = nil) throws -> ValidationReport {
    var context = CheckContext(manifest: manifest, folder: folder, today: today)
    progress(.opening)
    do {
      try load(into: &context)
    } catch let error as any ExplainedError where manifest.modelFolder.map(LocalFiles.isFolder) ?? false {
      context.model = nil
      context.loadFailure = error
    }
    var cards: [CardDocument] = []
    if context.loadFailure == nil {
      progress(.running)
      try evaluate(into: &context)
      progress(.rendering)
      try render(into: &context, repository: repository)
      cards = try self.cards(manifest, folder: folder, documents: context.documents, repository: repository)
    }
    let checks = try CheckRegistry.all.map { try outcome(of: $0, context) }
    let covered = zip(CheckRegistry.all, checks).filter { $1.findings.hasErrors }.flatMap { $0.0.covers }
    return ValidationReport(
      model: context.model,
      weightsDigests: context.weightsDigests,
      results: context.results,
      documents: context.documents,
      outcomes: checks + outcomes(of: cards, without: covered, context)
    )
  }

  private func load(into context: inout CheckContext) throws {
    guard let folder = context.manifest.modelFolder else { return }
    let model = try StaticModel(folder: folder)
    context.weightsDigests = try FileDigests(ofFile: "\(model.facts.folder)/\(model.facts.weightsFile.path)") {
      progress(.hashing(done: $0, of: $1))
    }
    context.model = model
  }

  private func evaluate(into context: inout CheckContext) throws {
    guard let model = context.model else { return }
    let evaluator = Evaluator(model: model)
    context.results = try context.manifest.smokeTests.map { try evaluator.run($0.suite) }
  }

  private func render(into context: inout CheckContext, repository: RepositoryID?) throws {
    let manifest = context.manifest
    let digests = context.weightsDigests
    let inputs = CardInputs(
      manifest: manifest,
      repository: repository ?? manifest.repository,
      model: context.model.flatMap { model in
        digests.map { MeasuredModel(facts: model.facts, weightsDigest: $0.sha256.hex) }
      },
      results: context.results,
      toolVersion: toolVersion
    )
    context.documents = try DocumentRenderer(overriddenBy: manifest.templatesFolder).render(inputs)
    context.values = try inputs.values()
  }

  private func outcome(of type: any Check.Type, _ context: CheckContext) throws -> ValidationReport.Outcome {
    if let reason = selection.reasonForNot(type) {
      return .init(code: type.code, title: type.title, findings: [], skipped: reason, isUnselected: true)
    }
    if let need = type.needs, let reason = context.reasonForNot(need) {
      return .init(code: type.code, title: type.title, findings: [], skipped: reason)
    }
    progress(.checking(code: type.code, title: type.title))
    return outcome(type, try type.init().run(context), context)
  }

  /// The texts that are published, rendered and the publisher's own, as rules for cards look at them.
  ///
  /// - Throws: `FileError` when `requirements.txt` cannot be read.
  public func cards(
    _ manifest: Manifest,
    folder: String,
    documents: [RenderedFile],
    repository: RepositoryID?
  ) throws(FileError) -> [CardDocument] {
    let shipped = PublishedPaths(RepositoryLayout.paths(of: manifest, documents: documents))
    let requirements = try manifest.requirements(in: folder)
    var texts = documents.filter { $0.isMarkdown && $0.isShipped }.map {
      (path: $0.path, place: $0.path, text: $0.text)
    }
    for path in manifest.files where path.hasSuffix(".md") {
      let place = "\(folder)/\(path)"
      // What is missing, unreadable or beyond the Hub's limits is a finding of the checks for files.
      guard LocalFiles.isFile(place), let bytes = try? LocalFiles.read(place) else { continue }
      texts.append((path, place, String(decoding: bytes, as: UTF8.self)))
    }
    return texts.map { path, place, text in
      var card = CardDocument(
        text: text,
        file: place,
        isCard: path == "README.md",
        repository: repository ?? manifest.repository,
        shippedPaths: shipped,
        requirements: requirements
      )
      card.needsTitle = path == place
      return card
    }
  }

  /// What the rules for cards say of each.
  private func outcomes(
    of cards: [CardDocument],
    without covered: [String],
    _ context: CheckContext
  ) -> [ValidationReport.Outcome] {
    CardRuleRegistry.all.filter { !covered.contains($0.code) }.map { rule in
      if let reason = selection.reasonForNot(rule) {
        return .init(code: rule.code, title: rule.title, findings: [], skipped: reason, isUnselected: true)
      }
      if let reason = context.reasonForNot(.documents) {
        return .init(code: rule.code, title: rule.title, findings: [], skipped: reason)
      }
      progress(.checking(code: rule.code, title: rule.title))
      return outcome(rule, cards.flatMap { rule.init().run($0) }, context)
    }
  }

  /// An outcome with the findings that the manifest waives set apart.
  private func outcome(
    _ type: any Documented.Type,
    _ found: [Finding],
    _ context: CheckContext
  ) -> ValidationReport.Outcome {
    var outcome = ValidationReport.Outcome(code: type.code, title: type.title, findings: [])
    for finding in found {
      let waiver = context.manifest.waivers.first { type.page.isWaivable && $0.covers(finding, on: today) }
      if let waiver {
        outcome.waived.append(.init(finding: finding, waiver: waiver))
      } else {
        outcome.findings.append(finding)
      }
    }
    return outcome
  }
}
