import EmbeddingCore
import Findings

/// Texts that have nothing to do with each other are not alike.
struct SpaceCheck: Check {
  static let code = "HFP205"
  static let title = "unrelated texts are not alike"
  static let page = CheckPage(
    why: """
      In a collapsed space all vectors point one way: every cosine is near 1, and a threshold that was chosen by hand \
      lets everything pass. It happens when a common component was not removed, or a table was filled with noise \
      around one vector. Scores of related pairs then look splendid.
      """,
    fix: """
      Subtract the mean of the rows, or reduce the dimensions by principal components, which does so. Then measure again.
      """
  )
  static let needs: CheckNeed? = .model

  /// Static models that were distilled well lie between 0.06 and 0.39, as measured on models of three teachers.
  static let suspicious = 0.5
  /// Nothing can be ranked in a space like that.
  static let collapsed = 0.9

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model else { return [] }
    let suites = try Self.meanCosine(model, ProbeTexts.suiteTexts(context.manifest))
    let sentences = try Self.meanCosine(model, ProbeTexts.sentences)
    // A suite may be about one thing, and the sentences in a language that the model does not know: both must agree.
    guard let mean = [suites, sentences].compactMap({ $0 }).min(), mean > Self.suspicious else { return [] }
    return [
      Finding(
        code: Self.code,
        severity: mean > Self.collapsed ? .error : .warning,
        location: SourceLocation(file: "\(model.facts.folder)/\(model.facts.weightsFile.path)"),
        seen: "unrelated texts have a mean cosine of \(Self.hundredths(mean))",
        expected: "at most 0.50; sound static models lie between 0.06 and 0.39",
        remedy: "Look whether the mean was removed from the table: as it is, everything seems alike."
      )
    ]
  }

  /// The mean cosine of all pairs of different texts; nil for too few that have a vector.
  static func meanCosine(_ model: StaticModel, _ texts: [String]) throws(EmbeddingError) -> Double? {
    var sum = [Double](repeating: 0, count: model.dimension)
    var count = 0.0
    for text in texts {
      let vector = try model.encode(text)
      let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      guard length > 0, length.isFinite else { continue }
      for index in vector.indices { sum[index] += Double(vector[index]) / length }
      count += 1
    }
    guard count >= 8 else { return nil }
    // The square of the sum of unit vectors holds every pair twice, and each vector with itself.
    let square = sum.reduce(0.0) { $0 + $1 * $1 }
    return (square - count) / (count * (count - 1))
  }

  private static func hundredths(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
