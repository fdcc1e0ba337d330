import Documents
import Files
import Findings

/// Reads the founding project's own results file: `overall_quality` and the scores under `individual_scores`.
enum FoundingResults {
  /// The scores of a file by metric, with where each stands.
  static func read(file: String) throws -> [(metric: String, amount: Double, location: SourceLocation)] {
    // JSON is YAML too, and this parser gives places.
    let root = try YAMLNode.parse(LocalFiles.readText(file, limit: 1 << 20), file: file).mapping(named: "the results")
    let overall = try root.required("overall_quality")
    let scores = try root.required("individual_scores").mapping(named: "the scores").pairs
    return try scores.map { ($0.name, try $0.value.double(), $0.value.location) }
      + [("overall_quality", try overall.double(), overall.location)]
  }
}
