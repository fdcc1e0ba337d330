import Documents
import EmbeddingCore
import Evaluation
import Findings
import HubAPI

/// Everything a template may name: texts that are already formatted and marked, lists and switches.
public struct CardView {
  /// The tree that templates look names up in.
  public private(set) var value: TemplateValue
  /// The origins of the numbers in it.
  public private(set) var marks = Marks()

  private let inputs: CardInputs
  private let values: ValueBook
  /// The pictures that the files show.
  let figures: CardFigures
  private var manifest: Manifest { inputs.manifest }

  /// The view of a publication.
  ///
  /// - Throws: `PublicationError` for a name in the manifest's words that no value has.
  public init(_ inputs: CardInputs) throws {
    self.inputs = inputs
    values = try inputs.values()
    figures = try CardFigures(inputs, values: values)
    value = [:]
    value = try .object(build())
  }

  private mutating func build() throws -> [String: TemplateValue] {
    var tree = try identity()
    tree.merge(facts()) { $1 }
    tree.merge(try words()) { $1 }
    tree.merge(numbers()) { $1 }
    tree.merge(try guide()) { $1 }
    return tree
  }

  // MARK: Identity

  private mutating func identity() throws -> [String: TemplateValue] {
    [
      "front_matter": .string(FrontMatterView.text(manifest)),
      "title": .string(try values.expand(manifest.title, marks: &marks)),
      "summary": .string(try values.expand(manifest.summary, marks: &marks)),
      "repository": optional(inputs.repository?.description),
      "model_id": .string(inputs.repository?.description ?? manifest.repository?.description ?? "."),
      "name": .string(manifest.name),
      "base_model": optional(manifest.baseModel),
      "license": .string(manifest.license),
      "license_file": optional(manifest.licenseFile.map(RepositoryLayout.nameInRepository)),
      "attribution": try manifest.attribution.map { .string(try values.expand($0, marks: &marks)) } ?? .bool(false),
      "badges": manifest.hasBadges ? .string(badges) : .bool(false),
      "title_quoted": .string(YAMLWriter.scalar(plainTitle)),
      "authors": .list(manifest.authors.map { .string(YAMLWriter.scalar($0)) }),
      "has_examples": .bool(!manifest.examples.isEmpty),
      "examples": .list(manifest.examples.map { ["path": .string($0)] }),
      "has_benchmarks": .bool(manifest.documents.contains("BENCHMARKS.md")),
      "has_claims_file": .bool(manifest.documents.contains("claims.json")),
      "has_requirements": .bool(manifest.files.contains("requirements.txt")),
      "tool_version": .string(
        marks.mark(inputs.toolVersion, Origin(id: "tool.version", kind: .tool, detail: "the version of hfpub"))
      ),
    ]
  }

  /// Pictures of licence and library, each with its words as alternative text.
  private var badges: String {
    let facts = [("license", manifest.license), ("library", manifest.library), ("task", manifest.task)]
    return facts.map { label, text in
      // The badge service reads `-` and `_` as marks unless they are doubled.
      let message = text.split(separator: "-", omittingEmptySubsequences: false).joined(separator: "--")
      return "![\(label): \(text)](https://img.shields.io/badge/\(label)-\(message)-blue)"
    }.joined(separator: " ")
  }

  private var plainTitle: String {
    var ignored = Marks()
    let expanded = (try? values.expand(manifest.title, marks: &ignored)) ?? manifest.name
    return ignored.extract(from: expanded).text
  }

  // MARK: Facts

  private mutating func facts() -> [String: TemplateValue] {
    var tree: [String: TemplateValue] = [
      "has_model": .bool(inputs.model != nil),
      "dimension": printed("model.dimension"),
      "rows": printed("model.rows"),
      "vocabulary": printed("model.vocabulary"),
      "parameters": printed("model.parameters"),
      "weights_size": printed("model.weights_size"),
      "weights_size_is_recorded": .bool(inputs.model == nil && values["model.weights_size"] != nil),
      "max_length": printed("model.max_length"),
    ]
    let facts = inputs.model?.facts
    tree["tokenizer"] = optional(facts?.tokenizerModel)
    tree["dtype"] = optional(facts?.tableTypeName)
    tree["weights_file"] = optional(facts?.weightsFile.path)
    tree["weights_sha256"] = optional(inputs.model?.weightsDigest)
    tree["is_normalized"] = .bool(facts?.isNormalized ?? false)
    tree["files"] = .list(
      (facts?.files ?? []).map { ["path": .string($0.path), "size": printed("model.file.\($0.path)")] }
    )
    return tree
  }

