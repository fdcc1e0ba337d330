import EmbeddingCore
import Evaluation
import Files
import Findings
import Publication

/// What validation saw: the model, the measured scores, the rendered files and what every check found.
public struct ValidationReport: Sendable {
  /// One check's result.
  public struct Outcome: Sendable {
    /// The check's code.
    public var code: String
    /// What the check makes sure of.
    public var title: String
    /// What it found; empty when it passed.
    public var findings: [Finding]
    /// What it found and the manifest waives.
    public var waived: [Waived] = []
    /// Why it was not run; nil when it was.
    public var skipped: String?

    /// Whether it was left out by request.
    public var isUnselected = false

    /// A finding with the waiver that covers it.
    public struct Waived: Sendable, Hashable {
      /// What was found.
      public var finding: Finding
      /// Why it does not stand in the way.
      public var waiver: Manifest.Waiver
    }

    /// Whether it was run and nothing stands against publishing.
    public var isPassed: Bool { skipped == nil && !findings.hasErrors }
  }

  /// The loaded model; nil when there was none.
  public var model: StaticModel?
  /// Hashes of the weights file.
  public var weightsDigests: FileDigests?
  /// The smoke tests' scores, in the manifest's order; empty without a model.
  public var results: [SuiteResult]
  /// The rendered files, which the checks looked at.
  public var documents: [RenderedFile]
  /// Every check in the registry's order.
  public var outcomes: [Outcome]

  /// Everything found.
  public var findings: [Finding] { outcomes.flatMap(\.findings) }
}
