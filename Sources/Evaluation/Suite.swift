import Files
import Findings

/// A set of texts with what should hold between them; data of a publication, not code.
public struct Suite: Sendable, Hashable {
  /// Two texts and what should hold between them.
  public struct Pair: Sendable, Hashable {
    /// A name within the suite.
    public var id: String
    /// The left text.
    public var a: String
    /// The right text.
    public var b: String
    /// Texts that look related to `a` and are not.
    public var distractors: [String]
    /// How alike the texts are, for graded suites; the scale is the suite's own.
    public var grade: Double?
    /// The language of `b`, for translations.
    public var language: String?

    /// Two texts.
    public init(
      id: String,
      a: String,
      b: String,
      distractors: [String] = [],
      grade: Double? = nil,
      language: String? = nil
    ) {
      self.id = id
      self.a = a
      self.b = b
      self.distractors = distractors
      self.grade = grade
      self.language = language
    }
  }

  /// Texts about one thing.
  public struct Topic: Sendable, Hashable {
    /// A name within the suite.
    public var name: String
    /// The texts; at least two.
    public var texts: [String]

    /// Texts about one thing.
    public init(name: String, texts: [String]) {
      self.name = name
      self.texts = texts
    }
  }

  /// What a suite's texts mean; the raw value is its name in files.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Every pair belongs together, and no text belongs to another pair's.
    case pairs
    /// Every pair has a grade.
    case graded
    /// Texts about several things; those about one thing belong together.
    case topics
    /// Every pair is a text and its translation.
    case translations
    /// Some pairs are alike and some are not.
    case contrast
  }

  /// The texts, by what they mean.
  public enum Content: Sendable, Hashable {
    /// Pairs that belong together.
    case pairs([Pair])
    /// Pairs with grades.
    case graded([Pair])
    /// Texts by topic.
    case topics([Topic])
    /// Texts and their translations.
    case translations([Pair])
    /// Pairs that are alike, and pairs that are not.
    case contrast(similar: [Pair], dissimilar: [Pair])
  }

  /// A stable name such as `instruction_awareness`.
  public var id: String
  /// A heading.
  public var title: String
  /// What the suite asks, as a sentence for readers of the card.
  public var question: String
  /// The texts.
  public var content: Content
  /// The hash of the file the suite was read from; nil for one that was put together in code.
  public var sha256: SHA256Digest?

  /// A suite.
  public init(id: String, title: String, question: String, content: Content, sha256: SHA256Digest? = nil) {
    self.id = id
    self.title = title
    self.question = question
    self.content = content
    self.sha256 = sha256
  }

  /// What the texts mean.
  public var kind: Kind {
    switch content {
    case .pairs: .pairs
    case .graded: .graded
    case .topics: .topics
    case .translations: .translations
    case .contrast: .contrast
    }
  }

  /// The pairs in order, of a contrast first the similar ones; none of a suite of topics.
  public var pairs: [Pair] {
    switch content {
    case .pairs(let pairs), .graded(let pairs), .translations(let pairs): pairs
    case .topics: []
    case .contrast(let similar, let dissimilar): similar + dissimilar
    }
  }

  /// The topics in order; none of the other kinds.
  public var topics: [Topic] {
    if case .topics(let topics) = content { topics } else { [] }
  }

  /// The number of things that are scored: pairs, or texts of topics.
  public var count: Int { kind == .topics ? topics.reduce(0) { $0 + $1.texts.count } : pairs.count }

  /// What `count` counts: `pairs` or `texts`.
  public var unit: String { kind == .topics ? "texts" : "pairs" }

  /// Every text of the suite, in a fixed order: what verification encodes again.
  public var texts: [String] { pairs.flatMap { [$0.a, $0.b] + $0.distractors } + topics.flatMap(\.texts) }

  /// The metrics a suite yields, in the order they are shown.
  public var metrics: [Metric] {
    switch content {
    case .pairs(let pairs), .translations(let pairs):
      [.mean, .minimum, .shuffledMean, .margin, .auc, .recallAt1]
        + (pairs.contains { !$0.distractors.isEmpty } ? [.distractorAccuracy] : [])
    case .graded(let pairs):
      [.spearman, .pearson] + Self.gradeMetrics(pairs) + [.shuffledScore, .margin]
    case .topics:
      [.score, .silhouette, .purity, .nearestNeighbourAccuracy, .sameTopicAUC, .shuffledScore, .margin]
    case .contrast:
      [.score, .similarMean, .dissimilarMean, .shuffledScore, .margin, .auc, .recallAt1]
    }
  }

  /// The metric that stands for the suite where only one number is shown.
  public var headline: Metric {
    switch kind {
    case .pairs, .translations: .mean
    case .graded: .spearman
    case .topics, .contrast: .score
    }
  }

  /// The metric that shows what `headline` would be without any knowledge of what belongs together.
  public var control: Metric { metrics.contains(.shuffledMean) ? .shuffledMean : .shuffledScore }

  private static func gradeMetrics(_ pairs: [Pair]) -> [Metric] {
    let hasAlike = pairs.contains { ($0.grade ?? 0) >= Metric.alikeGrade }
    let hasUnlike = pairs.contains { ($0.grade ?? 0) <= Metric.unlikeGrade }
    return (hasAlike ? [.alikeMean] : []) + (hasUnlike ? [.unlikeMean] : []) + (hasAlike && hasUnlike ? [.auc] : [])
  }
}