  // MARK: Words

  private mutating func words() throws -> [String: TemplateValue] {
    var tree: [String: TemplateValue] = [:]
    tree["limitations"] = .list(try manifest.limitations.map { .string(try values.expand($0.text, marks: &marks)) })
    tree["has_limitations"] = .bool(!manifest.limitations.isEmpty)
    tree["audience"] = .list(try manifest.audience.map { .string(try values.expand($0, marks: &marks)) })
    tree["has_audience"] = .bool(!manifest.audience.isEmpty)
    tree["method"] = .list(try manifest.method.map { .string(try values.expand($0, marks: &marks)) })
    tree["has_method"] = .bool(!manifest.method.isEmpty)
    tree["claims"] = .list(try manifest.claims.map { try claim($0) })
    tree["has_claims"] = .bool(!manifest.claims.isEmpty)
    tree["use_cases"] = .list(
      try manifest.useCases.map {
        [
          "title": .string($0.title), "text": .string(try values.expand($0.text, marks: &marks)),
          "code": optional($0.code),
        ]
      }
    )
    tree["has_use_cases"] = .bool(!manifest.useCases.isEmpty)
    tree["links"] = .list(manifest.links.map { ["title": .string($0.title), "url": .string($0.url)] })
    tree["has_links"] = .bool(!manifest.links.isEmpty)
    tree["citations"] = optional(manifest.citations.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" })
    return tree
  }

  private mutating func claim(_ claim: Manifest.Claim) throws -> TemplateValue {
    [
      "text": .string(try values.expand(claim.text, marks: &marks)),
      "scope": optional(claim.scope),
      "as_of": optional(claim.asOf),
    ]
  }

  // MARK: Numbers

  private mutating func numbers() -> [String: TemplateValue] {
    let suites = zip(manifest.smokeTests, inputs.results).map { suite($0, $1) }
    let metrics = manifest.metrics.compactMap { metric($0) }
    let composites = manifest.composites.compactMap { composite($0) }
    let comparisons = zip(manifest.comparisons, figures.comparisons).map { comparison($0, $1) }
    let derived = manifest.derivations.compactMap { definition in
      values["derived.\(definition.id)"].map { row(definition.title, $0) }
    }
    let pairTables = manifest.evidence.pairTables.map { pairTable($0) }
    var shown = manifest.metrics.compactMap { values["metric.\($0.id)"] }
    shown += manifest.composites.compactMap { values["composite.\($0.id)"] }
    let isRecorded = shown.contains { if case .recorded = $0.basis { true } else { false } }
    return [
      "scores_figure": figures.scores.map { picture($0) } ?? .bool(false),
      "verdict_rules": .list(verdictRules()),
      "has_suites": .bool(!suites.isEmpty), "suites": .list(suites),
      "has_metrics": .bool(!metrics.isEmpty), "metrics": .list(metrics),
      "has_composites": .bool(!composites.isEmpty), "composites": .list(composites),
      "has_comparisons": .bool(!comparisons.isEmpty), "comparisons": .list(comparisons),
      "has_derived": .bool(!derived.isEmpty), "derived": .list(derived),
      "has_pair_tables": .bool(!pairTables.isEmpty), "pair_tables": .list(pairTables),
      "is_recorded": .bool(isRecorded), "is_measured": .bool(!inputs.results.isEmpty),
      "sources": .list(
        manifest.evidence.sources.map {
          ["label": .string($0.label), "title": .string($0.title), "url": .string($0.url)]
        }
      ),
      "has_sources": .bool(!manifest.evidence.sources.isEmpty),
    ]
  }

  private mutating func suite(_ test: SmokeTest, _ result: SuiteResult) -> TemplateValue {
    let id = "suite.\(test.suite.id)"
    let count = Origin(id: "\(id).n", kind: .bytes, detail: "the suite's file: its \(test.suite.unit)")
    let run = Origin(id: "\(id).verdict", kind: .computation, detail: "the verdict's rule on this run's scores")
    let assessment = result.assessment
    return [
      "headline": .string(result.headline?.metric.title ?? ""),
      "headline_value": result.headline.map { printed("score.\(test.suite.id).\($0.metric.rawValue)") } ?? "",
      "interval": .string(interval(result.headline, of: id)),
      "control": .string(result.control?.metric.title ?? ""),
      "control_value": result.control.map { printed("score.\(test.suite.id).\($0.metric.rawValue)") } ?? "",
      "verdict": .string(assessment.verdict.rawValue),
      "reason": .string(marks.mark(assessment.reason, run)),
      "unit": .string(test.suite.unit),
      "title": .string(test.suite.title),
      "question": .string(test.suite.question),
      "count": .string(marks.mark(NumberFormat.count(test.suite.count), count)),
      "scores": .list(
        result.scores.map { score in
          let threshold = test.thresholds.first { $0.metric == score.metric }
          let rule = Origin(
            id: "\(id).at_least.\(score.metric.rawValue)",
            kind: .rule,
            detail: "\(threshold?.location.description ?? ""): the publisher's threshold"
          )
          return [
            "measure": .string(score.metric.title),
            "interval": .string(interval(score, of: id)),
            "value": printed("score.\(test.suite.id).\(score.metric.rawValue)"),
            "minimum": .string(
              threshold.map { marks.mark(NumberFormat.decimal($0.minimum, places: 3), rule) } ?? ""
            ),
          ]
        }
      ),
    ]
  }

  private mutating func interval(_ score: SuiteResult.Score?, of id: String) -> String {
    guard let score, let interval = score.interval else { return "" }
    let origin = Origin(
      id: "\(id).interval.\(score.metric.rawValue)",
      kind: .computation,
      detail: "bootstrap over the suite's items, 95 %"
    )
    let ends = [interval.lower, interval.upper].map { NumberFormat.decimal($0, places: 3) }
    return marks.mark("\(ends[0]) to \(ends[1])", origin)
  }

  /// The rule behind the verdicts, a sentence for each kind of suite that was run.
  private mutating func verdictRules() -> [TemplateValue] {
    let kinds = Set(inputs.results.map(\.suite.kind))
    return Suite.Kind.allCases.filter(kinds.contains).map { kind in
      let origin = Origin(id: "rule.verdict.\(kind.rawValue)", kind: .rule, detail: "hfpub's rule for verdicts")
      return [
        "kind": .string(kind.rawValue),
        "sentence": .string(marks.mark(VerdictRule.standard.sentence(for: kind), origin)),
      ]
    }
  }

  private mutating func picture(_ picture: CardFigures.Picture) -> TemplateValue {
    let origin = Origin(id: "figure.\(picture.name)", kind: .computation, detail: "the numbers of the table beside it")
    let words = MarkdownEscape.linkText(picture.altText)
    return [
      "alt": .string(marks.mark(words, origin)), "light": .string(picture.lightPath), "dark": .string(picture.darkPath),
    ]
  }

  private mutating func metric(_ definition: Manifest.MetricDefinition) -> TemplateValue? {
    guard let value = values["metric.\(definition.id)"] else { return nil }
    guard case .object(var tree) = row(definition.title, value) else { return nil }
    if case .measured = value.basis, let result = inputs.results.first(where: { $0.suite.id == definition.suite }) {
      tree["basis"] = .string("measured, \(result.assessment.verdict.rawValue)")
    }
    tree["shows"] = optional(definition.shows?.text)
    tree["does_not_show"] = optional(definition.doesNotShow?.text)
    return .object(tree)
  }

  private mutating func composite(_ definition: Manifest.CompositeDefinition) -> TemplateValue? {
    guard let value = values["composite.\(definition.id)"] else { return nil }
    guard case .object(var tree) = row(definition.title, value) else { return nil }
    var terms: [String] = []
    tree["members"] = .list(
      definition.weights.compactMap { member in
        guard let metric = values["metric.\(member.metric)"] else { return nil }
        let title = manifest.metrics.first { $0.id == member.metric }?.title ?? member.metric
        let origin = Origin(
          id: "\(value.id).weight.\(member.metric)",
          kind: .rule,
          detail: "\(definition.location): the weight"
        )
        let weight = marks.mark(NumberFormat.decimal(member.weight, places: 2), origin)
        terms.append("\(weight) × \(title.lowercased())")
        return ["title": .string(title), "weight": .string(weight), "value": marked(metric)]
      }
    )
    tree["formula"] = .string(terms.joined(separator: ", "))
    return .object(tree)
  }

  private mutating func comparison(_ definition: Manifest.Comparison, _ figure: CardFigures.Picture?) -> TemplateValue {
    let evidence = manifest.evidence
    var rows: [TemplateValue] = []
    if let own = definition.own.flatMap({ values[$0] }) {
      rows.append(comparisonRow("**\(manifest.name)**", own, model: manifest.evidenceModel))
    }
    var formula: Evidence.Formula?
    for id in definition.figures {
      guard let figure = evidence.figures.first(where: { $0.id == id }), let value = values["figure.\(id)"] else {
        continue
      }
      formula = formula ?? evidence.formula(figure.protocolID)
      rows.append(comparisonRow(evidence.model(figure.model)?.name ?? figure.model, value, model: figure.model))
    }
    return [
      "title": .string(definition.title),
      "note": optional(definition.note.flatMap { try? values.expand($0, marks: &marks) }),
      "formula": optional(formula.map { "\($0.title): \($0.formula)" }),
      "rows": .list(rows),
      "figure": figure.map { picture($0) } ?? .bool(false),
    ]
  }

  private mutating func comparisonRow(_ name: String, _ value: ClaimValue, model: String) -> TemplateValue {
    let isOwn = model == manifest.evidenceModel
    let size = isOwn && inputs.model != nil ? values["model.weights_size"] : values["size.\(model)"]
    let kind = isOwn && inputs.model != nil ? .file : manifest.evidence.model(model)?.size?.kind
    return [
      "name": .string(name),
      "value": marked(value),
      "basis": basis(value),
      "size": size.map { marked($0) } ?? "not known",
      "size_kind": .string(size == nil ? "" : kind?.title ?? ""),
    ]
  }

  private mutating func pairTable(_ table: Evidence.PairTable) -> TemplateValue {
    let source = manifest.evidence.source(table.source)
    let title = manifest.metrics.first { $0.id == table.metric }?.title ?? table.metric
    let mean = table.pairs.reduce(0) { $0 + $1.cosine } / Double(max(table.pairs.count, 1))
    let origin = Origin(id: "pairs.\(table.metric)", kind: .citation, detail: source?.label ?? table.source)
    let computed = Origin(id: "pairs.\(table.metric).mean", kind: .computation, detail: "the mean of the rows")
    return [
      "title": .string(title),
      "source": optional(source?.label),
      "rows": .list(
        table.pairs.map { pair in
          [
            "a": .string(MarkdownEscape.cell(MarkdownEscape.codeSpan(pair.a))),
            "b": .string(MarkdownEscape.cell(MarkdownEscape.codeSpan(pair.b))),
            "cosine": .string(marks.mark(NumberFormat.decimal(pair.cosine, places: 4), origin)),
          ]
        }
      ),
      "mean": .string(marks.mark(NumberFormat.decimal(mean, places: 4), computed)),
    ]
  }

  private mutating func row(_ title: String, _ value: ClaimValue) -> TemplateValue {
    ["title": .string(title), "value": marked(value), "basis": basis(value)]
  }

  // MARK: The guide

  private mutating func guide() throws -> [String: TemplateValue] {
    let rules = manifest.messaging
    let answers = try StatementAudit(manifest: manifest, values: values).answers()
    return [
      "never": .list(
        rules.never.map { ["say": .string($0.say), "instead": .string($0.instead), "because": .string($0.because)] }
      ),
      "has_never": .bool(!rules.never.isEmpty),
      "together": .list(rules.together.map { ["when": .string($0.when), "say": .string($0.say)] }),
      "has_together": .bool(!rules.together.isEmpty),
      "statements": .list(
        answers.map { answer in
          let source = manifest.evidence.source(answer.statement.source)?.label ?? answer.statement.source
          let origin = Origin(id: "statement.\(answer.statement.id)", kind: .citation, detail: source)
          return [
            "text": .string(marks.mark(answer.statement.text, origin)),
            "answers": .list(
              answer.problems.map { problem in
                let computed = Origin(id: origin.id + ".\(problem.rule)", kind: .computation, detail: problem.rule)
                return .string(marks.mark(problem.text, computed))
              }
            ),
            "holds": .bool(answer.problems.isEmpty),
          ]
        }
      ),
      "has_statements": .bool(!answers.isEmpty),
    ]
  }

  // MARK: Pieces

  private mutating func printed(_ name: String) -> TemplateValue {
    values[name].map { marked($0) } ?? .bool(false)
  }

  private mutating func marked(_ value: ClaimValue) -> TemplateValue { .string(marks.mark(value.text, value.origin)) }

  private mutating func basis(_ value: ClaimValue) -> TemplateValue {
    .string(marks.mark(value.basisText, value.origin))
  }

  private func optional(_ text: String?) -> TemplateValue { text.map { .string($0) } ?? .bool(false) }
}
