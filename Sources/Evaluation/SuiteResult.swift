/// What a suite measured on one model.
public struct SuiteResult: Sendable, Hashable {
  /// A measured number.
  public struct Score: Sendable, Hashable {
    /// Which metric.
    public var metric: Metric
    /// Its value, as computed in float64.
    public var value: Double
    /// The bootstrap interval; nil where resampling says nothing, as of a minimum.
    public var interval: Interval?

    /// A measured number.
    public init(metric: Metric, value: Double, interval: Interval? = nil) {
      self.metric = metric
      self.value = value
      self.interval = interval
    }
  }

  /// What one pair or one text scored.
  public struct Item: Sendable, Hashable {
    /// The pair's id; of a text its topic and place, such as `sport[2]`.
    public var id: String
    /// The pair's cosine, or the text's silhouette.
    public var value: Double
    /// The mean cosine of the left text with the other pairs' right texts; nil of topics.
    public var control: Double?
    /// The language, the topic, or on which side of a contrast a pair stands.
    public var label: String?

    /// What one pair or one text scored.
    public init(id: String, value: Double, control: Double? = nil, label: String? = nil) {
      self.id = id
      self.value = value
      self.control = control
      self.label = label
    }
  }

  /// The scores of a part of the suite, such as one language.
  public struct Group: Sendable, Hashable {
    /// The part's name.
    public var name: String
    /// How many pairs it has.
    public var count: Int
    /// Its scores; right texts of the whole suite are the candidates.
    public var scores: [Score]

    /// The scores of a part.
    public init(name: String, count: Int, scores: [Score]) {
      self.name = name
      self.count = count
      self.scores = scores
    }

    /// The value of a metric; nil when the part does not have it.
    public subscript(metric: Metric) -> Double? { scores.first { $0.metric == metric }?.value }
  }

  /// A text that the model has nothing to say about: all numbers of its vector are 0, and so are its cosines.
  public struct ZeroText: Sendable, Hashable {
    /// Where it stands in the suite's file: `pairs[3].b`.
    public var place: String
    /// The text.
    public var text: String

    /// A text without a vector.
    public init(place: String, text: String) {
      self.place = place
      self.text = text
    }
  }

  /// The suite that was run.
  public var suite: Suite
  /// Every pair or text, in the suite's order.
  public var items: [Item]
  /// The suite's metrics, in its order.
  public var scores: [Score]
  /// Scores by language, in alphabetical order; none of other kinds than translations.
  public var groups: [Group]
  /// Texts without a vector.
  public var zeroTexts: [ZeroText]

  /// What a suite measured.
  public init(
    suite: Suite,
    items: [Item],
    scores: [Score],
    groups: [Group] = [],
    zeroTexts: [ZeroText] = []
  ) {
    self.suite = suite
    self.items = items
    self.scores = scores
    self.groups = groups
    self.zeroTexts = zeroTexts
  }

  /// The cosine of every pair, in the suite's order; none of a suite of topics.
  public var cosines: [Double] { suite.kind == .topics ? [] : items.map(\.value) }

  /// The value of a metric; nil when the suite does not yield it.
  public subscript(metric: Metric) -> Double? { score(metric)?.value }

  /// A metric with its interval; nil when the suite does not yield it.
  public func score(_ metric: Metric) -> Score? { scores.first { $0.metric == metric } }

  /// The number that stands for the suite.
  public var headline: Score? { score(suite.headline) }

  /// What the headline is when nothing is known of what belongs together.
  public var control: Score? { score(suite.control) }

  /// Whether the scores prove anything, and why, by the standard rule.
  public var assessment: Assessment { VerdictRule.standard.assess(self) }
}
