import Files
import Findings

/// Reads files of results that other tools wrote, and hfpub's own.
///
/// - The founding project's: an object with numbers by name at the top or below `individual_scores`, `scores`,
///   `metrics` or `results`, with `model`, `date` and `sha256` if it has them; what stands below `comparison` is about
///   other models and is left out, and so are words.
/// - mteb's task results since 1.11: `task_name` and, by split, lists with a `main_score`.
/// - Evaluators of sentence-transformers: CSV with `epoch`, `steps` and a column a metric; the last row counts.
/// - lm-evaluation-harness: `results` by task with numbers named `metric,filter`, `versions`, `git_hash`, `date`.
public enum ResultImporter {
  /// Reads a file of any of the formats.
  ///
  /// - Throws: `EvaluationError` for a file that is none of them, is malformed, or holds no figure; `FileError` when it
  ///   cannot be read.
  public static func read(file: String) throws -> ImportedResult {
    try read(LocalFiles.read(file, limit: JSONDocument.maximumBytes), file: file)
  }

  /// Reads the content of a file of any of the formats; the name is for messages.
  public static func read(_ bytes: [UInt8], file: String) throws(EvaluationError) -> ImportedResult {
    let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
    let result: ImportedResult
    switch bytes.first(where: { !blanks.contains($0) }) {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let root = JSONPlace(try JSONDocument(bytes, file: file))
      result =
        switch try format(of: root) {
        case .mteb: try mteb(root)
        case .harness: try harness(root)
        case .hfpub: try own(root, bytes)
        default: try founding(root)
        }
    default: result = try evaluatorTable(bytes, file: file)
    }
    guard result.figures.isEmpty else { return result }
    throw EvaluationError(
      .wrongValue,
      problem: "cannot read \(file)",
      reason: "it is of \(result.format.rawValue) and holds no figure",
      remedy: "The run may have ended early; give the file of a complete one.",
      location: SourceLocation(file: file)
    )
  }

  private static func format(of root: JSONPlace) throws(EvaluationError) -> ImportedResult.Format {
    let keys = Set(try root.members().map(\.key))
    if keys.contains("mteb_dataset_name") {
      throw root.error("results of mteb 1.11 or newer", code: .unknownFormat, seen: "results of an older mteb")
    }
    if keys.isSuperset(of: ["schema", "runs"]) { return .hfpub }
    if keys.isSuperset(of: ["task_name", "scores"]) { return .mteb }
    if keys.contains("results"), !keys.isDisjoint(with: ["versions", "git_hash", "configs", "n-shot"]) {
      return .harness
    }
    return .founding
  }

  // MARK: The founding project

  private static let containers: Set<String> = ["individual_scores", "scores", "metrics", "results"]

  private static func founding(_ root: JSONPlace) throws(EvaluationError) -> ImportedResult {
    var figures: [ImportedResult.Figure] = []
    for (key, value) in try root.members() {
      if containers.contains(key) {
        for (metric, number) in try value.members() where !number.isNull {
          figures.append(try foundingFigure(metric, number))
        }
      } else if case .number = value.node.value, key != "dimensions" {
        figures.append(try foundingFigure(key, value))
      }
    }
    return ImportedResult(
      format: .founding,
      file: root.document.file,
      protocolID: "founding-evaluation",
      modelName: try root.optional("model")?.string(),
      modelSHA256: try digest(root.optional("sha256")),
      date: try day(root.optional("date")),
      figures: figures
    )
  }

  private static func foundingFigure(
    _ metric: String,
    _ place: JSONPlace
  ) throws(EvaluationError) -> ImportedResult.Figure {
    let value = try place.number()
    let unit: ImportedResult.Unit = metric.hasSuffix("_percent") ? .percent : abs(value) <= 1 ? .share : .unstated
    return .init(metric: metric, value: value, unit: unit, place: place.path, location: place.location)
  }

  private static func digest(_ place: JSONPlace?) throws(EvaluationError) -> SHA256Digest? {
    guard let place else { return nil }
    guard let digest = SHA256Digest(hex: try place.string()) else { throw place.error("64 hexadecimal digits") }
    return digest
  }

  /// The first ten characters of a moment such as 2025-10-19T12:00:00.
  private static func day(_ place: JSONPlace?) throws(EvaluationError) -> String? {
    guard let place else { return nil }
    let day = String(try place.string().prefix(10))
    guard EvaluationResults.isDay(day) else { throw place.error("a day such as 2026-01-31") }
    return day
  }

  // MARK: hfpub

  /// A `results.json` of one model; a figure is named for its suite and metric.
  private static func own(_ root: JSONPlace, _ bytes: [UInt8]) throws(EvaluationError) -> ImportedResult {
    let results = try EvaluationResults(json: bytes, file: root.document.file)
    guard let run = results.runs.first, results.runs.count == 1 else {
      throw try root.required("runs").error("results of one model", seen: "a list of \(results.runs.count)")
    }
    var figures: [ImportedResult.Figure] = []
    for suite in try root.required("runs").items()[0].required("suites").items() {
      let id = try suite.required("id").string()
      for score in try suite.required("scores").items() {
        let value = try score.required("value")
        figures.append(
          .init(
            metric: "\(id).\(try score.required("metric").string())",
            value: try value.number(),
            unit: .share,
            place: "\(id).\(try score.required("metric").string())",
            location: value.location
          )
        )
      }
    }
    return ImportedResult(
      format: .hfpub,
      file: root.document.file,
      protocolID: run.protocolID,
      modelName: run.model.name,
      modelSHA256: run.model.sha256,
      date: results.date,
      figures: figures
    )
  }

  // MARK: mteb

  private static func mteb(_ root: JSONPlace) throws(EvaluationError) -> ImportedResult {
    let task = try root.required("task_name").string()
    let revision = try root.optional("dataset_revision")?.string()
    var figures: [ImportedResult.Figure] = []
    for (split, entries) in try root.required("scores").members() {
      for entry in try entries.items() {
        let score = try entry.required("main_score")
        let subset = try entry.optional("hf_subset")?.string() ?? "default"
        figures.append(
          .init(
            task: task,
            metric: "main_score",
            subset: "\(split)/\(subset)",
            value: try score.number(),
            unit: .share,
            version: revision,
            place: score.path,
            location: score.location
          )
        )
      }
    }
    return ImportedResult(
      format: .mteb,
      file: root.document.file,
      protocolID: "mteb/\(try root.optional("mteb_version")?.string() ?? "unknown")",
      figures: figures
    )
  }
}
