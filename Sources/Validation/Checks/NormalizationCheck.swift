import EmbeddingCore
import Findings
import Publication

/// Vectors have length 1 exactly when the configuration says so.
struct NormalizationCheck: Check {
  static let code = "HFP201"
  static let title = "the vectors' length is what `normalize` says"
  static let page = CheckPage(
    why: """
      With `normalize: true` people take the dot product for the cosine. Vectors of another length then rank long \
      texts first.
      """,
    fix: """
      Set `normalize` in config.json to what the model does, or normalise.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model else { return [] }
    let facts = model.facts
    guard facts.isNormalized else { return [] }
    for text in context.manifest.smokeTexts {
      let vector = try model.encode(text)
      let squares = vector.reduce(into: 0.0) { $0 += Double($1) * Double($1) }
      // A text without known tokens has the zero vector, whatever `normalize` says.
      guard squares != 0, !(abs(squares.squareRoot() - 1) <= 1e-3) else { continue }
      return [
        Self.error(
          seen: "the vector of \"\(ShownName.of(text))\" has length \(squares.squareRoot())",
          expected: "length 1, because config.json says normalize",
          remedy: "Check the weights; a table that overflows cannot be normalised."
        )
      ]
    }
    return []
  }
}
