import EmbeddingCore
import Evaluation
import Files
import Findings
import Publication

/// Loads a publication's model, runs its smoke tests and all checks.
public enum Validator {
  /// Validates; nothing is written and no network is used.
  ///
  /// - Throws: when the model cannot be loaded at all (`EmbeddingError`), or a file cannot be read.
  public static func run(_ manifest: Manifest, folder: String) throws -> ValidationReport {
    let model = try StaticModel(folder: manifest.modelFolder)
    let evaluator = Evaluator(model: model)
    let results = try manifest.smokeTests.map { try evaluator.run($0.suite) }
    let context = CheckContext(manifest: manifest, folder: folder, model: model, results: results)
    let outcomes = try CheckRegistry.all.map { type in
      ValidationReport.Outcome(code: type.code, title: type.title, findings: try type.init().run(context))
    }
    return ValidationReport(
      model: model,
      weightsDigests: try FileDigests(ofFile: "\(manifest.modelFolder)/\(model.facts.weightsFile.path)"),
      results: results,
      outcomes: outcomes
    )
  }
}
