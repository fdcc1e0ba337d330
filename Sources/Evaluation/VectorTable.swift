import EmbeddingCore
import Findings

/// The vectors of a suite's texts, each text encoded once.
struct VectorTable {
  let zeroTexts: [SuiteResult.ZeroText]
  private var vectors: [String: [Float]] = [:]

  init(_ suite: Suite, encode: ([String]) throws -> [[Float]]) throws {
    let places = suite.textPlaces
    var seen: Set<String> = []
    let texts = places.map(\.text).filter { seen.insert($0).inserted }
    let encoded = try encode(texts)
    guard encoded.count == texts.count, Set(encoded.map(\.count)).count == 1 else {
      throw EvaluationError(
        .wrongVectors,
        problem: "cannot run the suite \(suite.id)",
        reason: encoded.count == texts.count
          ? "the vectors have different lengths: \(Set(encoded.map(\.count)).sorted().map(String.init).joined(separator: ", "))"
          : "\(texts.count) texts gave \(encoded.count) vectors",
        remedy: "Check the encoder."
      )
    }
    for (text, vector) in zip(texts, encoded) {
      guard vector.allSatisfy(\.isFinite) else {
        throw EvaluationError(
          .notFinite,
          problem: "cannot run the suite \(suite.id)",
          reason: "the vector of \"\(text)\" holds a number that is not finite",
          remedy: "Check the model's table: `hfpub validate` says which rows are broken."
        )
      }
      vectors[text] = vector
    }
    let table = vectors
    zeroTexts = places.compactMap { place, text in
      table[text]?.allSatisfy { $0 == 0 } ?? true ? .init(place: place, text: text) : nil
    }
  }

  /// The vector of a text of the suite.
  func callAsFunction(_ text: String) -> [Float] { vectors[text] ?? [] }

  /// The cosine of two texts of the suite.
  func cosine(_ left: String, _ right: String) -> Double { Similarity.cosine(self(left), self(right)) }
}

extension Suite {
  /// Every text with the place where it stands in the suite's file.
  fileprivate var textPlaces: [(place: String, text: String)] {
    func places(_ pairs: [Pair], _ key: String) -> [(String, String)] {
      pairs.enumerated().flatMap { index, pair in
        [("\(key)[\(index)].a", pair.a), ("\(key)[\(index)].b", pair.b)]
          + pair.distractors.enumerated().map { ("\(key)[\(index)].distractors[\($0)]", $1) }
      }
    }
    switch content {
    case .pairs(let pairs), .graded(let pairs), .translations(let pairs): return places(pairs, "pairs")
    case .contrast(let similar, let dissimilar):
      return places(similar, "similar") + places(dissimilar, "dissimilar")
    case .topics(let topics):
      return topics.flatMap { topic in
        topic.texts.enumerated().map { ("topics.\(topic.name)[\($0)]", $1) }
      }
    }
  }
}
