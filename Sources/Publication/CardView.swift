import Documents
import EmbeddingCore
import Evaluation
import Findings
import HubAPI

/// Everything a template may name: strings that are already formatted, lists and switches.
public struct CardView {
  /// The tree that templates look names up in.
  public let value: TemplateValue

  /// The view of a publication.
  ///
  /// - Parameters:
  ///   - manifest: what the publisher says.
  ///   - repository: where the card will be read; nil when that is not decided.
  ///   - facts: what was read from the model's bytes.
  ///   - weightsDigest: SHA-256 of the weights file, in hexadecimal.
  ///   - results: what was measured, in the manifest's order.
  ///   - toolVersion: the version of hfpub that measured.
  public init(
    manifest: Manifest,
    repository: RepositoryID?,
    facts: ModelFacts,
    weightsDigest: String,
    results: [SuiteResult],
    toolVersion: String
  ) {
    func optional(_ text: String?) -> TemplateValue { text.map { .string($0) } ?? .bool(false) }
    let suites = zip(manifest.smokeTests, results).map { Self.suite($0, $1) }
    value = .object([
      "front_matter": .string(Self.frontMatter(manifest)),
      "title": .string(manifest.title),
      "summary": .string(manifest.summary),
      "repository": optional(repository?.description),
      "dimension": .string("\(facts.dimension)"),
      "rows": .string(NumberFormat.count(facts.rows)),
      "vocabulary": .string(NumberFormat.count(facts.vocabularyCount)),
      "tokenizer": .string(facts.tokenizerModel),
      "dtype": .string(facts.tableTypeName),
      "parameters": .string(NumberFormat.count(facts.parameterCount)),
      "weights_file": .string(facts.weightsFile.path),
      "weights_size": .string(NumberFormat.bytes(facts.weightsFile.size)),
      "weights_sha256": .string(weightsDigest),
      "is_normalized": .bool(facts.isNormalized),
      "max_length": optional(facts.maxLength.map { NumberFormat.count($0) }),
      "base_model": optional(manifest.baseModel),
      "license": .string(manifest.license),
      "license_file": optional(manifest.licenseFile.map(RepositoryLayout.nameInRepository)),
      "attribution": optional(manifest.attribution),
      "has_examples": .bool(!manifest.examples.isEmpty),
      "examples": .list(manifest.examples.map { .object(["path": .string($0)]) }),
      "has_limitations": .bool(!manifest.limitations.isEmpty),
      "limitations": .list(manifest.limitations.map { .string($0) }),
      "has_suites": .bool(!suites.isEmpty),
      "suites": .list(suites),
      "files": .list(
        facts.files.map { .object(["path": .string($0.path), "size": .string(NumberFormat.bytes($0.size))]) }
      ),
      "tool_version": .string(toolVersion),
    ])
  }

  /// The YAML between the dashes, in the order that the Hub's own pages use.
  static func frontMatter(_ manifest: Manifest) -> String {
    var entries: [(String, YAMLValue)] = []
    func add(_ key: String, _ texts: [String]) {
      if !texts.isEmpty { entries.append((key, .list(texts.map { .string($0) }))) }
    }
    add("language", manifest.languages)
    entries.append(("license", .string(manifest.license)))
    entries.append(("library_name", .string(manifest.library)))
    entries.append(("pipeline_tag", .string(manifest.task)))
    if let baseModel = manifest.baseModel { entries.append(("base_model", .string(baseModel))) }
    add("tags", manifest.tags)
    return YAMLWriter.write(.map(entries))
  }

  private static func suite(_ test: SmokeTest, _ result: SuiteResult) -> TemplateValue {
    .object([
      "title": .string(test.suite.title),
      "question": .string(test.suite.question),
      "count": .string(NumberFormat.count(test.suite.pairs.count)),
      "scores": .list(
        result.scores.map { score in
          let threshold = test.thresholds.first { $0.metric == score.metric }
          return .object([
            "measure": .string(score.metric.title),
            "value": .string(NumberFormat.decimal(score.value, places: 3)),
            "minimum": .string(threshold.map { NumberFormat.decimal($0.minimum, places: 3) } ?? ""),
          ])
        }
      ),
    ])
  }
}
