import Evaluation

/// A smoke test with its scores as a receipt keeps it: what is needed to score it again without the publication.
public struct ReceiptSuite: Codable, Sendable, Hashable {
  /// Two texts.
  public struct Pair: Codable, Sendable, Hashable {
    /// A name within the suite.
    public var id: String
    /// The left text.
    public var a: String
    /// The right text.
    public var b: String
    /// Texts that look related to `a` and are not.
    public var distractors: [String]?
    /// How alike they are.
    public var grade: Double?
    /// The language of `b`.
    public var language: String?
  }

  /// Texts about one thing.
  public struct Topic: Codable, Sendable, Hashable {
    /// A name within the suite.
    public var name: String
    /// The texts.
    public var texts: [String]
  }

  /// The suite's name.
  public var id: String
  /// What its texts mean.
  public var kind: String
  /// The pairs; of a contrast those that are alike.
  public var pairs: [Pair]?
  /// The pairs of a contrast that are not alike.
  public var dissimilar: [Pair]?
  /// The topics.
  public var topics: [Topic]?
  /// The value of each metric.
  public var scores: [String: Double]

  /// A smoke test with what it scored.
  public init(_ result: SuiteResult) {
    let suite = result.suite
    id = suite.id
    kind = suite.kind.rawValue
    func kept(_ pairs: [Suite.Pair]) -> [Pair] {
      pairs.map {
        Pair(
          id: $0.id,
          a: $0.a,
          b: $0.b,
          distractors: $0.distractors.isEmpty ? nil : $0.distractors,
          grade: $0.grade,
          language: $0.language
        )
      }
    }
    switch suite.content {
    case .pairs(let some), .graded(let some), .translations(let some): pairs = kept(some)
    case .contrast(let similar, let others): (pairs, dissimilar) = (kept(similar), kept(others))
    case .topics(let some): topics = some.map { Topic(name: $0.name, texts: $0.texts) }
    }
    // JSON has no word for what is not a number.
    let known = result.scores.filter(\.value.isFinite).map { ($0.metric.rawValue, $0.value) }
    scores = Dictionary(known, uniquingKeysWith: { first, _ in first })
  }

  /// The suite, to be run again; nil when the receipt's words for it are not known.
  var suite: Suite? {
    func read(_ pairs: [Pair]?) -> [Suite.Pair] {
      (pairs ?? []).map {
        Suite.Pair(
          id: $0.id,
          a: $0.a,
          b: $0.b,
          distractors: $0.distractors ?? [],
          grade: $0.grade,
          language: $0.language
        )
      }
    }
    let content: Suite.Content
    switch Suite.Kind(rawValue: kind) {
    case .pairs: content = .pairs(read(pairs))
    case .graded: content = .graded(read(pairs))
    case .translations: content = .translations(read(pairs))
    case .contrast: content = .contrast(similar: read(pairs), dissimilar: read(dissimilar))
    case .topics: content = .topics((topics ?? []).map { Suite.Topic(name: $0.name, texts: $0.texts) })
    case nil: return nil
    }
    let suite = Suite(id: id, title: id, question: "", content: content)
    return suite.fault == nil ? suite : nil
  }
}
