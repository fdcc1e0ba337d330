import Findings

/// A set of texts with what should hold between them; data of a publication, not code.
public struct Suite: Sendable, Hashable {
  /// Two texts that belong together.
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

    /// Two texts that belong together.
    public init(id: String, a: String, b: String, distractors: [String] = [], grade: Double? = nil) {
      self.id = id
      self.a = a
      self.b = b
      self.distractors = distractors
      self.grade = grade
    }
  }

  /// What the pairs mean.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Every pair belongs together, and no text belongs to another pair's.
    case pairs
    /// Every pair has a grade.
    case graded
  }

  /// A stable name such as `instruction_awareness`.
  public var id: String
  /// A heading.
  public var title: String
  /// What the suite asks, as a sentence for readers of the card.
  public var question: String
  /// What the pairs mean.
  public var kind: Kind
  /// The pairs; at least two.
  public var pairs: [Pair]

  /// A suite.
  public init(id: String, title: String, question: String, kind: Kind, pairs: [Pair]) {
    self.id = id
    self.title = title
    self.question = question
    self.kind = kind
    self.pairs = pairs
  }

  /// The metrics a suite yields, in the order they are shown.
  public var metrics: [Metric] {
    switch kind {
    case .pairs:
      [.mean, .minimum, .shuffledMean, .margin, .auc, .recallAt1]
        + (pairs.contains { !$0.distractors.isEmpty } ? [.distractorAccuracy] : [])
    case .graded: [.spearman, .pearson]
    }
  }

  /// Every text of the suite, in a fixed order: what verification encodes again.
  public var texts: [String] { pairs.flatMap { [$0.a, $0.b] + $0.distractors } }
}
