import Files

/// What was measured, as `results.json` keeps it: enough to see later what was run on what, and whether it still holds.
public struct EvaluationResults: Sendable, Hashable {
  /// The version of the file's format.
  public static let schema = 1

  /// A tool and its version.
  public struct Tool: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its version.
    public var version: String

    /// A tool and its version.
    public init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  /// The model that was measured.
  public struct Model: Sendable, Hashable {
    /// What it is called.
    public var name: String
    /// The hash of its weights file.
    public var sha256: SHA256Digest
    /// The length of a vector.
    public var dimension: Int
    /// The rows of its table.
    public var rows: Int
    /// The number format of its table.
    public var dtype: String

    /// The model that was measured.
    public init(name: String, sha256: SHA256Digest, dimension: Int, rows: Int, dtype: String) {
      self.name = name
      self.sha256 = sha256
      self.dimension = dimension
      self.rows = rows
      self.dtype = dtype
    }
  }

  /// A suite with what it measured; the texts stay in the suite's file, whose hash is here.
  public struct SuiteRecord: Sendable, Hashable {
    /// The suite's name.
    public var id: String
    /// Its heading.
    public var title: String
    /// What its texts mean.
    public var kind: Suite.Kind
    /// The hash of its file.
    public var sha256: SHA256Digest?
    /// How many pairs or texts it has.
    public var count: Int
    /// What the scores are worth, and why.
    public var assessment: Assessment
    /// The metrics, in the suite's order.
    public var scores: [SuiteResult.Score]
    /// Scores by language.
    public var groups: [SuiteResult.Group]
    /// Every pair or text.
    public var items: [SuiteResult.Item]
    /// Texts without a vector.
    public var zeroTexts: [SuiteResult.ZeroText]

    /// A suite's record from its result.
    public init(_ result: SuiteResult) {
      self.init(
        id: result.suite.id,
        title: result.suite.title,
        kind: result.suite.kind,
        sha256: result.suite.sha256,
        count: result.suite.count,
        assessment: result.assessment,
        scores: result.scores,
        groups: result.groups,
        items: result.items,
        zeroTexts: result.zeroTexts
      )
    }

    init(
      id: String,
      title: String,
      kind: Suite.Kind,
      sha256: SHA256Digest?,
      count: Int,
      assessment: Assessment,
      scores: [SuiteResult.Score],
      groups: [SuiteResult.Group],
      items: [SuiteResult.Item],
      zeroTexts: [SuiteResult.ZeroText]
    ) {
      self.id = id
      self.title = title
      self.kind = kind
      self.sha256 = sha256
      self.count = count
      self.assessment = assessment
      self.scores = scores
      self.groups = groups
      self.items = items
      self.zeroTexts = zeroTexts
    }

    /// The value of a metric; nil when it was not measured.
    public subscript(metric: Metric) -> Double? { scores.first { $0.metric == metric }?.value }
  }

  /// One model's results.
  public struct Run: Sendable, Hashable {
    /// The model.
    public var model: Model
    /// How texts became vectors; see `EvaluationProtocol.id`.
    public var protocolID: String
    /// The suites, in the publication's order.
    public var suites: [SuiteRecord]
    /// The composites, in the publication's order.
    public var composites: [CompositeResult]

    /// One model's results.
    public init(model: Model, protocolID: String, suites: [SuiteRecord], composites: [CompositeResult] = []) {
      self.model = model
      self.protocolID = protocolID
      self.suites = suites
      self.composites = composites
    }

    /// Whether the results are of other weights than these.
    public func isStale(for weights: SHA256Digest) -> Bool { model.sha256 != weights }

    /// Why the results do not hold for these weights, as a sentence; nil when they do.
    public func staleness(for weights: SHA256Digest) -> String? {
      guard isStale(for: weights) else { return nil }
      return
        "The results of \(model.name) are stale: they are of weights with SHA-256 \(model.sha256.hex.prefix(12))…, "
        + "and the model's is \(weights.hex.prefix(12))…."
    }
  }

  /// What measured.
  public var tool: Tool
  /// What it ran on.
  public var machine: String
  /// The day, as year-month-day.
  public var date: String
  /// How intervals were found.
  public var bootstrap: Bootstrap
  /// The models, in the order they were given.
  public var runs: [Run]

  /// What was measured.
  public init(tool: Tool, machine: String, date: String, bootstrap: Bootstrap = .standard, runs: [Run]) {
    self.tool = tool
    self.machine = machine
    self.date = date
    self.bootstrap = bootstrap
    self.runs = runs
  }

  /// Whether nothing here is of these weights.
  public func isStale(for weights: SHA256Digest) -> Bool { runs.allSatisfy { $0.isStale(for: weights) } }

  /// The results of these weights.
  public func run(for weights: SHA256Digest) -> Run? { runs.first { !$0.isStale(for: weights) } }
}
