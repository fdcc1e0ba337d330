import EmbeddingCore
import Evaluation
import Files
import Findings

/// What validation saw: the model, the measured scores and what every check found.
public struct ValidationReport: Sendable {
  /// One check's result.
  public struct Outcome: Sendable {
    /// The check's code.
    public var code: String
    /// What the check makes sure of.
    public var title: String
    /// What it found; empty when it passed.
    public var findings: [Finding]

    /// Whether nothing stands against publishing.
    public var isPassed: Bool { !findings.hasErrors }
  }

  /// The loaded model.
  public var model: StaticModel
  /// Hashes of the weights file.
  public var weightsDigests: FileDigests
  /// The smoke tests' scores, in the manifest's order.
  public var results: [SuiteResult]
  /// Every check in the registry's order.
  public var outcomes: [Outcome]

  /// Everything found.
  public var findings: [Finding] { outcomes.flatMap(\.findings) }
}
