import EmbeddingCore

/// A model that was opened and measured in this run.
public struct MeasuredModel: Sendable {
  /// What was read from its bytes.
  public var facts: ModelFacts
  /// SHA-256 of its weights file, in hexadecimal.
  public var weightsDigest: String

  /// A model that was opened and measured.
  public init(facts: ModelFacts, weightsDigest: String) {
    self.facts = facts
    self.weightsDigest = weightsDigest
  }
}
