import EmbeddingCore

/// How texts became vectors; figures of two protocols never share a column.
public struct EvaluationProtocol: Sendable, Hashable {
  /// What the model's files were taken to mean.
  public var semantics: ModelSemantics
  /// The most tokens that were pooled; nil for all.
  public var maxLength: Int?
  /// Whether vectors were divided by their length.
  public var isNormalized: Bool
  /// The name of the prompt before every text; nil for none.
  public var promptName: String?

  /// The protocol of an opened model.
  public init(facts: ModelFacts, promptName: String? = nil) {
    semantics = facts.semantics
    maxLength = facts.maxLength
    isNormalized = facts.isNormalized
    self.promptName = promptName ?? facts.sentenceTransformers?.defaultPromptName
  }

  /// One word that names all of it, the cosine in float64 included.
  public var id: String {
    "hfpub-1/\(semantics.rawValue)/max_length=\(maxLength.map(String.init) ?? "none")"
      + "/normalize=\(isNormalized)/prompt=\(promptName ?? "none")/cosine-f64"
  }
}
