import Files
import Findings

/// What others measured, or what was recorded earlier: figures with their sources, kept apart from what this tool measures.
public struct Evidence: Sendable, Hashable {
  /// Where figures were published or recorded.
  public struct Source: Sendable, Hashable {
    /// A name within the publication.
    public var id: String
    /// What it is called.
    public var title: String
    /// Where it can be read.
    public var url: String
    /// The commit or version that was read.
    public var revision: String?
    /// The day it is of, as year-month-day.
    public var date: String

    /// How a table or a footnote names it.
    public var label: String { "\(title)\(revision.map { ", \($0.prefix(7))" } ?? ""), \(date)" }
  }

  /// A way of working a number out; figures of two protocols are never compared.
  public struct Formula: Sendable, Hashable {
    /// A name within the publication.
    public var id: String
    /// What it is called.
    public var title: String
    /// How the number is worked out, in words.
    public var formula: String
  }

  /// How large a model is, and what kind of size that is.
  public struct Size: Sendable, Hashable {
    /// What was measured; sizes of two kinds are never compared.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// The bytes of the weights file.
      case file
      /// Memory that a process took.
      case residentMemory = "resident_memory"
      /// The bytes that a reader fetches.
      case download
      /// Nobody said.
      case unknown

      /// For a table.
      public var title: String {
        switch self {
        case .file: "file"
        case .residentMemory: "process memory"
        case .download: "download"
        case .unknown: "kind unknown"
        }
      }
    }

    /// The size in bytes.
    public var bytes: Double
    /// What was measured.
    public var kind: Kind
    /// The number format of the weights, `unknown` where nobody said.
    public var dtype: String
    /// The source's id.
    public var source: String
  }

  /// A model that figures are about.
  public struct Model: Sendable, Hashable {
    /// A name within the publication.
    public var id: String
    /// What it is called.
    public var name: String
    /// How large it is said to be.
    public var size: Size?
  }

  /// Why a number is not there; none of these is a failure of the model unless it says so.
  public enum Missing: String, Sendable, Hashable, CaseIterable {
    /// Nobody measured it.
    case notEvaluated = "not_evaluated"
    /// The model cannot be asked this.
    case notApplicable = "not_applicable"
    /// It was tried, and the run failed.
    case failed

    /// For a table.
    public var title: String {
      switch self {
      case .notEvaluated: "not evaluated"
      case .notApplicable: "not applicable"
      case .failed: "failed"
      }
    }
  }

  /// A recorded number.
  public struct Figure: Sendable, Hashable {
    /// A name within the publication.
    public var id: String
    /// The model's id.
    public var model: String
    /// What was measured.
    public var metric: String
    /// The number, as a share of 1 where the source prints a percentage; nil when it is missing.
    public var amount: Double?
    /// Why it is missing.
    public var missing: Missing?
    /// What it is counted in.
    public var unit: ClaimValue.Unit
    /// The formula's id.
    public var protocolID: String
    /// The source's id.
    public var source: String
    /// Where it is written down.
    public var location: SourceLocation
  }

  /// A pair of texts with the cosine that was published for it.
  public struct PublishedPair: Sendable, Hashable {
    /// The left text.
    public var a: String
    /// The right text.
    public var b: String
    /// The cosine that was printed.
    public var cosine: Double
  }

  /// Published cosines of one metric.
  public struct PairTable: Sendable, Hashable {
    /// The metric's id.
    public var metric: String
    /// The source's id.
    public var source: String
    /// The rows.
    public var pairs: [PublishedPair]
    /// Where it is written down.
    public var location: SourceLocation
  }

  /// A results file that figures were taken from.
  public struct Import: Sendable, Hashable {
    /// The file.
    public var file: String
    /// The id of the model that its figures are about.
    public var model: String
    /// The hash of the weights that were measured; nil where the file does not say.
    public var weightsDigest: SHA256Digest?
    /// Where it is named.
    public var location: SourceLocation
  }

  /// Where figures come from.
  public var sources: [Source] = []
  /// How they were worked out.
  public var formulas: [Formula] = []
  /// What they are about.
  public var models: [Model] = []
  /// The numbers.
  public var figures: [Figure] = []
  /// The results files that figures were taken from.
  public var imports: [Import] = []
  /// Published cosines, pair by pair.
  public var pairTables: [PairTable] = []

  /// No evidence.
  public init() {}

  /// The source of an id.
  public func source(_ id: String) -> Source? { sources.first { $0.id == id } }
  /// The formula of an id.
  public func formula(_ id: String) -> Formula? { formulas.first { $0.id == id } }
  /// The model of an id.
  public func model(_ id: String) -> Model? { models.first { $0.id == id } }
}
