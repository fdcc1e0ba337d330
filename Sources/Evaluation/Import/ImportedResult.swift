import Files
import Findings

/// Figures that another tool measured, with all that their file says about them.
public struct ImportedResult: Sendable, Hashable {
  /// Whose file it is.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    /// hfpub's own `results.json`.
    case hfpub
    /// The founding project's evaluation script.
    case founding
    /// One task of the Massive Text Embedding Benchmark.
    case mteb
    /// An evaluator of sentence-transformers.
    case sentenceTransformers = "sentence-transformers"
    /// EleutherAI's harness for language models.
    case harness = "lm-evaluation-harness"
  }

  /// What a figure is counted in.
  public enum Unit: String, Sendable, Hashable, CaseIterable {
    /// A share or a correlation: 1 is all.
    case share
    /// Hundredths.
    case percent
    /// What the task defines; the file does not say.
    case unstated
  }

  /// A number of the file.
  public struct Figure: Sendable, Hashable {
    /// The task or data set; nil where the file has only one.
    public var task: String?
    /// What was measured.
    public var metric: String
    /// The split, language or filter.
    public var subset: String?
    /// The number, as it is written.
    public var value: Double
    /// The standard error, where the file gives one.
    public var standardError: Double?
    /// What it is counted in.
    public var unit: Unit
    /// The revision of the data or the version of the task, and the number of examples shown.
    public var version: String?
    /// Where it stands: `scores.test[0].main_score`, or `row 3, column cosine_spearman`.
    public var place: String
    /// The same for an editor.
    public var location: SourceLocation

    /// A number.
    public init(
      task: String? = nil,
      metric: String,
      subset: String? = nil,
      value: Double,
      standardError: Double? = nil,
      unit: Unit,
      version: String? = nil,
      place: String,
      location: SourceLocation
    ) {
      self.task = task
      self.metric = metric
      self.subset = subset
      self.value = value
      self.standardError = standardError
      self.unit = unit
      self.version = version
      self.place = place
      self.location = location
    }
  }

  /// Whether figures are of the model at hand.
  public enum Freshness: Sendable, Hashable {
    /// They are of these weights.
    case current
    /// They are of others.
    case stale
    /// The file does not say which weights it is about.
    case unknown
  }

  /// Whose file it is.
  public var format: Format
  /// The file, as it was named.
  public var file: String
  /// The tool and its version, as far as the file says; figures of two protocols are never compared.
  public var protocolID: String
  /// What the model is called.
  public var modelName: String?
  /// The hash of the weights.
  public var modelSHA256: SHA256Digest?
  /// The day, as year-month-day.
  public var date: String?
  /// The numbers, in the file's order.
  public var figures: [Figure]

  /// Figures that another tool measured.
  public init(
    format: Format,
    file: String,
    protocolID: String,
    modelName: String? = nil,
    modelSHA256: SHA256Digest? = nil,
    date: String? = nil,
    figures: [Figure]
  ) {
    self.format = format
    self.file = file
    self.protocolID = protocolID
    self.modelName = modelName
    self.modelSHA256 = modelSHA256
    self.date = date
    self.figures = figures
  }

  /// Whether the figures are of these weights.
  public func freshness(for weights: SHA256Digest) -> Freshness {
    modelSHA256.map { $0 == weights ? .current : .stale } ?? .unknown
  }
}
