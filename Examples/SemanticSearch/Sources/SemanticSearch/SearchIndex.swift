import EmbeddingCore

/// Texts that can be searched by meaning.
struct SearchIndex {
  private let model: StaticModel
  private let texts: [String]
  private let vectors: EmbeddingMatrix

  /// Encodes the texts, on all cores.
  init(_ texts: [String], model: StaticModel) throws {
    self.model = model
    self.texts = texts
    vectors = try model.encode(texts)
  }

  /// The texts with their cosine to the question, the nearest first.
  func search(_ question: String) throws -> [(text: String, cosine: Double)] {
    let vector = try model.encode(question)
    return texts.indices
      .map { (text: texts[$0], cosine: Similarity.cosine(vectors[$0], vector)) }
      .sorted { $0.cosine > $1.cosine }
  }
}
